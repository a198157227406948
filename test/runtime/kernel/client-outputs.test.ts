import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/runtime/format/notebook.js';
import type { KernelMessage } from '../../../src/runtime/kernel/client-message.js';
import {
  OutputCollector,
  type DisplayRegistry,
  type OutputEvent,
  type OutputLimits,
} from '../../../src/runtime/kernel/client-outputs.js';

function message(type: string, content: JsonObject): KernelMessage {
  const header = { msg_id: 'm', msg_type: type, session: 's', username: 'u', date: '', version: '5.3' };
  return { channel: 'iopub', header, parent_header: {}, metadata: {}, content, buffers: [] };
}
const stdout = (text: string) => message('stream', { name: 'stdout', text });
const stderr = (text: string) => message('stream', { name: 'stderr', text });
const shown = (text: string, id?: string) =>
  message('display_data', {
    data: { 'text/plain': text },
    metadata: {},
    transient: id ? { display_id: id } : {},
  });
const update = (text: string, id: string) =>
  message('update_display_data', {
    data: { 'text/plain': text },
    metadata: { a: 1 },
    transient: { display_id: id },
  });

function collect(
  messages: KernelMessage[],
  limits: OutputLimits = {},
  displays: DisplayRegistry = new Map(),
) {
  const collector = new OutputCollector(displays, limits);
  for (const one of messages) collector.take(one);
  return collector.outputs;
}

test('no messages make no outputs', () => {
  expect(collect([])).toEqual([]);
});

test('streams of one name run together until another output comes between', () => {
  expect(
    collect([stdout('a'), stdout('b\n'), stderr('c'), stdout('d'), shown('x'), stdout('e'), stdout('\rf')]),
  ).toEqual([
    { output_type: 'stream', name: 'stdout', text: 'ab\n' },
    { output_type: 'stream', name: 'stderr', text: 'c' },
    { output_type: 'stream', name: 'stdout', text: 'd' },
    { output_type: 'display_data', data: { 'text/plain': 'x' }, metadata: {} },
    { output_type: 'stream', name: 'stdout', text: 'f' },
  ]);
});

test('results and errors keep their fields, and nothing transient is stored', () => {
  const outputs = collect([
    message('execute_result', {
      execution_count: 3,
      data: { 'text/plain': '1' },
      metadata: {},
      transient: { display_id: 'd' },
    }),
    message('error', { ename: 'TypeError', evalue: 'no', traceback: ['TypeError: no', '  at 1:1'] }),
  ]);
  expect(outputs).toEqual([
    { output_type: 'execute_result', execution_count: 3, data: { 'text/plain': '1' }, metadata: {} },
    { output_type: 'error', ename: 'TypeError', evalue: 'no', traceback: ['TypeError: no', '  at 1:1'] },
  ]);
});

test('clear_output clears at once, or with the next output', () => {
  expect(collect([stdout('a'), message('clear_output', { wait: false })])).toEqual([]);
  const waiting = [stdout('a'), message('clear_output', { wait: true })];
  expect(collect(waiting)).toEqual([{ output_type: 'stream', name: 'stdout', text: 'a' }]);
  expect(collect([...waiting, stdout('b')])).toEqual([{ output_type: 'stream', name: 'stdout', text: 'b' }]);
});

test('an update changes every output of its display id, in earlier cells too', () => {
  const displays: DisplayRegistry = new Map();
  const first = collect([shown('a', 'id'), shown('b', 'other')], {}, displays);
  const second = collect([shown('c', 'id'), update('new', 'id')], {}, displays);
  const updated = { output_type: 'display_data', data: { 'text/plain': 'new' }, metadata: { a: 1 } };
  expect(first).toEqual([
    updated,
    { output_type: 'display_data', data: { 'text/plain': 'b' }, metadata: {} },
  ]);
  expect(second).toEqual([updated]);
  expect(collect([update('x', 'unknown')], {}, displays)).toEqual([]);
});

test('each change is told as it happens', () => {
  const events: OutputEvent[] = [];
  const collector = new OutputCollector(new Map(), {}, (event) => events.push(structuredClone(event)));
  for (const one of [
    stdout('a'),
    stdout('b'),
    message('clear_output', {}),
    shown('x', 'i'),
    update('y', 'i'),
  ])
    collector.take(one);
  expect(events.map(({ kind }) => kind)).toEqual(['add', 'change', 'clear', 'add', 'change']);
  expect(events[1]).toEqual({
    kind: 'change',
    index: 0,
    output: { output_type: 'stream', name: 'stdout', text: 'ab' },
  });
});

test('output up to the limit is kept whole, one byte more is cut and told', () => {
  expect(collect([stdout('12345')], { maxOutputBytes: 5 })).toEqual([
    { output_type: 'stream', name: 'stdout', text: '12345' },
  ]);
  expect(collect([stdout('123456')], { maxOutputBytes: 5 })).toEqual([
    { output_type: 'stream', name: 'stdout', text: '12345' },
    {
      output_type: 'stream',
      name: 'stderr',
      text: 'Output was cut: 5 bytes are shown, 1 more bytes are not (limits: 5 bytes, 10,000 outputs a cell)\n',
    },
  ]);
});

test('a cut never halves a character', () => {
  expect(collect([stdout('aé')], { maxOutputBytes: 2 })[0]).toEqual({
    output_type: 'stream',
    name: 'stdout',
    text: 'a',
  });
});

test('outputs past the count are dropped and told, an error never is', () => {
  const outputs = collect(
    [shown('a'), shown('b'), shown('c'), message('error', { ename: 'E', evalue: '', traceback: [] })],
    {
      maxOutputs: 2,
    },
  );
  expect(outputs.map((output) => output.output_type)).toEqual([
    'display_data',
    'display_data',
    'stream',
    'error',
  ]);
  expect(outputs[2]).toMatchObject({
    text: expect.stringContaining('1 more bytes and 1 more outputs are not') as string,
  });
});

test('after a cut, all that follows is only counted', () => {
  const outputs = collect([stdout('1234'), stdout('56'), stdout('7'), shown('x')], { maxOutputBytes: 4 });
  expect(outputs).toHaveLength(2);
  expect(outputs[1]).toMatchObject({
    text: expect.stringContaining('4 bytes are shown, 4 more bytes and 1 more outputs') as string,
  });
});

test('limits that are no numbers of 0 or more are refused', () => {
  expect(() => new OutputCollector(new Map(), { maxOutputBytes: -1 })).toThrow(
    new RangeError('Cannot limit output: maxOutputBytes must be 0 or more, current value is -1'),
  );
  expect(() => new OutputCollector(new Map(), { maxOutputs: NaN })).toThrow('current value is NaN');
});

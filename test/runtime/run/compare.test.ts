import { expect, test } from 'vitest';
import type { CodeCell, Notebook, Output } from '../../../src/runtime/format/notebook.js';
import { compareOutputs, describeDifferences } from '../../../src/runtime/run/compare.js';

const stdout = (text: string): Output => ({ output_type: 'stream', name: 'stdout', text });
const shown = (data: Record<string, never | string | object>): Output => ({
  output_type: 'display_data',
  data: data as never,
  metadata: {},
});

function notebook(outputs: Output[], execution_count: number | null = 1): Notebook {
  const cell: CodeCell = { cell_type: 'code', id: 'a', metadata: {}, source: '', execution_count, outputs };
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ cell_type: 'markdown', id: 'm', metadata: {}, source: '' }, cell],
  };
}

function differences(stored: Output[], fresh: Output[]) {
  return compareOutputs(notebook(stored), notebook(fresh)).map(({ part, stored, fresh }) => [
    part,
    stored,
    fresh,
  ]);
}

test('equal outputs have no differences', () => {
  const outputs = [stdout('a\nb'), shown({ 'text/plain': 'x', 'application/json': { b: 1, a: 2 } })];
  expect(differences(outputs, structuredClone(outputs))).toEqual([]);
});

test('the order of keys within JSON is no difference, for a file sorts them', () => {
  expect(
    differences(
      [shown({ 'application/json': { b: 1, a: 2 } })],
      [shown({ 'application/json': { a: 2, b: 1 } })],
    ),
  ).toEqual([]);
});

test('the first line that differs is shown, with its number', () => {
  expect(differences([stdout('a\nb\nc')], [stdout('a\nB\nC')])).toEqual([
    ['output 1, stdout, line 2', 'b', 'B'],
  ]);
  expect(differences([shown({ 'text/plain': 'x' })], [shown({ 'text/plain': 'y' })])).toEqual([
    ['output 1, text/plain', 'x', 'y'],
  ]);
  expect(differences([stdout('a\n')], [stdout('a\nb\n')])).toEqual([['output 1, stdout, line 2', '', 'b']]);
});

test('a difference far in a long line is cut to where it is', () => {
  const line = 'x'.repeat(500);
  const [[, stored, fresh]] = differences([stdout(`${line}1`)], [stdout(`${line}2`)]) as [
    [string, string, string],
  ];
  expect([stored, fresh]).toEqual([`…${'x'.repeat(20)}1`, `…${'x'.repeat(20)}2`]);
});

test('missing, additional and other outputs are named', () => {
  expect(differences([], [stdout('a')])).toEqual([['output 1', undefined, 'stdout']]);
  expect(differences([stdout('a')], [])).toEqual([['output 1', 'stdout', undefined]]);
  expect(differences([stdout('a')], [shown({ 'text/plain': 'a' })])).toEqual([
    ['output 1, type', 'stdout', 'display_data (text/plain)'],
  ]);
  expect(differences([shown({})], [shown({ 'text/plain': 'a' })])).toEqual([
    ['output 1, text/plain', undefined, 'a'],
  ]);
});

test('streams of another name differ', () => {
  expect(differences([stdout('a')], [{ output_type: 'stream', name: 'stderr', text: 'a' }])).toEqual([
    ['output 1, stream', 'stdout', 'stderr'],
  ]);
});

test('metadata of an output is compared too', () => {
  const scaled: Output = { output_type: 'display_data', data: { 'text/plain': 'a' }, metadata: { scale: 2 } };
  expect(differences([shown({ 'text/plain': 'a' })], [scaled])).toHaveLength(1);
});

test('the number of a cell is compared', () => {
  expect(compareOutputs(notebook([], 7), notebook([], 1))).toEqual([
    { cell: 2, id: 'a', part: 'execution_count', stored: '7', fresh: '1' },
  ]);
});

test('cells that did not run are passed over', () => {
  expect(compareOutputs(notebook([stdout('a')]), notebook([]), new Set())).toEqual([]);
});

test('differences read as a list, and those beyond the limit are counted', () => {
  const found = compareOutputs(notebook([stdout('a'), stdout('b')], 2), notebook([stdout('x')], 1));
  expect(describeDifferences(found, 2)).toBe(
    [
      'cell 2 (id "a"), execution_count:',
      '  - stored: 2',
      '  + fresh:  1',
      'cell 2 (id "a"), output 1, stdout:',
      '  - stored: a',
      '  + fresh:  x',
      'and 1 more',
    ].join('\n'),
  );
});

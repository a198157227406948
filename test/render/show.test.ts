import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { table as arqueroTable } from 'arquero';
import { display, jupyterDisplay } from '../../src/render/display.js';
import { progress } from '../../src/render/progress.js';
import { show } from '../../src/render/show.js';
import { table } from '../../src/render/table.js';

const HOST = Symbol.for('lectern.kernel');
const world = globalThis as { [HOST]?: unknown; __tslab__?: unknown };

interface Call {
  readonly kind: 'display' | 'update';
  readonly id?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function host(): Call[] {
  const calls: Call[] = [];
  world[HOST] = {
    display: (data: Call['data'], _metadata: unknown, transient: { display_id: string }) =>
      calls.push({ kind: 'display', id: transient.display_id, data }),
    update: (id: string, data: Call['data']) => calls.push({ kind: 'update', id, data }),
  };
  return calls;
}

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  delete world[HOST];
  delete world.__tslab__;
});

describe('show() in a kernel', () => {
  test('sends whole bundles, and updates the last in its place', () => {
    const calls = host();
    const shown = table([{ a: 1 }]);
    show('one', shown).update(display({ 'text/plain': 'two' }));
    expect(calls.map(({ kind, data }) => [kind, data['text/plain']])).toEqual([
      ['display', 'one'],
      ['display', 'a\n─\n1'],
      ['update', 'two'],
    ]);
    expect(calls[1]?.data).toBe(shown.data);
    expect(calls[2]?.id).toBe(calls[1]?.id);
    expect(calls[0]?.id).not.toBe(calls[1]?.id);
  });

  test('shows anything that speaks the protocol, arquero tables, and other values as text', () => {
    const calls = host();
    show(
      { [jupyterDisplay]: () => ({ 'text/html': '<i>x</i>' }) },
      arqueroTable({ a: [1] }),
      { plain: [1n] },
      null,
    );
    expect(calls.map(({ data }) => data['text/html'] === '<i>x</i>' || data['text/plain'])).toEqual([
      true,
      'a\n─\n1',
      '{ plain: [ 1n ] }',
      'null',
    ]);
  });

  test('asks for an await where a promise is shown', () => {
    host();
    expect(() => show(Promise.resolve(1))).toThrow('Cannot show a promise: write show(await …)');
    expect(() => show({ [jupyterDisplay]: async () => ({}) })).toThrow(/its display is a promise/);
  });
});

describe('show() in raw tslab', () => {
  test('sends the richest type it knows, by the kernel’s own module', () => {
    const raw = vi.fn();
    world.__tslab__ = {
      require: (name: string) => (name === 'tslab' ? { newDisplay: () => ({ raw }) } : undefined),
    };
    const place = show(table([{ a: 1 }]));
    place.update('text');
    expect(raw.mock.calls.map(([type]) => type)).toEqual(['text/html', 'text/plain']);
  });

  test('prints where tslab is not ready', () => {
    world.__tslab__ = {
      require: () => {
        throw new Error('Not ready');
      },
    };
    show('text');
    expect(printed).toEqual(['text\n']);
  });
});

describe('show() in a terminal', () => {
  test('prints the text', () => {
    show(table([{ a: 1 }]), 'b').update('c');
    expect(printed.join('')).toBe('a\n─\n1\nb\nc\n');
  });

  test('of nothing does nothing', () => {
    show();
    expect(printed).toEqual([]);
  });
});

describe('progress()', () => {
  test('updates in place a hundred times at most, and ends in a line that is always the same', () => {
    const calls = host();
    const bar = progress('extracting', { total: 100_000, unit: 'pages' });
    for (let at = 1; at <= 100_000; at += 1) bar.update(at);
    bar.done();
    bar.update(5);
    bar.done();
    expect(calls.filter(({ kind }) => kind === 'display')).toHaveLength(1);
    expect(calls.length).toBeLessThanOrEqual(102);
    expect(calls.at(-1)?.data['text/plain']).toBe('extracting: 100,000 pages');
    expect(new Set(calls.map(({ id }) => id)).size).toBe(1);
  });

  test('prints its last line alone in a terminal', () => {
    const bar = progress('reading', { unit: 'records' });
    bar.update(7);
    bar.done();
    expect(printed).toEqual(['reading: 7 records\n']);
  });

  test('tells screen readers how far it is', () => {
    const calls = host();
    progress('x', { total: 4 }).update(1);
    expect(String(calls.at(-1)?.data['text/html'])).toContain(
      'role="progressbar" aria-label="x" aria-valuenow="25"',
    );
  });

  test('takes nothing to do, and refuses less', () => {
    const calls = host();
    progress('x', { total: 0 }).done();
    expect(calls.at(-1)?.data['text/plain']).toBe('x: 0 done');
    expect(() => progress('x', { total: -1 })).toThrow(RangeError);
  });
});

import { expect, test } from 'vitest';
import { LessonStore } from '../../src/app/lesson-store.js';
import type { LessonCell, LessonEvent, LessonSnapshot } from '../../src/runtime/serve/protocol/lesson.js';

const cell: LessonCell = {
  id: 'a',
  kind: 'code',
  source: 'x',
  edited: false,
  lesson: {},
  outputs: [{ output_type: 'stream', name: 'stdout', text: 'one\n' }],
  status: 'stored',
  count: 1,
  defines: [],
  needs: [],
};
const lesson: LessonSnapshot = {
  path: 'a.ipynb',
  title: 'A',
  cells: [cell],
  kernel: 'none',
  save: { status: 'saved' },
  seen: [],
  answers: {},
};

function after(...events: LessonEvent[]): LessonStore {
  const store = new LessonStore();
  for (const event of [{ kind: 'snapshot', lesson } as const, ...events]) store.take(event);
  return store;
}

test('LessonStore has no lesson before the first snapshot, whatever comes', () => {
  const store = new LessonStore();
  store.take({ kind: 'kernel', status: 'ready' });
  expect(store.lesson).toBeUndefined();
  expect(store.cells).toEqual([]);
});

test('LessonStore replaces outputs from a number on, and lets a stream grow', () => {
  const two = { output_type: 'stream', name: 'stderr', text: 'two' } as const;
  expect(after({ kind: 'outputs', id: 'a', at: 1, outputs: [two] }).cell('a')?.outputs).toEqual([
    ...cell.outputs,
    two,
  ]);
  expect(after({ kind: 'outputs', id: 'a', at: 0, outputs: [] }).cell('a')?.outputs).toEqual([]);
  expect(after({ kind: 'append', id: 'a', at: 0, text: 'two\n' }).cell('a')?.outputs).toMatchObject([
    { text: 'one\ntwo\n' },
  ]);
});

test('LessonStore sets what a change names, takes away what it nulls, and leaves the rest', () => {
  const stale = after({
    kind: 'cell',
    id: 'a',
    change: { stale: { kind: 'edited' }, ms: 12, status: 'done' },
  });
  expect(stale.cell('a')).toMatchObject({ stale: { kind: 'edited' }, ms: 12, status: 'done', source: 'x' });
  stale.take({ kind: 'cell', id: 'a', change: { stale: null } });
  expect(stale.cell('a')).not.toHaveProperty('stale');
  expect(stale.cell('a')).toMatchObject({ ms: 12 });
});

test('LessonStore forgets the kernel’s message when it is well again', () => {
  const store = after({ kind: 'kernel', status: 'dead', message: 'killed' });
  expect(store.lesson?.kernelMessage).toBe('killed');
  store.take({ kind: 'kernel', status: 'ready' });
  expect(store.lesson).not.toHaveProperty('kernelMessage');
});

test('LessonStore does not change the snapshot it was given', () => {
  const before = structuredClone(lesson);
  after({ kind: 'append', id: 'a', at: 0, text: 'x' }, { kind: 'progress', seen: ['a'], answers: { a: 1 } });
  expect(lesson).toEqual(before);
});

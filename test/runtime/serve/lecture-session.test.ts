import { describe, expect, test } from 'vitest';
import { code, notebook, openLesson, prose, until } from './support/lesson.js';

const three = () =>
  notebook(code('a', 'print one'), prose('p', 'Prose.'), code('b', 'print two'), code('c', 'print three'));

describe('LectureSession', () => {
  test('gives a page that connects the whole lesson, with stored outputs', () => {
    const { events } = openLesson(notebook(code('a', 'x', 'stored\n'), prose('p', '# Title')));
    expect(events[0]).toMatchObject({
      kind: 'snapshot',
      lesson: {
        path: 'a.ipynb',
        kernel: 'none',
        save: { status: 'saved' },
        cells: [
          { id: 'a', kind: 'code', status: 'stored', outputs: [{ text: 'stored\n' }], edited: false },
          { id: 'p', kind: 'markdown', source: '# Title' },
        ],
      },
    });
  });

  test('runs all cells in order and keeps their outputs without any page', async () => {
    const { session, kernels, leave, cell } = openLesson(three());
    leave();
    session.command({ kind: 'run-all' });
    await until(() => cell('c').status === 'done');
    expect(kernels[0]?.ran).toEqual(['print one', 'print two', 'print three']);
    expect(cell('b').outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: 'two\n' }]);
    expect(cell('c').count).toBe(3);
  });

  test('shows output while the cell still runs', async () => {
    const { session, kernels, events, cell } = openLesson(
      notebook(code('a', 'print early\nwait\nprint late')),
    );
    session.command({ kind: 'run', cells: ['a'] });
    await until(() => events.some((event) => event.kind === 'outputs' && event.outputs.length === 1));
    expect(cell('a').status).toBe('running');
    kernels[0]?.go();
    await until(() => cell('a').status === 'done');
    expect(events).toContainEqual({ kind: 'append', id: 'a', at: 0, text: 'late\n' });
    expect(cell('a').outputs).toMatchObject([{ text: 'early\nlate\n' }]);
  });

  test('keeps the last outputs of a cell that runs again until it shows something', async () => {
    const { session, kernels, cell } = openLesson(notebook(code('a', 'wait\nprint new', 'old\n')));
    session.command({ kind: 'run', cells: ['a'] });
    await until(() => kernels[0]?.ran.length === 1);
    expect(cell('a').outputs).toMatchObject([{ text: 'old\n' }]);
    kernels[0]?.go();
    await until(() => cell('a').status === 'done');
    expect(cell('a').outputs).toMatchObject([{ text: 'new\n' }]);
  });

  test('stops at a cell that fails, and leaves those behind it as they were', async () => {
    const { session, kernels, cell } = openLesson(
      notebook(code('a', 'fail RangeError'), code('b', 'print b', 'stored\n')),
    );
    session.command({ kind: 'run-all' });
    await until(() => cell('a').status === 'failed');
    await until(() => cell('b').status === 'stored');
    expect(kernels[0]?.ran).toEqual(['fail RangeError']);
    expect(cell('a').outputs).toMatchObject([{ output_type: 'error', ename: 'RangeError' }]);
  });

  test('goes on behind a cell that may fail', async () => {
    const failing = { ...code('a', 'fail RangeError'), metadata: { tags: ['raises-exception'] } };
    const { session, cell } = openLesson(notebook(failing, code('b', 'print b')));
    session.command({ kind: 'run-all' });
    await until(() => cell('b').status === 'done');
    expect(cell('a').status).toBe('failed');
  });

  test('interrupts the running cell and forgets those that wait', async () => {
    const { session, kernels, cell } = openLesson(notebook(code('a', 'wait'), code('b', 'print b')));
    session.command({ kind: 'run-all' });
    await until(() => kernels[0]?.ran.length === 1);
    expect(cell('b').status).toBe('queued');
    session.command({ kind: 'interrupt' });
    await until(() => cell('a').status === 'interrupted');
    expect(cell('b').status).toBe('idle');
    expect(kernels[0]?.ran).toEqual(['wait']);
  });

  test('runs to a cell, and with "changed" only what is not fresh', async () => {
    const { session, kernels, cell } = openLesson(three());
    session.command({ kind: 'run-to', cell: 'b' });
    await until(() => cell('b').status === 'done');
    expect(cell('c').status).toBe('idle');
    session.command({ kind: 'run-to', cell: 'c', changed: true });
    await until(() => cell('c').status === 'done');
    expect(kernels[0]?.ran).toEqual(['print one', 'print two', 'print three']);
  });

  test('runs first what a cell rests on and has not run in this kernel', async () => {
    const { session, kernels, events, cell } = openLesson(
      notebook(code('a', 'const pages = 1'), code('b', 'print other'), code('c', 'const all = pages')),
    );
    session.command({ kind: 'run', cells: ['c'] });
    await until(() => cell('c').status === 'done');
    expect(kernels[0]?.ran).toEqual(['const pages = 1', 'const all = pages']);
    expect(events).toContainEqual({
      kind: 'notice',
      level: 'info',
      text: 'Running the cell above first: this one rests on it',
    });
  });

  test('tells that the kernel was killed, keeps outputs, and runs again after a restart', async () => {
    const { session, kernels, events, cell } = openLesson(
      notebook(code('a', 'print kept'), code('b', 'die')),
    );
    session.command({ kind: 'run-all' });
    await until(() => cell('b').status === 'lost');
    await until(() => session.snapshot().kernel === 'dead');
    expect(session.snapshot().kernelMessage).toBe('The kernel ended with signal SIGKILL');
    expect(events).toContainEqual({
      kind: 'kernel',
      status: 'dead',
      message: 'The kernel ended with signal SIGKILL',
    });
    expect(cell('a').outputs).toMatchObject([{ text: 'kept\n' }]);
    session.command({ kind: 'restart' });
    await until(() => session.snapshot().kernel === 'ready');
    expect(session.snapshot().kernelMessage).toBeUndefined();
    session.command({ kind: 'run', cells: ['a'] });
    await until(() => cell('a').status === 'done');
    expect(kernels).toHaveLength(2);
  });

  test('saves an edit in the student’s copy and tells the other pages, with whom it came from', async () => {
    const { session, saved, events, cell } = openLesson(three());
    session.command({ kind: 'edit', cell: 'a', source: 'print mine', from: 'window' });
    expect(events).toContainEqual({
      kind: 'cell',
      id: 'a',
      change: { source: 'print mine', edited: true },
      from: 'window',
    });
    await until(() => saved.length > 0);
    expect(saved.at(-1)?.cells[0]).toMatchObject({ id: 'a', source: 'print mine' });
    expect(cell('a').edited).toBe(true);
  });

  test('keeps what was typed when saving fails, tells why, and saves it when it can', async () => {
    let full = true;
    const { session, saved, events, cell } = openLesson(three(), {
      failSave: () => (full ? new Error('Cannot save: the disk is full') : undefined),
    });
    session.command({ kind: 'edit', cell: 'a', source: 'print mine', from: 'w' });
    await until(() => session.snapshot().save.status === 'failed');
    expect(session.snapshot().save.message).toBe(
      'Cannot save: the disk is full. What you typed is kept here, and saving is tried again every few seconds',
    );
    expect(events.some((event) => event.kind === 'save' && event.save.status === 'failed')).toBe(true);
    expect(cell('a').source).toBe('print mine');
    full = false;
    session.command({ kind: 'save' });
    await until(() => saved.length === 1);
    expect(session.snapshot().save).toEqual({ status: 'saved' });
  });

  test('restores one cell, and then all, to the original', () => {
    const { session, cell } = openLesson(notebook(code('a', 'print a', 'stored\n'), code('b', 'print b')));
    session.command({ kind: 'edit', cell: 'a', source: 'x', from: 'w' });
    session.command({ kind: 'edit', cell: 'b', source: 'y', from: 'w' });
    session.command({ kind: 'restore', cell: 'a' });
    expect([cell('a').source, cell('b').source]).toEqual(['print a', 'y']);
    session.command({ kind: 'restore' });
    expect(cell('b').source).toBe('print b');
    expect(cell('a').outputs).toMatchObject([{ text: 'stored\n' }]);
  });

  test('starts over: stored outputs come back, the student’s text stays without output', async () => {
    const { session, cell } = openLesson(
      notebook(code('a', 'print a', 'stored\n'), code('b', 'print b', 'old\n')),
    );
    session.command({ kind: 'edit', cell: 'b', source: 'print mine', from: 'w' });
    session.command({ kind: 'run-all' });
    await until(() => cell('b').status === 'done');
    session.command({ kind: 'reset' });
    await until(() => cell('a').status === 'stored');
    expect(cell('a').outputs).toMatchObject([{ text: 'stored\n' }]);
    expect(cell('b')).toMatchObject({ source: 'print mine', outputs: [], status: 'idle' });
  });

  test('turns a knob: rewrites the constant, and runs the cell and what follows from it', async () => {
    const knob = { role: 'knob', knob: { name: 'ROWS', min: 1, max: 9 } };
    const { session, kernels, cell } = openLesson(
      notebook(
        code('k', 'const ROWS = 8', undefined, knob),
        code('x', 'print x', 's'),
        code('u', 'const u = ROWS', 's'),
      ),
    );
    session.command({ kind: 'knob', cell: 'k', value: 4, from: 'w' });
    await until(() => cell('u').status === 'done');
    expect(kernels[0]?.ran).toEqual(['const ROWS = 4', 'const u = ROWS']);
    expect(cell('x').status).toBe('stored');
  });

  test('marks what is stale, and says which name changed', async () => {
    const { session, cell } = openLesson(
      notebook(code('a', 'const a = 1'), code('b', 'const b = a'), code('c', 'print c')),
    );
    session.command({ kind: 'run-all' });
    await until(() => cell('c').status === 'done');
    session.command({ kind: 'edit', cell: 'a', source: 'const a = 2', from: 'w' });
    await until(() => cell('a').stale !== undefined);
    expect(cell('a').stale).toEqual({ kind: 'edited' });
    expect(cell('b').stale).toEqual({ kind: 'changed', names: ['a'], cell: 'a' });
    expect(cell('c').stale).toBeUndefined();
    session.command({ kind: 'run', cells: ['a'] });
    await until(() => cell('a').stale === undefined);
    expect(cell('b').stale).toMatchObject({ names: ['a'] });
  });

  test('remembers answers and what was read, and passes over cells that do not exist', async () => {
    const { session, saved } = openLesson(three());
    session.command({ kind: 'answer', cell: 'p', choice: 1 });
    session.command({ kind: 'answer', cell: 'nowhere', choice: 1 });
    session.command({ kind: 'seen', cells: ['a', 'nowhere'] });
    await until(() => saved.length > 0);
    expect(session.snapshot()).toMatchObject({ answers: { p: 1 }, seen: ['a'] });
    const again = openLesson(three(), { copy: saved.at(-1)! });
    expect(again.session.snapshot()).toMatchObject({ answers: { p: 1 }, seen: ['a'] });
  });
});

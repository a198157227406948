import { expect, test } from 'vitest';
import { formatNotebook } from '../../../src/runtime/format/format-notebook.js';
import type { CellMetadata, CodeCell, Notebook, Output } from '../../../src/runtime/format/notebook.js';
import type { RunOptions } from '../../../src/runtime/run/run-notebook.js';
import { runNotebook } from '../../../src/runtime/run/run-notebook.js';

const old: Output[] = [{ output_type: 'stream', name: 'stdout', text: 'old' }];

function code(source: string, metadata: CellMetadata = {}): Omit<CodeCell, 'id'> {
  return { cell_type: 'code', metadata, source, execution_count: 99, outputs: structuredClone(old) };
}

function notebook(...cells: Omit<CodeCell, 'id'>[]): Notebook {
  const named = cells.map((cell, index): CodeCell => ({ ...cell, id: `c${index + 1}` }));
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ cell_type: 'markdown', id: 'm', metadata: {}, source: '# A' }, ...named],
  };
}

async function runCells(options: RunOptions, ...cells: Omit<CodeCell, 'id'>[]) {
  const result = await runNotebook(notebook(...cells), options);
  const fresh = result.notebook.cells.slice(1) as CodeCell[];
  return {
    result,
    status: result.status,
    statuses: result.cells.map(({ status }) => status),
    counts: fresh.map(({ execution_count }) => execution_count),
    texts: fresh.map(({ outputs }) =>
      outputs
        .map((one) =>
          'text' in one
            ? one.text
            : 'data' in one
              ? String(one.data['text/plain'])
              : `${one.ename}: ${one.evalue}`,
        )
        .join('|'),
    ),
  };
}

test('a notebook without code is run in no time', async () => {
  const given: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };
  expect(await runNotebook(given)).toMatchObject({ status: 'ok', cells: [] });
});

test('200 cells run in order, in one kernel, and twice the same', { timeout: 120_000 }, async () => {
  const cells = Array.from({ length: 200 }, (_, index) =>
    code(index === 0 ? 'let sum = 0;' : `sum += ${index}; sum`),
  );
  const given = notebook(...cells);
  const copy = structuredClone(given);
  const seen: number[] = [];
  const first = await runNotebook(given, { onCellEnd: ({ cell }) => seen.push(cell) });
  expect(given).toEqual(copy);
  expect(first.status).toBe('ok');
  expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => index + 2));
  const fresh = first.notebook.cells.slice(1) as CodeCell[];
  expect(fresh.map(({ execution_count }) => execution_count)).toEqual(
    Array.from({ length: 200 }, (_, index) => index + 1),
  );
  expect(fresh.at(-1)!.outputs).toEqual([
    { output_type: 'execute_result', execution_count: 200, data: { 'text/plain': '19900' }, metadata: {} },
  ]);
  expect(first.notebook.metadata).toMatchObject({
    kernelspec: { name: 'tslab' },
    language_info: { name: 'typescript' },
  });
  const second = await runNotebook(first.notebook);
  expect(formatNotebook(second.notebook)).toBe(formatNotebook(first.notebook));
});

test('a failing cell ends the run; cells after it show nothing, and tags are honoured', async () => {
  const { result, statuses, counts, texts } = await runCells(
    {},
    code('1'),
    code('throw new Error("fine")', { tags: ['raises-exception'] }),
    code('throw new Error("never")', { tags: ['skip-execution'] }),
    code('  \n'),
    code('throw new TypeError("no")'),
    code('2'),
  );
  expect(result.status).toBe('failed');
  expect(statuses).toEqual(['ok', 'allowed', 'skipped', 'skipped', 'failed', 'not-run']);
  expect(counts).toEqual([1, 2, 99, 99, 3, null]);
  expect(texts).toEqual(['1', 'Error: fine', 'old', 'old', 'TypeError: no', '']);
  expect(result.cells[4]!.error).toMatchObject({ ename: 'TypeError', evalue: 'no' });
});

test('with errors allowed every cell is run, and those that failed are told', async () => {
  const { status, statuses, counts, texts } = await runCells(
    { allowErrors: true },
    code('throw new Error("a")'),
    code('const n: number = "x"'),
    code('throw new Error("b")'),
    code('3'),
  );
  expect(status).toBe('ok');
  expect(statuses).toEqual(['allowed', 'allowed', 'allowed', 'ok']);
  expect(counts).toEqual([1, 2, 3, 4]);
  expect([texts[0], texts[2], texts[3]]).toEqual(['Error: a', 'Error: b', '3']);
});

test('a cell over its time limit is stopped and says so; with errors allowed the next one runs', async () => {
  const { status, statuses, texts, result } = await runCells(
    { cellTimeout: 1, grace: 30, allowErrors: true, unrun: 'keep' },
    code('"before"; while (true) {}'),
    code('2'),
  );
  expect(status).toBe('timeout');
  expect(statuses).toEqual(['timeout', 'ok']);
  expect(texts[0]).toBe('TimeoutError: the cell ran longer than 1 s');
  expect(texts[1]).toBe('2');
  expect(result.cells[0]!.error?.ename).toBe('TimeoutError');
});

test('a notebook over its time limit ends there, and a kernel that does not yield is killed', async () => {
  const { status, statuses, texts } = await runCells(
    { notebookTimeout: 8, grace: 0.2, allowErrors: true },
    code('1'),
    code('setTimeout(() => { while (true) {} }, 0); await new Promise(() => {})'),
    code('3'),
  );
  expect(status).toBe('timeout');
  expect(statuses).toEqual(['ok', 'timeout', 'not-run']);
  expect(texts[1]).toBe(
    'TimeoutError: the notebook ran longer than 8 s, could not be interrupted, and its kernel was killed',
  );
});

test('a time limit that ends before the kernel is there is told as the reason', async () => {
  const { result, statuses } = await runCells({ notebookTimeout: 0.01 }, code('1'));
  expect([result.status, result.reason, statuses]).toEqual([
    'timeout',
    'the notebook ran longer than 0.01 s',
    ['not-run'],
  ]);
});

test('a dead kernel keeps what was written, and allowing errors does not hide it', async () => {
  const { status, statuses, counts, texts } = await runCells(
    { allowErrors: true },
    code('1'),
    code('console.log("before"); await new Promise((r) => setTimeout(r, 100)); process.exit(3)'),
    code('3'),
  );
  expect(status).toBe('dead');
  expect(statuses).toEqual(['ok', 'dead', 'not-run']);
  expect(counts).toEqual([1, 2, null]);
  expect(texts[1]).toBe('before\n|KernelDied: the kernel ended with code 3 while the cell ran');
});

test('a kernel that does not start is the reason of the whole run', async () => {
  const { result, statuses } = await runCells(
    { kernel: () => Promise.reject(new Error('no room')) },
    code('1'),
  );
  expect([result.status, result.reason, statuses]).toEqual(['dead', 'no room', ['not-run']]);
});

test('an interrupted run keeps the finished cells, and in place the old outputs of the others', async () => {
  const controller = new AbortController();
  const { status, statuses, texts } = await runCells(
    {
      signal: controller.signal,
      unrun: 'keep',
      grace: 30,
      onCellStart: (cell) => void (cell === 3 && setTimeout(() => controller.abort(), 500)),
    },
    code('1'),
    code('await new Promise(() => {})'),
    code('3'),
  );
  expect(status).toBe('interrupted');
  expect(statuses).toEqual(['ok', 'interrupted', 'not-run']);
  expect(texts[0]).toBe('1');
  expect(texts[1]).toMatch(/Interrupted: the run was interrupted$/);
  expect(texts[2]).toBe('old');
});

test('times that another program left in a cell are taken away', async () => {
  const { result } = await runCells(
    {},
    code('1', { execution: { 'iopub.status.busy': '2020-01-01' }, tags: ['x'] }),
  );
  expect(result.notebook.cells[1]!.metadata).toEqual({ tags: ['x'] });
});

test('an unknown kernel and limits that make no sense are refused', async () => {
  const python = { ...notebook(), metadata: { kernelspec: { name: 'python3', display_name: 'Python 3' } } };
  await expect(runNotebook(python)).rejects.toThrow(
    'it asks for the kernel "python3", known is "tslab"; set metadata.kernelspec.name if it holds TypeScript',
  );
  await expect(runNotebook(notebook(), { cellTimeout: -1 })).rejects.toThrow(
    new RangeError('Cannot run notebook: cellTimeout must be 0 or more seconds, current value is -1'),
  );
});

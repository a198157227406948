import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatNotebook, formatOutputs } from '../../../src/runtime/format/format-notebook.js';
import type { Cell, JsonObject, Notebook, Output } from '../../../src/runtime/format/notebook.js';
import { parseNotebook } from '../../../src/runtime/format/parse-notebook.js';

/** Made by bench/oracles/notebook_format.py: what Python's nbformat writes. */
const golden = (name: string) =>
  readFileSync(new URL(`../../golden/nbformat/${name}`, import.meta.url), 'utf8');

test.each(['plain', 'odd'])('the notebook "%s" is written byte by byte as nbformat writes it', (name) => {
  expect(formatNotebook(parseNotebook(golden(`${name}.input.json`)))).toBe(golden(`${name}.ipynb`));
});

test.each(['plain', 'odd'])('the notebook "%s", read and written, is unchanged', (name) => {
  expect(formatNotebook(parseNotebook(golden(`${name}.ipynb`)))).toBe(golden(`${name}.ipynb`));
});

test('an empty notebook is written', () => {
  expect(formatNotebook({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 })).toBe(
    '{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n',
  );
});

test('the notebook given is not changed', () => {
  const notebook = parseNotebook(golden('odd.ipynb'));
  const copy = structuredClone(notebook);
  formatNotebook(notebook);
  expect(notebook).toEqual(copy);
});

test('outputs are written as in a file', () => {
  expect(formatOutputs([])).toBe('[]');
  expect(JSON.parse(formatOutputs([{ output_type: 'stream', name: 'stdout', text: 'a\nb' }]))).toEqual([
    { output_type: 'stream', name: 'stdout', text: ['a\n', 'b'] },
  ]);
});

const text = fc.string({
  unit: fc.oneof(
    fc.string({ minLength: 1, maxLength: 1 }),
    fc.constantFrom('\n', '\r', '\u2028', '\x1c', '😀'),
  ),
});
const json = fc
  .dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
const data = fc
  .record({ plain: text, vega: json })
  .map(({ plain, vega }) => ({ 'text/plain': plain, 'application/vnd.vegalite.v6+json': vega }));
const output: fc.Arbitrary<Output> = fc.oneof(
  fc.record({
    output_type: fc.constant('stream' as const),
    name: fc.constantFrom('stdout' as const, 'stderr' as const),
    text,
  }),
  fc.record({ output_type: fc.constant('display_data' as const), data, metadata: json }),
  fc.record({
    output_type: fc.constant('execute_result' as const),
    data,
    metadata: json,
    execution_count: fc.option(fc.nat()),
  }),
  fc.record({
    output_type: fc.constant('error' as const),
    ename: text,
    evalue: text,
    traceback: fc.array(text),
  }),
);
const metadata = fc.record({ custom: json });
const cell = fc.oneof(
  fc.record({
    cell_type: fc.constant('code' as const),
    metadata,
    source: text,
    execution_count: fc.option(fc.nat()),
    outputs: fc.array(output, { maxLength: 3 }),
  }),
  fc.record({ cell_type: fc.constantFrom('markdown' as const, 'raw' as const), metadata, source: text }),
);
const notebook: fc.Arbitrary<Notebook> = fc
  .record({ cells: fc.array(cell, { maxLength: 4 }), metadata })
  .map(({ cells, metadata }) => ({
    nbformat: 4,
    nbformat_minor: 5,
    metadata,
    cells: cells.map((cell, index): Cell => ({ ...cell, id: `cell-${index}` })),
  }));

test('any notebook survives writing and reading whole, and is written the same again', () => {
  fc.assert(
    fc.property(notebook, (value) => {
      const written = formatNotebook(value);
      const read = parseNotebook(written);
      expect(read).toEqual(value);
      expect(formatNotebook(read)).toBe(written);
    }),
  );
});

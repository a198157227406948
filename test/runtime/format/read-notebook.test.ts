import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readNotebook } from '../../../src/runtime/format/read-notebook.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a notebook is read from a file', async () => {
  const path = join(folder, 'a.ipynb');
  writeFileSync(path, '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}');
  expect(await readNotebook(path)).toEqual({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });
});

test('a missing file, a directory, an empty file and bytes that are no text are told apart', async () => {
  const empty = join(folder, 'empty.ipynb');
  const binary = join(folder, 'binary.ipynb');
  writeFileSync(empty, '');
  writeFileSync(binary, Buffer.from([0x7b, 0xff, 0xfe]));
  const cases: [string, string][] = [
    [join(folder, 'none.ipynb'), 'there is no such file'],
    [folder, 'it is a directory; name a notebook in it'],
    [empty, 'it is empty; a notebook is a JSON object with the field "cells"'],
    [binary, 'it is not UTF-8 text'],
  ];
  for (const [path, reason] of cases)
    await expect(readNotebook(path)).rejects.toThrow(`Cannot read ${path}: ${reason}`);
});

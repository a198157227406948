import { isJsonType } from './media-type.js';
import type { Cell, Json, MimeData, Notebook, Output } from './notebook.js';

/**
 * Writes a notebook exactly as Python's nbformat does, so that a file saved by either differs only where its content does:
 * keys sorted, one space of indentation, texts as lists of lines, one line end at the end.
 *
 * Source: `jupyter2024nbformat` in references.bib. Differs in numbers that JavaScript does not tell apart: `1.0`
 * becomes `1`.
 *
 * @example
 * formatNotebook({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 })
 * // => '{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n'
 */
export function formatNotebook(notebook: Notebook): string {
  const parts: string[] = [];
  write({ ...notebook, cells: notebook.cells.map(splitCell) } as unknown as Json, '\n', parts);
  parts.push('\n');
  return parts.join('');
}

/**
 * Writes outputs as they stand in a notebook's file, for comparing.
 *
 * @example
 * formatOutputs([]) // => '[]'
 */
export function formatOutputs(outputs: readonly Output[]): string {
  return formatJson(outputs.map(splitOutput));
}

/**
 * Writes JSON as it stands in a notebook's file: keys sorted, one space of indentation.
 *
 * @example
 * formatJson({ b: 1, a: [] }) // => '{\n "a": [],\n "b": 1\n}'
 */
export function formatJson(value: Json): string {
  const parts: string[] = [];
  write(value, '\n', parts);
  return parts.join('');
}

function splitCell(cell: Cell): Json {
  const source = splitLines(cell.source);
  if (cell.cell_type === 'code')
    return { ...cell, source, outputs: cell.outputs.map(splitOutput) } as unknown as Json;
  return { ...cell, source } as unknown as Json;
}

function splitOutput(output: Output): Json {
  if (output.output_type === 'stream') return { ...output, text: splitLines(output.text) };
  if (output.output_type === 'error') return { ...output };
  return { ...output, data: splitData(output.data) };
}

function splitData(data: MimeData): Json {
  return mapValues(data, (value, type) =>
    typeof value === 'string' && !isJsonType(type) ? splitLines(value) : value,
  );
}

/** Maps own values; a key named `__proto__` stays an ordinary key. */
function mapValues<T>(object: { [key: string]: T }, map: (value: T, key: string) => Json): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}

/** Lines with their ends, cut where Python's `str.splitlines` cuts. */
function splitLines(text: string): string[] {
  if (text === '') return [];
  // oxlint-disable-next-line no-control-regex -- the line ends are control characters
  return text.split(/(?<=\r\n|[\n\v\f\x1c-\x1e\x85\u2028\u2029]|\r(?!\n))/);
}

/** Writes JSON; `line` is a line end and the indentation of this level. */
function write(value: Json, line: string, parts: string[]): void {
  if (typeof value !== 'object' || value === null) {
    parts.push(typeof value === 'number' ? writeNumber(value) : JSON.stringify(value));
  } else if (Array.isArray(value)) {
    writeItems(value, '[', ']', line, parts, (item, inner) => write(item, inner, parts));
  } else {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    writeItems(keys.sort(byCodePoint), '{', '}', line, parts, (key, inner) => {
      parts.push(JSON.stringify(key), ': ');
      write(value[key]!, inner, parts);
    });
  }
}

/** Python's spelling: small fractions have an exponent of two digits from 1e-05 on. */
function writeNumber(value: number): string {
  if (value === 0 || Math.abs(value) >= 1e-4) return JSON.stringify(value);
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}

function writeItems<T>(
  items: readonly T[],
  open: string,
  close: string,
  line: string,
  parts: string[],
  writeItem: (item: T, line: string) => void,
): void {
  if (items.length === 0) {
    parts.push(open, close);
    return;
  }
  const inner = `${line} `;
  parts.push(open);
  for (const [index, item] of items.entries()) {
    parts.push(index === 0 ? inner : `,${inner}`);
    writeItem(item, inner);
  }
  parts.push(line, close);
}

/** Python's order of strings; JavaScript's own differs where surrogate pairs meet the last planes' neighbours. */
function byCodePoint(a: string, b: string): number {
  if (/[\ud800-\udfff]/.test(a + b)) {
    const left = Array.from(a, (character) => character.codePointAt(0)!);
    const right = Array.from(b, (character) => character.codePointAt(0)!);
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      if (left[i] !== right[i]) return left[i]! - right[i]!;
    }
    return left.length - right.length;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

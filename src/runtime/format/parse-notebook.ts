import { assignCellIds, duplicateIds } from './cell-ids.js';
import { isJsonType } from './media-type.js';
import type { Cell, Json, MimeData, Notebook } from './notebook.js';
import { findFault } from './validate.js';

/** Options for {@link parseNotebook}. */
export interface ParseOptions {
  /** Whether cells that lack an id, or have that of an earlier cell, get a new one. Otherwise that is an error. @default false */
  readonly repairIds?: boolean;
}

/** Deepest nesting of lists and objects. */
const maxDepth = 500;

/**
 * Parses a notebook of nbformat 4.0 to 4.5. Texts held as lists of lines become one string. Versions before 4.5 are
 * upgraded: each cell gets an id made of its content. A later minor version is read as far as it fits.
 *
 * Source: `jupyter2024nbformat` in references.bib.
 *
 * @throws {SyntaxError} If the text is not a notebook; the message names the cell and the field.
 * @example
 * parseNotebook('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}').nbformat_minor // => 5
 */
export function parseNotebook(text: string, { repairIds = false }: ParseOptions = {}): Notebook {
  const value = parseJson(text.startsWith('\ufeff') ? text.slice(1) : text);
  checkVersion(value);
  checkDepth(value);
  const fault = findFault(value);
  if (fault !== undefined) throw new SyntaxError(fault);
  const notebook = value as Notebook;
  for (const cell of notebook.cells) joinTexts(cell);
  delete notebook.metadata['orig_nbformat'];
  if (notebook.nbformat_minor < 5) {
    notebook.nbformat_minor = 5;
    assignCellIds(notebook.cells);
  } else if (repairIds) assignCellIds(notebook.cells);
  else checkIds(notebook.cells);
  return notebook;
}

function parseJson(text: string): unknown {
  if (text.trim() === '')
    throw new SyntaxError('it is empty; a notebook is a JSON object with the field "cells"');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`it is not JSON: ${jsonFault(text, error)}`, { cause: error });
  }
}

/** The parser's message, with a position as line and column where it tells one. */
function jsonFault(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return message;
  const before = text.slice(0, Number(position)).split('\n');
  const place = `(${before.length}:${before.at(-1)!.length + 1})`;
  return `${message.replace(/ (?:in JSON )?at position .*$/s, '')} ${place}`;
}

function checkVersion(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SyntaxError(`it is not a notebook: a JSON object is needed, found ${show(value)}`);
  }
  const { nbformat } = value as { nbformat?: unknown };
  if (nbformat === undefined) throw new SyntaxError('it is not a notebook: the field "nbformat" is missing');
  if (typeof nbformat !== 'number' || !Number.isInteger(nbformat)) {
    throw new SyntaxError(`nbformat must be the number 4, found ${show(nbformat)}`);
  }
  if (nbformat < 4) {
    throw new SyntaxError(
      `it is of nbformat ${nbformat}, and 4 is needed; upgrade it with "jupyter nbconvert --to notebook --nbformat 4"`,
    );
  }
  if (nbformat > 4) {
    throw new SyntaxError(
      `it is of nbformat ${nbformat}, and versions 4.0 to 4.5 are known; save it as nbformat 4`,
    );
  }
}

function checkDepth(root: unknown): void {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth)
      throw new SyntaxError(`lists and objects are nested deeper than ${maxDepth} levels`);
    const next: unknown[] = [];
    for (const value of level) {
      for (const child of Object.values(value as object)) {
        if (typeof child === 'object' && child !== null) next.push(child);
      }
    }
    level = next;
  }
}

function checkIds(cells: readonly Cell[]): void {
  const nameless = cells.findIndex(({ id }) => id === undefined);
  if (nameless !== -1) throw new SyntaxError(`cell ${nameless + 1}: id is missing; ${repairHint}`);
  const twice = duplicateIds(cells);
  if (twice.length === 0) return;
  const shown = twice.slice(0, 5).map((id) => {
    const places = cells.flatMap((cell, index) => (cell.id === id ? [index + 1] : []));
    return `"${id}" (cells ${places.join(', ')})`;
  });
  const more = twice.length > shown.length ? ` and ${twice.length - shown.length} more` : '';
  throw new SyntaxError(`cell ids must be unique, found twice: ${shown.join(', ')}${more}; ${repairHint}`);
}

const repairHint = 'give each cell an id of its own, or have it done with --repair-ids';

function joinTexts(cell: Cell): void {
  cell.source = join(cell.source) as string;
  delete cell.metadata['trusted'];
  if (cell.cell_type === 'code') {
    for (const output of cell.outputs) {
      if (output.output_type === 'stream') output.text = join(output.text) as string;
      else if (output.output_type !== 'error') joinData(output.data);
    }
  } else for (const data of Object.values(cell.attachments ?? {})) joinData(data);
}

function joinData(data: MimeData): void {
  for (const [type, value] of Object.entries(data)) {
    if (!isJsonType(type)) data[type] = join(value);
  }
}

function join(value: Json): Json {
  return Array.isArray(value) ? value.join('') : value;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

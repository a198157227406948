import { visible } from './escape.js';
import { breakable } from './text-width.js';

/**
 * How many columns a string takes in a terminal: two for East Asian wide signs and emoji, none for combining marks.
 *
 * @example
 * columnsOf('网a') // => 3
 */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const sign of text) columns += NARROW.test(sign) ? 1 : WIDE.test(sign) ? 2 : ZERO.test(sign) ? 0 : 1;
  return columns;
}

const NARROW = /^[ -~]$/;
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]$/u;

/**
 * Shortens a text to a number of characters, the last of them an ellipsis, and never cuts a surrogate pair.
 *
 * @example
 * shorten('a long title', 7) // => 'a long…'
 */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, Math.max(0, most - 1));
  return `${(/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut).trimEnd()}…`;
}

/**
 * Puts a text on one line: runs of white space become one space, and what cannot be seen is made visible.
 *
 * @example
 * oneLine('two\n lines') // => 'two lines'
 */
export function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, ' ').trim());
}

/** A column of a plain-text table. */
export interface PlainColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
}

/**
 * Sets columns side by side in plain text, aligned, with a rule under the heads.
 *
 * @example
 * plainTable([{ head: 'n', align: 'right', cells: ['1', '20'] }]) // => ' n\n──\n 1\n20'
 */
export function plainTable(columns: readonly PlainColumn[]): string {
  const widths = columns.map(({ head, cells }) =>
    cells.reduce((most, cell) => Math.max(most, columnsOf(cell)), columnsOf(head)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => pad(cell, widths[at] ?? 0, columns[at]?.align ?? 'left'))
      .join('  ')
      .trimEnd();
  const height = columns[0]?.cells.length ?? 0;
  const body = Array.from({ length: height }, (_, row) => line(columns.map(({ cells }) => cells[row] ?? '')));
  return [
    line(columns.map(({ head }) => head)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...body,
  ].join('\n');
}

/** Joins the parts of a plain text that are not empty, with an empty line between them. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part): part is string => part !== undefined && part !== '').join('\n\n');
}

/** Breaks a text into lines of at most `width` terminal columns, at spaces where there are any. */
export function wrap(text: string, width = 76): string {
  const lines: string[] = [];
  let line = '';
  for (const piece of breakable(text.replace(/\s+/g, ' '))) {
    if (line !== '' && columnsOf((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece;
    } else line += piece;
  }
  return [...lines, line.trimEnd()].join('\n');
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - columnsOf(text)));
  return align === 'left' ? text + space : space + text;
}

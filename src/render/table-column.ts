import { escapeHtml } from './escape.js';
import { byteUnit, decimalsFor, formatNumber } from './numbers.js';
import { oneLine, shorten } from './plain-text.js';
import type { RowSet } from './rows.js';

/** How one column is written. */
export interface ColumnOptions {
  /** What stands in the head. @default the column's name */
  readonly title?: string;
  /** Stands in the head in parentheses. A percentage and a size bring their own. */
  readonly unit?: string;
  /**
   * `number` groups thousands; `plain` does not (years, ids); `percent` takes fractions from 0 to 1; `bytes` writes all sizes of the
   * column in one unit; `text` is one line, `code` the same in mono.
   * @default by the values
   */
  readonly style?: 'number' | 'plain' | 'percent' | 'bytes' | 'text' | 'code';
  /** Digits after the point. @default what the column's values need, at most 4 significant digits; 1 for a percentage or a size */
  readonly decimals?: number;
  /** @default 'right' for numbers */
  readonly align?: 'left' | 'right';
}

/** The whole of a column's format, its style alone, its number of decimals alone, or a function that writes a value. */
export type ColumnFormat =
  ColumnOptions | NonNullable<ColumnOptions['style']> | number | ((value: unknown) => string);

/** A column ready to be set: its head, and each cell as HTML and as text. */
export interface TableColumn {
  readonly head: string;
  readonly unit?: string;
  readonly align: 'left' | 'right';
  readonly html: readonly string[];
  readonly text: readonly string[];
}

interface ColumnsWanted {
  readonly columns?: readonly string[];
  readonly formats?: Readonly<Record<string, ColumnFormat>>;
  readonly maxText: number;
}

/**
 * Formats the columns of a table. Decimals and units are chosen for a whole column, so that its digits align.
 *
 * @throws {TypeError} If a format is unknown.
 * @throws {RangeError} If a column that is named does not exist.
 */
export function toColumns(
  set: RowSet,
  shown: RowSet['rows'],
  { columns, formats = {}, maxText }: ColumnsWanted,
): readonly TableColumn[] {
  for (const name of [...(columns ?? []), ...Object.keys(formats)]) {
    // an empty list of objects names no columns, so nothing can be missing from it
    if (set.names.includes(name) || set.rows.length === 0) continue;
    throw new RangeError(
      `Cannot show a table: it has no column "${name}", its columns are ${set.names.map((known) => `"${known}"`).join(', ')}`,
    );
  }
  return (columns ?? set.names).map((name) =>
    toColumn(
      name,
      shown.map((row) => row[name]),
      formats[name],
      maxText,
    ),
  );
}

function toColumn(
  name: string,
  values: readonly unknown[],
  format: ColumnFormat | undefined,
  maxText: number,
): TableColumn {
  if (typeof format === 'function') return written(name, values, format, maxText);
  const options = toOptions(name, format);
  const style = options.style ?? styleOf(name, values);
  const numeric = style !== 'text' && style !== 'code';
  const scale =
    style === 'percent'
      ? { unit: '%', by: 100 }
      : style === 'bytes'
        ? byteScale(values)
        : { unit: undefined, by: 1 };
  const decimals = options.decimals ?? decimalsOf(style, scale.unit, values);
  const cells = values.map((value) => cell(value, { style, decimals, by: scale.by, maxText }));
  const unit = options.unit ?? scale.unit;
  return {
    head: options.title ?? name,
    ...(unit === undefined ? {} : { unit }),
    align: options.align ?? (numeric ? 'right' : 'left'),
    text: cells.map(({ text }) => text),
    html: cells.map(({ html }) => html),
  };
}

function written(
  name: string,
  values: readonly unknown[],
  write: (value: unknown) => string,
  maxText: number,
): TableColumn {
  const text = values.map((value) => shorten(oneLine(String(write(value))), maxText));
  return { head: name, align: values.some(isNumeric) ? 'right' : 'left', text, html: text.map(escapeHtml) };
}

const STYLE_NAMES: readonly unknown[] = ['number', 'plain', 'percent', 'bytes', 'text', 'code'];

function toOptions(
  name: string,
  format: Exclude<ColumnFormat, (value: unknown) => string> | undefined,
): ColumnOptions {
  const options: ColumnOptions =
    typeof format === 'number'
      ? { style: 'number', decimals: format }
      : typeof format === 'string'
        ? { style: format }
        : (format ?? {});
  const { style, decimals } = options;
  if (style !== undefined && !STYLE_NAMES.includes(style)) {
    throw new TypeError(
      `Cannot format column "${name}": the style must be one of ${STYLE_NAMES.join(', ')}, current value is "${style}"`,
    );
  }
  if (decimals !== undefined && !(Number.isInteger(decimals) && decimals >= 0 && decimals <= 20)) {
    throw new RangeError(
      `Cannot format column "${name}": decimals must be an integer from 0 to 20, current value is ${decimals}`,
    );
  }
  return options;
}

function styleOf(name: string, values: readonly unknown[]): 'number' | 'plain' | 'text' {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (present.length === 0 || !present.every(isNumeric)) return 'text';
  return /(^|[^a-z])year$/i.test(name) ? 'plain' : 'number';
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function byteScale(values: readonly unknown[]): { unit: string; by: number } {
  const sizes = values.filter(isNumeric).map(Number).filter(Number.isFinite);
  const { name, size } = byteUnit(sizes.reduce((most, bytes) => Math.max(most, Math.abs(bytes)), 0));
  return { unit: name, by: 1 / size };
}

function decimalsOf(style: string, unit: string | undefined, values: readonly unknown[]): number {
  if (style === 'percent') return 1;
  if (style === 'bytes') return unit === 'B' ? 0 : 1;
  const numbers = values.filter((value): value is number => typeof value === 'number');
  const needed = numbers.map((value) => decimalsFor(value));
  // a column with large numbers does not need as many decimals as its smallest one alone would
  const largest = numbers.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  return Math.min(
    needed.reduce((most, decimals) => Math.max(most, decimals), 0),
    largest >= 1000 ? 1 : largest >= 100 ? 2 : 6,
  );
}

interface CellFormat {
  readonly style: string;
  readonly decimals: number;
  readonly by: number;
  readonly maxText: number;
}

function cell(value: unknown, { style, decimals, by, maxText }: CellFormat): { text: string; html: string } {
  if (value === null || value === undefined) return { text: '–', html: '<span class="lx-none">–</span>' };
  if (isNumeric(value) && style !== 'text' && style !== 'code') {
    const text = style === 'plain' ? String(value) : number(value, decimals, by);
    return { text, html: escapeHtml(text) };
  }
  const full = textOf(value);
  const text = shorten(oneLine(full), maxText);
  const html = `<span dir="auto">${escapeHtml(text)}</span>`;
  return {
    text,
    html: style === 'code' ? `<code>${escapeHtml(text)}</code>` : isAscii(text) ? escapeHtml(text) : html,
  };
}

function number(value: number | bigint, decimals: number, by: number): string {
  // a whole number too large for a float keeps every digit as long as it is not scaled
  return typeof value === 'bigint' && by === 1
    ? formatNumber(value)
    : formatNumber(Number(value) * by, decimals);
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** Writes a value that is not a number as text: dates in ISO 8601, objects as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString().replace('T00:00:00.000Z', '');
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' ? formatNumber(value) : String(value);
  try {
    return JSON.stringify(value, plainValue) ?? String(value);
  } catch (error) {
    return `(cannot be written as JSON: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)})`;
  }
}

function plainValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint')
    return value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER
      ? Number(value)
      : String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return value;
}

import { display, type Display } from './display.js';
import { escapeHtml } from './escape.js';
import { formatNumber } from './numbers.js';
import { columnsOf, paragraphs, plainTable, wrap } from './plain-text.js';
import { toRows, type Rows } from './rows.js';
import { styled } from './styles.js';
import { toColumns, type ColumnFormat, type TableColumn } from './table-column.js';

/** Options for {@link table}. */
export interface TableOptions {
  /** Stands over the table. */
  readonly title?: string;
  /** Stands under the table: where the numbers come from, on how much, in which unit. */
  readonly caption?: string;
  /** The columns to show, in this order. @default all of them */
  readonly columns?: readonly string[];
  /** How a column is written, by its name. */
  readonly formats?: Readonly<Record<string, ColumnFormat>>;
  /** Most rows shown; the rest are counted. @default 20 */
  readonly maxRows?: number;
  /** Most characters shown of a text. @default 160 */
  readonly maxText?: number;
}

/**
 * Shows an arquero table or a list of objects as a table: numbers right-aligned in tabular figures with the decimals
 * their column needs, units in the heads, everything escaped. No value at all is shown as "–".
 *
 * @throws {TypeError} If the rows are no table, or a format is unknown.
 * @throws {RangeError} If a named column does not exist, or a limit is not a positive integer.
 * @example
 * table([{ stage: 'c4', docs: 1200 }]).data['text/plain'] // => 'stage  docs\n─────  ─────\nc4     1,200'
 */
export function table(rows: Rows, options: TableOptions = {}): Display {
  const { title, caption, maxRows = 20, maxText = 160 } = options;
  positive('maxRows', maxRows);
  positive('maxText', maxText);
  const set = toRows(rows);
  const shown = set.rows.slice(0, maxRows);
  const columns = toColumns(set, shown, { columns: options.columns, formats: options.formats, maxText });
  const more = set.rows.length - shown.length;
  const note = more > 0 ? `… and ${formatNumber(more)} more` : set.rows.length === 0 ? 'no rows' : undefined;
  return display({
    'text/html': styled(tableHtml(columns, shown.length, { title, caption, note })),
    'text/plain': paragraphs(
      title,
      [plainTable(columns.map(plain)), note].filter(Boolean).join('\n'),
      caption && wrap(caption),
    ),
  });
}

interface Surroundings {
  readonly title?: string;
  readonly caption?: string;
  readonly note?: string;
}

/** The HTML of a table whose cells are formatted, for other views to build on. */
export function tableHtml(
  columns: readonly TableColumn[],
  height: number,
  { title, caption, note }: Surroundings = {},
): string {
  const heads = columns
    .map(
      (column) => `<th scope="col"${side(column.align === 'right' ? 'lx-r' : '')}>${headHtml(column)}</th>`,
    )
    .join('');
  const sides = columns.map(({ align, text }) =>
    align === 'right' ? 'lx-r' : text.every((cell) => columnsOf(cell) <= 24) ? 'lx-s' : '',
  );
  const body = Array.from(
    { length: height },
    (_, row) =>
      `<tr>${columns.map((column, at) => `<td${side(sides[at] ?? '')}>${column.html[row] ?? ''}</td>`).join('')}</tr>`,
  ).join('\n');
  return [
    '<div class="lx-scroll" tabindex="0">',
    `<table class="lx-table${columns.length > 6 ? ' lx-wide' : ''}">`,
    title && `<caption>${escapeHtml(title)}</caption>`,
    `<thead><tr>${heads}</tr></thead>`,
    `<tbody>\n${body}\n</tbody>`,
    '</table></div>',
    note && `<div class="lx-more">${escapeHtml(note)}</div>`,
    caption && `<p class="lx-note">${escapeHtml(caption)}</p>`,
  ]
    .filter(Boolean)
    .join('\n');
}

function headHtml({ head, unit }: TableColumn): string {
  return escapeHtml(head) + (unit === undefined ? '' : ` <span class="lx-unit">(${escapeHtml(unit)})</span>`);
}

// the attribute `align` is for hosts that strip classes and styles
function side(kind: string): string {
  return kind === 'lx-r' ? ' class="lx-r" align="right"' : kind && ` class="${kind}"`;
}

function plain({ head, unit, align, text }: TableColumn): {
  head: string;
  align: 'left' | 'right';
  cells: readonly string[];
} {
  return { head: unit === undefined ? head : `${head} (${unit})`, align, cells: text };
}

function positive(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(
      `Cannot show a table: ${name} must be a positive integer, current value is ${value}`,
    );
  }
}

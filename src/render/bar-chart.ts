import type { Display } from './display.js';
import { figure, type FigureOptions } from './figure.js';
import { toRows, type Rows } from './rows.js';
import { textWidth } from './text-width.js';
import { COLORS } from './theme.js';

/** Options for {@link barChart}. */
export interface BarChartOptions extends Omit<FigureOptions, 'data'> {
  /** The column that names each bar. */
  readonly label: string;
  /** The column that gives its length. */
  readonly value: string;
  /** What the lengths are, with the unit: "documents (thousands)". */
  readonly valueTitle: string;
  /** How a value is written at its bar, in d3-format's words: ",d", ".1%". @default ',~r' to 4 digits */
  readonly format?: string;
  /** A column whose kinds are told by colour as well as by words. */
  readonly kind?: string;
  /** Longest first, shortest first, or as the rows stand. @default null, as the rows stand */
  readonly order?: 'descending' | 'ascending' | null;
}

/**
 * Draws one horizontal bar a row from a zero baseline, with its value written at its end.
 *
 * @throws {RangeError} If a column does not exist.
 * @example
 * barChart([{ stage: 'c4', docs: 3 }], { label: 'stage', value: 'docs', valueTitle: 'documents', title: 'Three are left', caption: 'After each stage.' })
 */
export function barChart(rows: Rows, options: BarChartOptions): Display {
  const { label, value, valueTitle, format = ',.4~r', kind, order = null, ...words } = options;
  const set = toRows(rows, 'draw a figure');
  for (const name of [label, value, ...(kind === undefined ? [] : [kind])]) {
    if (!set.names.includes(name)) {
      throw new RangeError(
        `Cannot draw a figure: the data has no column "${name}", its columns are ${set.names.map((known) => `"${known}"`).join(', ')}`,
      );
    }
  }
  const amount = (row: Readonly<Record<string, unknown>>): number => Number(row[value]);
  const turn = order === 'ascending' ? 1 : -1;
  const ordered = order === null ? set.rows : [...set.rows].sort((a, b) => turn * (amount(a) - amount(b)));
  const names = [...new Set(ordered.map((row) => row[label]))];
  const longest = set.rows.reduce((most, row) => Math.max(most, textWidth(String(row[value]), 12)), 0);
  const y = {
    field: label,
    type: 'nominal',
    axis: { title: null, labelLimit: 240 },
    sort: names,
  };
  const x = {
    field: value,
    type: 'quantitative',
    stack: null,
    title: valueTitle,
    axis: { tickCount: 5 },
    ...roomBelow(set.rows.map(amount)),
  };
  const color =
    kind === undefined ? {} : { color: { field: kind, type: 'nominal', title: null, sort: null } };
  return figure(
    {
      height: { step: 26 },
      encoding: { y, x },
      layer: [
        { mark: { type: 'bar' }, encoding: color },
        {
          mark: {
            type: 'text',
            align: { expr: `datum[${JSON.stringify(value)}] < 0 ? 'right' : 'left'` },
            dx: { expr: `datum[${JSON.stringify(value)}] < 0 ? -6 : 6` },
            baseline: 'middle',
            color: COLORS.ink,
            fontWeight: 500,
            limit: Math.max(80, longest + 20),
          },
          encoding: { text: { field: value, type: 'quantitative', format } },
        },
      ],
    },
    { ...words, data: set.rows },
  );
}

// a label left of a negative bar needs room, or it meets the names
function roomBelow(values: readonly number[]): { scale?: { domainMin: number } } {
  const finite = values.filter(Number.isFinite);
  const least = finite.reduce((low, value) => Math.min(low, value), 0);
  const most = finite.reduce((high, value) => Math.max(high, value), 0);
  return least < 0 ? { scale: { domainMin: least - 0.12 * (most - least) } } : {};
}

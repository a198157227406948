import type { Display } from './display.js';
import { figure, type FigureOptions } from './figure.js';
import { toRows, type Rows } from './rows.js';
import { COLORS } from './theme.js';

/** Options for {@link lineChart}. */
export interface LineChartOptions extends Omit<FigureOptions, 'data'> {
  readonly x: string;
  readonly y: string;
  /** What the axes show, with their units. */
  readonly xTitle: string;
  readonly yTitle: string;
  /** A column that names the lines; each is labelled at its end. */
  readonly series?: string;
  /** Axes on which equal steps multiply. @default [] */
  readonly log?: readonly ('x' | 'y')[];
  /** Whether the values of x are dates. @default false */
  readonly dates?: boolean;
  /** How tall the plot is, in pixels. @default 280 */
  readonly height?: number;
}

/**
 * Draws one line a series, each with its name at its end in its colour; names that would overlap are moved apart.
 *
 * @throws {RangeError} If a column does not exist, or a value on a logarithmic axis is not positive.
 * @example
 * lineChart([{ n: 1, f: 0.2 }, { n: 2, f: 0.4 }], { x: 'n', y: 'f', xTitle: 'hashes', yTitle: 'false positives (fraction)', title: 'It grows', caption: 'Computed.' })
 */
export function lineChart(rows: Rows, options: LineChartOptions): Display {
  const { x, y, xTitle, yTitle, series, log = [], dates = false, height = 280, ...words } = options;
  const set = toRows(rows, 'draw a figure');
  for (const name of [x, y, ...(series === undefined ? [] : [series])]) {
    if (!set.names.includes(name)) {
      throw new RangeError(
        `Cannot draw a figure: the data has no column "${name}", its columns are ${set.names.map((known) => `"${known}"`).join(', ')}`,
      );
    }
  }
  for (const axis of log) {
    const bad = set.rows.find((row) => !(Number(row[axis === 'x' ? x : y]) > 0));
    if (bad)
      throw new RangeError(
        `Cannot draw a figure: the logarithmic ${axis} axis needs positive values, current value is ${String(bad[axis === 'x' ? x : y])}`,
      );
  }
  const scale = (axis: 'x' | 'y'): object =>
    log.includes(axis)
      ? { scale: { type: 'log' } }
      : axis === 'x' && !dates
        ? { scale: { zero: false, nice: false } }
        : {};
  const encoding = {
    x: { field: x, type: dates ? 'temporal' : 'quantitative', title: xTitle, ...scale('x') },
    y: { field: y, type: 'quantitative', title: yTitle, axis: { tickCount: 5 }, ...scale('y') },
  };
  if (series === undefined)
    return figure(
      { height, mark: { type: 'line', point: set.rows.length <= 24 }, encoding },
      { ...words, data: set.rows },
    );
  const ends = labelEnds(set.rows, { x, y, series, height, log: log.includes('y'), dates });
  const kinds = [...new Set(set.rows.map((row) => String(row[series])))];
  const color = { field: series, type: 'nominal', legend: null, scale: { domain: kinds } };
  // the key carries the colour, the name is in ink: coloured words would be too faint to read
  const label = { type: 'text', align: 'left', dy: { expr: 'datum.moved' }, baseline: 'middle' };
  return figure(
    {
      height,
      encoding: { ...encoding, color },
      layer: [
        { data: { values: set.rows }, mark: { type: 'line', point: set.rows.length <= 24 * kinds.length } },
        {
          data: { values: ends },
          mark: { ...label, dx: 10, fontSize: 13 },
          encoding: { text: { value: '■' } },
        },
        {
          data: { values: ends },
          mark: { ...label, dx: 25, fontWeight: 500 },
          encoding: { text: { field: series }, color: { value: COLORS.ink } },
        },
      ],
    },
    words,
  );
}

interface EndOptions {
  readonly x: string;
  readonly y: string;
  readonly series: string;
  readonly height: number;
  readonly log: boolean;
  readonly dates: boolean;
}

const LABEL_HEIGHT = 15;

/** The last point of each series, and by how many pixels its label moves so that labels stay apart. */
function labelEnds(
  rows: readonly Readonly<Record<string, unknown>>[],
  { x, y, series, height, log, dates }: EndOptions,
): readonly object[] {
  const last = new Map<string, Readonly<Record<string, unknown>>>();
  const at = (row: Readonly<Record<string, unknown>>): number =>
    dates ? new Date(row[x] as string).getTime() : Number(row[x]);
  for (const row of rows) {
    const name = String(row[series]);
    const before = last.get(name);
    if (Number.isFinite(Number(row[y])) && row[y] !== null && (!before || at(row) >= at(before)))
      last.set(name, row);
  }
  const level = (row: Readonly<Record<string, unknown>>): number =>
    log ? Math.log(Number(row[y])) : Number(row[y]);
  const all = rows.map(level).filter(Number.isFinite);
  const top = all.reduce((most, value) => Math.max(most, value), log ? -Infinity : 0);
  const bottom = all.reduce((least, value) => Math.min(least, value), log ? Infinity : 0);
  const ends = [...last.values()]
    .map((row) => ({ row, want: ((top - level(row)) / (top - bottom || 1)) * height, place: 0 }))
    .sort((a, b) => a.want - b.want);
  let above = -Infinity;
  for (const end of ends) above = end.place = Math.max(end.want, above + LABEL_HEIGHT);
  // labels pushed below the plot come back up, the lowest first
  let below = Math.max(height, ends.length * LABEL_HEIGHT);
  for (const end of [...ends].reverse()) below = (end.place = Math.min(end.place, below)) - LABEL_HEIGHT;
  return ends.map(({ row, want, place }) => ({ ...row, moved: Math.round(place - want) }));
}

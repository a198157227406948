import type { Display } from './display.js';
import { figure, type FigureOptions } from './figure.js';
import { formatNumber } from './numbers.js';
import { kindOf } from './rows.js';
import { COLORS } from './theme.js';

/** A limit marked on a histogram. */
export interface HistogramLimit {
  readonly at: number;
  readonly label: string;
}

/** Options for {@link histogram}. */
export interface HistogramOptions extends Omit<FigureOptions, 'data'> {
  /** What the values are, with the unit: "words a document". */
  readonly valueTitle: string;
  /** What is counted. @default 'documents' */
  readonly countTitle?: string;
  /** How many bins, about: their edges are round numbers. @default 30 */
  readonly bins?: number;
  /** Limits drawn as labelled rules, such as a filter's threshold. */
  readonly limits?: readonly HistogramLimit[];
  /** How tall the plot is, in pixels. @default 240 */
  readonly height?: number;
}

/**
 * Draws how values are distributed: bins with round edges, each counting the values from its lower edge up to but without its upper one.
 * Values that are not finite are left out and counted in the subtitle.
 *
 * @throws {TypeError} If the values are not numbers.
 * @throws {RangeError} If there is no finite value, or bins is not a positive integer.
 * @example
 * histogram([1, 2, 2, 3], { valueTitle: 'words a line', title: 'Most lines are short', caption: 'Lines of one page.' })
 */
export function histogram(values: Iterable<number>, options: HistogramOptions): Display {
  const { valueTitle, countTitle = 'documents', bins = 30, limits = [], height = 240, ...words } = options;
  const all = [...values];
  const wrong = all.find((value) => typeof value !== 'number');
  if (wrong !== undefined)
    throw new TypeError(`Cannot draw a histogram: values must be numbers, current value is ${kindOf(wrong)}`);
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(
      `Cannot draw a histogram: bins must be a positive integer, current value is ${bins}`,
    );
  const finite = all.filter(Number.isFinite);
  if (finite.length === 0)
    throw new RangeError(`Cannot draw a histogram: none of the ${all.length} values is a finite number`);
  const rows = countBins(finite, bins);
  const out = all.length - finite.length;
  const subtitle = [
    words.subtitle,
    out > 0 ? `${formatNumber(out)} values that are not finite are left out` : undefined,
  ]
    .filter(Boolean)
    .join(' · ');
  const marks = limits.map(({ at, label }) => ({ at, label }));
  return figure(
    {
      height,
      layer: [
        {
          data: { values: rows },
          mark: 'bar',
          encoding: {
            x: {
              field: 'from',
              type: 'quantitative',
              title: valueTitle,
              bin: 'binned',
              axis: { grid: false, tickCount: 8 },
              scale: { zero: false, nice: false },
            },
            x2: { field: 'to' },
            y: { field: 'count', type: 'quantitative', title: countTitle, axis: { tickCount: 5 } },
          },
        },
        ...(marks.length === 0 ? [] : limitLayers(marks)),
      ],
    },
    { ...words, ...(subtitle ? { subtitle } : {}) },
  );
}

function limitLayers(marks: readonly HistogramLimit[]): readonly object[] {
  const x = { field: 'at', type: 'quantitative' };
  return [
    {
      data: { values: marks },
      mark: { type: 'rule', color: COLORS.drop, strokeDash: [4, 3], strokeWidth: 1.5 },
      encoding: { x },
    },
    {
      data: { values: marks },
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'bottom',
        dx: -1,
        dy: -6,
        color: COLORS.drop,
        fontWeight: 600,
      },
      encoding: { x, y: { value: 0 }, text: { field: 'label' } },
    },
  ];
}

/** Counts values into bins whose width is 1, 2 or 5 times a power of ten. */
function countBins(values: readonly number[], wanted: number): readonly object[] {
  const least = values.reduce((low, value) => Math.min(low, value), Infinity);
  const most = values.reduce((high, value) => Math.max(high, value), -Infinity);
  const step = roundStep((most - least) / wanted || 1);
  const first = Math.floor(least / step);
  const counts = Array.from({ length: Math.floor(most / step) - first + 1 }, () => 0);
  for (const value of values) {
    const at = Math.min(counts.length - 1, Math.floor(value / step) - first);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const edge = (at: number): number => Number(((first + at) * step).toPrecision(12));
  return counts.map((count, at) => ({ from: edge(at), to: edge(at + 1), count }));
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10;
  return step * power;
}

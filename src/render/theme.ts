/** The tokens of the look as colours of a drawing: a page's own value where it defines one, the light theme's elsewhere. */
export const COLORS = {
  ink: 'var(--lx-ink, #1b2129)',
  ink2: 'var(--lx-ink-2, #59626e)',
  line: 'var(--lx-line, #e6e6e0)',
  track: 'var(--lx-line-2, #d9dad4)',
  surface: 'var(--lx-raise, #ffffff)',
  accent: 'var(--lx-accent, #0b63ce)',
  onAccent: 'var(--lx-on-accent, #ffffff)',
  keep: 'var(--lx-keep, #117e5a)',
  drop: 'var(--lx-drop, #c2410c)',
} as const;

/** Eight colours for kinds of things, told apart by colour-blind eyes too; a drawing still labels them in words. */
export const CATEGORIES: readonly string[] = [
  'var(--lx-c1, #0b63ce)',
  'var(--lx-c2, #d9731a)',
  'var(--lx-c3, #117e5a)',
  'var(--lx-c4, #a8418f)',
  'var(--lx-c5, #7a6138)',
  'var(--lx-c6, #59626e)',
  'var(--lx-c7, #a68700)',
  'var(--lx-c8, #c23b3b)',
];

/** One hue from light to dark, for amounts. */
const RAMP: readonly string[] = ['#d7e6fa', '#a9caf4', '#79abe9', '#4a8bdd', '#1f6ccb', '#0b4f9f', '#083668'];

/** The sans of the page. */
export const FONT = 'Inter Variable, Inter, system-ui, sans-serif';

/** The sizes that drawings share, in pixels. */
export const SIZES = { title: 15, subtitle: 12.5, caption: 13, text: 12 } as const;

/** The chart theme: the configuration every figure is compiled with. */
export const THEME = {
  background: null,
  padding: 0,
  font: FONT,
  axis: {
    labelColor: COLORS.ink2,
    titleColor: COLORS.ink2,
    labelFontSize: SIZES.text,
    titleFontSize: SIZES.text,
    titleFontWeight: 500,
    labelFont: FONT,
    titleFont: FONT,
    gridColor: COLORS.line,
    domain: false,
    tickColor: COLORS.track,
    labelPadding: 6,
    titlePadding: 10,
    tickSize: 4,
    labelLimit: 240,
    titleLimit: 600,
    labelOverlap: true,
    labelFlush: false,
  },
  axisX: { grid: false },
  axisY: { ticks: false },
  axisQuantitative: { grid: true },
  axisTemporal: { grid: false },
  axisBand: { grid: false, ticks: false, labelAngle: 0 },
  view: { stroke: null, continuousHeight: 280, discreteHeight: { step: 26 } },
  scale: { bandPaddingInner: 0.16, bandPaddingOuter: 0.08, continuousPadding: 0 },
  legend: {
    labelColor: COLORS.ink2,
    titleColor: COLORS.ink2,
    labelFontSize: SIZES.text,
    titleFontSize: SIZES.text,
    titleFontWeight: 500,
    labelLimit: 260,
    orient: 'top',
    symbolType: 'square',
    offset: 12,
    columnPadding: 16,
    symbolSize: 130,
    symbolStrokeWidth: 0,
  },
  header: {
    labelColor: COLORS.ink,
    titleColor: COLORS.ink2,
    labelFontSize: SIZES.text,
    titleFontSize: SIZES.text,
    labelFontWeight: 600,
    titleFontWeight: 500,
    labelPadding: 6,
    labelAnchor: 'start',
    labelLimit: 300,
  },
  mark: { color: COLORS.accent },
  arc: { color: COLORS.accent, stroke: COLORS.surface },
  bar: { color: COLORS.accent, cornerRadiusEnd: 2, discreteBandSize: { band: 0.84 } },
  rect: { color: COLORS.accent },
  area: { color: COLORS.accent, fillOpacity: 0.85 },
  line: { color: COLORS.accent, strokeWidth: 2.25, strokeCap: 'round', strokeJoin: 'round' },
  point: { color: COLORS.accent, filled: true, size: 46, opacity: 0.9 },
  circle: { color: COLORS.accent, size: 46, opacity: 0.9 },
  square: { color: COLORS.accent, size: 46, opacity: 0.9 },
  tick: { color: COLORS.accent, thickness: 2 },
  rule: { color: COLORS.ink2, strokeWidth: 1 },
  text: { font: FONT, fontSize: SIZES.text, color: COLORS.ink2 },
  range: { category: CATEGORIES, ordinal: RAMP, ramp: RAMP, heatmap: RAMP },
} as const;

/**
 * Replaces each colour variable in a value by its fallback, for viewers that know no CSS variables.
 *
 * @example
 * literalColors({ fill: 'var(--lx-ink, #1b2129)' }) // => { fill: '#1b2129' }
 */
export function literalColors<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value).replace(/var\(--[\w-]+, ?([^()"]+)\)/g, '$1')) as Value;
}

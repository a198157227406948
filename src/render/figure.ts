import { display, type Display } from './display.js';
import { checkSpec, type AxisTitle } from './figure-check.js';
import { isNode, toSpec, type FigureSpec, type SpecNode } from './figure-spec.js';
import { paragraphs, plainTable, wrap } from './plain-text.js';
import { kindOf, toRows, type Rows } from './rows.js';
import { figureSvg } from './svg.js';
import { toColumns } from './table-column.js';
import { THEME, literalColors } from './theme.js';
import { draw, type Drawing } from './vega.js';

/** Options for {@link figure}. */
export interface FigureOptions {
  /** The finding, in a sentence: "Seven stages keep one document in seven". */
  readonly title: string;
  /** What is measured, in which unit and on how much. */
  readonly subtitle?: string;
  /** Stands under the figure: where the numbers come from and how to read them. */
  readonly caption: string;
  /** What a reader who cannot see the figure is told. @default title, subtitle and axes */
  readonly alt?: string;
  /** The rows to draw, instead of the specification's own `data`. */
  readonly data?: Rows;
  /** The width in pixels, labels and all. @default 660 */
  readonly width?: number;
  /** Most rows of data in the plain text. @default 12 */
  readonly maxRows?: number;
}

/**
 * Draws a Vega-Lite specification as SVG, at once, in the look of the page.
 *
 * The colours are CSS variables with a fallback, so that one figure follows the page's theme and stands alone elsewhere. The bundle
 * holds the SVG, the specification with its data inlined, and a text with the title, the axes and the data.
 *
 * @throws {TypeError} If the title, the caption or an axis title is missing, or data would have to be fetched.
 * @throws {RangeError} If a bar's scale leaves out zero, or an expression asks for the time.
 * @throws {Error} If Vega-Lite refuses the specification.
 * @example
 * figure(
 *   { mark: 'bar', encoding: { y: { field: 'stage', type: 'nominal', title: 'stage' }, x: { field: 'docs', type: 'quantitative', title: 'documents' } } },
 *   { data: [{ stage: 'c4', docs: 3 }], title: 'Three are left', caption: 'Documents after each stage.' },
 * )
 */
export function figure(spec: FigureSpec, options: FigureOptions): Display {
  const { title, subtitle, caption, width = 660, maxRows = 12 } = options ?? ({} as FigureOptions);
  needed('title', title, 'say the finding in a sentence');
  needed('caption', caption, 'say where the numbers come from');
  if (!(width >= 200 && width <= 4000))
    throw new RangeError(
      `Cannot draw a figure: width must be from 200 to 4000 pixels, current value is ${width}`,
    );
  const whole = toSpec(spec, options.data);
  delete whole['title'];
  const axes = checkSpec(whole);
  const alt = options.alt ?? altText(options, axes);
  const config = { ...THEME, ...(isNode(whole['config']) ? whole['config'] : {}) };
  delete whole['config'];
  const drawing = fit(whole, config, width);
  return display({
    'image/svg+xml': figureSvg(drawing, { title, subtitle, caption, alt }, width),
    'application/vnd.vegalite.v6+json': embedded(whole, config, title, subtitle),
    'text/plain': paragraphs(title, subtitle, axesText(axes), dataText(whole, maxRows), wrap(caption)),
  });
}

function needed(name: string, value: unknown, what: string): void {
  if (typeof value === 'string' && value.trim() !== '') return;
  throw new TypeError(
    `Cannot draw a figure: options.${name} is missing, ${what}; current value is ${kindOf(value)}`,
  );
}

/** Vega-Lite sizes the plot without its labels; a second layout takes away what the labels of the first one needed. */
function fit(spec: SpecNode, config: object, width: number): Drawing {
  const views = resizable(spec);
  if (views === 0) return draw(spec, config);
  let plot = (width * 0.8) / views;
  return draw(resized(spec, plot), config, (layout) => {
    for (let round = 0; round < 3; round += 1) {
      const { x1, x2 } = layout.bounds();
      const over = (x2 - x1 - width) / views;
      if (over <= 0 && over > -1) return;
      plot = Math.max(60, Math.floor(plot - over));
      layout.resize(plot);
    }
  });
}

/** How many plots stand side by side whose width is ours to choose. */
function resizable(spec: SpecNode): number {
  const inner = isNode(spec['spec']) ? spec['spec'] : spec;
  if (isArranged(spec) || isArranged(inner) || 'width' in inner || facetsInside(inner)) return 0;
  return inner === spec ? 1 : facetColumns(spec);
}

function isArranged(spec: SpecNode): boolean {
  return ['hconcat', 'vconcat', 'concat', 'repeat'].some((key) => key in spec);
}

function facetsInside(spec: SpecNode): boolean {
  const encoding = isNode(spec['encoding']) ? spec['encoding'] : {};
  return isNode(spec['spec']) || ['facet', 'column', 'row'].some((channel) => channel in encoding);
}

function facetColumns(spec: SpecNode): number {
  const facet = spec['facet'];
  if (!isNode(facet)) return 0;
  const column = 'field' in facet ? facet : facet['column'];
  if (!isNode(column)) return 1;
  const field = String(column['field']);
  const different = new Set(rowsOf(spec).map((row) => row[field])).size;
  return Math.max(
    1,
    'field' in facet ? Math.min(Number(spec['columns'] ?? different), different) : different,
  );
}

function resized(spec: SpecNode, width: number): SpecNode {
  return isNode(spec['spec']) ? { ...spec, spec: { ...spec['spec'], width } } : { ...spec, width };
}

// for other viewers: the colours as they are in the light theme, since a canvas knows no CSS variables
function embedded(spec: SpecNode, config: object, title: string, subtitle: string | undefined): object {
  return literalColors({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: subtitle === undefined ? { text: title } : { text: title, subtitle },
    ...(resizable(spec) === 1 && !isNode(spec['spec']) ? { width: 'container' } : {}),
    ...spec,
    config: {
      ...config,
      padding: 4,
      title: {
        anchor: 'start',
        fontSize: 15,
        fontWeight: 600,
        subtitleFontSize: 12.5,
        subtitlePadding: 6,
        offset: 14,
      },
    },
  });
}

function altText({ title, subtitle }: FigureOptions, axes: readonly AxisTitle[]): string {
  const [x, y] = ['x', 'y'].map((channel) => axes.find((axis) => axis.channel === channel)?.title);
  const shown = y && x ? `${y} by ${x}` : (y ?? x);
  return [title, subtitle, shown && `Shows ${shown}`]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => String(part).replace(/\.$/, ''))
    .join('. ')
    .concat('.');
}

function axesText(axes: readonly AxisTitle[]): string {
  return axes
    .map(
      ({ channel, title, field }) => `${channel}: ${title}${field && field !== title ? ` [${field}]` : ''}`,
    )
    .join('\n');
}

function dataText(spec: SpecNode, maxRows: number): string {
  const rows = rowsOf(spec);
  if (rows.length === 0) return '';
  const shown = rows.slice(0, maxRows).map(shortDates);
  const columns = toColumns(toRows(rows), shown, { maxText: 40 });
  const text = plainTable(columns.map(({ head, align, text: cells }) => ({ head, align, cells })));
  return rows.length > shown.length ? `${text}\n… and ${rows.length - shown.length} more` : text;
}

function shortDates(row: Record<string, unknown>): Record<string, unknown> {
  const short = (value: unknown): unknown =>
    typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\d)T00:00:00\.000Z$/, '$1') : value;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, short(value)]));
}

/** The rows that a specification draws: its own data, or that of its first view that has some. */
function rowsOf(spec: SpecNode): readonly Record<string, unknown>[] {
  const data = spec['data'];
  if (isNode(data) && Array.isArray(data['values'])) return data['values'].filter(isNode);
  const views = ['layer', 'hconcat', 'vconcat', 'concat', 'spec']
    .flatMap((key) => spec[key] ?? [])
    .filter(isNode);
  for (const view of views) {
    const rows = rowsOf(view);
    if (rows.length > 0) return rows;
  }
  return [];
}

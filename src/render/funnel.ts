import type { Display } from './display.js';
import { figure } from './figure.js';
import { count, formatBytes, formatNumber, formatPercent } from './numbers.js';
import { toStages, type FunnelInput, type FunnelStage } from './funnel-stages.js';
import { COLORS } from './theme.js';

/** What a funnel can measure. */
export type FunnelMeasure = 'documents' | 'words' | 'bytes';

/** Options for {@link funnel}. */
export interface FunnelOptions {
  /** The finding. @default how many stages keep how many documents */
  readonly title?: string;
  readonly subtitle?: string;
  readonly caption?: string;
  /** What is measured, a panel each. @default ['documents', 'words', 'bytes'] */
  readonly measures?: readonly FunnelMeasure[];
  /** What stands in the first row, before any stage. @default 'input' */
  readonly input?: string;
  /** The width in pixels. @default 660 */
  readonly width?: number;
}

/**
 * Draws what is left after every stage, as a share of the input: documents, words and bytes, a bar a stage on a grey track.
 *
 * @throws {TypeError} If the report has no rows of a report.
 * @throws {RangeError} If a measure is unknown or no document came in.
 * @example
 * funnel({ rows: [{ stage: 'c4-page', docsIn: 10, docsOut: 4, wordsIn: 900, wordsOut: 500, bytesIn: 6000, bytesOut: 3100 }] })
 */
export function funnel(report: FunnelInput, options: FunnelOptions = {}): Display {
  const { measures = ['documents', 'words', 'bytes'], input = 'input', width = 660 } = options;
  const stages = toStages(report, input);
  const [first, last] = [stages[0], stages.at(-1)];
  const unknown = measures.find((measure) => !['documents', 'words', 'bytes'].includes(measure));
  if (unknown !== undefined || measures.length === 0) {
    throw new RangeError(`Cannot draw a funnel: measures must be some of "documents", "words", "bytes", current value is "${unknown ?? ''}"`);
  }
  if (!first || !last || first.documents === 0) throw new RangeError('Cannot draw a funnel: no document came into the first stage');
  const rows = stages.flatMap((stage) => measures.map((measure) => bar(stage, first, measure)));
  const most = rows.reduce((largest, { share }) => Math.max(largest, share), 100);
  const kept = last.documents / first.documents;
  const title = options.title ?? `${count(stages.length - 1, 'stage')} ${stages.length === 2 ? 'keeps' : 'keep'} ${formatPercent(kept)} of the documents`;
  return figure(funnelSpec(rows, measures, most), {
    title,
    subtitle: options.subtitle ?? `share left after each stage, % · ${sizeText(first)} in, ${sizeText(last)} out`,
    caption: options.caption ?? 'Each bar is what is left of the input after the stage; words are separated by white space, bytes are UTF-8.',
    alt: `${title}. ${stages.map((stage) => `${stage.stage}: ${measures.map((measure) => `${formatPercent(share(stage, first, measure) / 100)} of ${measure}`).join(', ')}`).join('; ')}.`,
    width,
    maxRows: rows.length,
  });
}

interface FunnelBar {
  readonly stage: string;
  readonly measure: string;
  readonly share: number;
  readonly left: number;
}

function bar(stage: FunnelStage, first: FunnelStage, measure: FunnelMeasure): FunnelBar {
  return { stage: stage.stage, measure, share: Math.round(share(stage, first, measure) * 100) / 100, left: stage[measure] };
}

function share(stage: FunnelStage, first: FunnelStage, measure: FunnelMeasure): number {
  return first[measure] === 0 ? 0 : (stage[measure] / first[measure]) * 100;
}

function sizeText({ documents, words, bytes }: FunnelStage): string {
  return `${count(documents, 'document')}, ${formatNumber(words)} words, ${formatBytes(bytes)}`;
}

function funnelSpec(rows: readonly FunnelBar[], measures: readonly string[], most: number): Record<string, unknown> {
  const order = [...new Set(rows.map(({ stage }) => stage))];
  const y = { field: 'stage', type: 'nominal', sort: order, axis: { title: null } };
  const domain = [0, most];
  const x = {
    field: 'share',
    type: 'quantitative',
    title: 'left (% of the input)',
    scale: { domain, nice: false },
    axis: { grid: false, values: [0, 50, 100], tickSize: 0 },
  };
  // a label stands inside its bar where the bar is long enough for it
  const inside = most * (measures.length === 1 ? 0.1 : 0.3);
  const label = (filter: string, mark: object): object => ({
    transform: [{ filter }],
    mark: { type: 'text', align: 'left', baseline: 'middle', fontWeight: 600, ...mark },
    encoding: { text: { field: 'share', type: 'quantitative', format: '.1f' } },
  });
  const view = {
    height: { step: 26 },
    encoding: { y, x },
    layer: [
      { mark: { type: 'bar', color: COLORS.track, cornerRadiusEnd: 0, height: { band: 0.84 } }, encoding: { x: { ...x, field: undefined, datum: most } } },
      { mark: { type: 'bar', height: { band: 0.84 } } },
      label(`datum.share >= ${inside}`, { color: COLORS.onAccent, x: 6 }),
      label(`datum.share < ${inside}`, { color: COLORS.ink, dx: 6 }),
    ],
  };
  if (measures.length === 1) {
    const only = { ...x, title: `${measures[0]} left (% of the input)`, axis: { ...x.axis, values: [0, 25, 50, 75, 100] } };
    return { data: { values: rows }, ...view, encoding: { y, x: only }, layer: [{ ...view.layer[0], encoding: { x: { ...only, field: undefined, datum: most } } }, ...view.layer.slice(1)] };
  }
  return {
    data: { values: rows },
    facet: { column: { field: 'measure', type: 'nominal', sort: measures, title: null } },
    spacing: 20,
    spec: view,
  };
}

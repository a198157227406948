import { display, type Display } from './display.js';
import { figure } from './figure.js';
import { count, formatBytes, formatNumber, formatPercent } from './numbers.js';
import { toStages, type FunnelInput, type FunnelStage } from './funnel-stages.js';
import { paragraphs, plainTable, wrap } from './plain-text.js';
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
    throw new RangeError(
      `Cannot draw a funnel: measures must be some of "documents", "words", "bytes", current value is "${unknown ?? ''}"`,
    );
  }
  if (!first || !last || first.documents === 0)
    throw new RangeError('Cannot draw a funnel: no document came into the first stage');
  const rows = stages.flatMap((stage) => measures.map((measure) => bar(stage, first, measure)));
  const most = rows.reduce((largest, { share }) => Math.max(largest, share), 100);
  const kept = last.documents / first.documents;
  const title =
    options.title ??
    `${count(stages.length - 1, 'stage')} ${stages.length === 2 ? 'keeps' : 'keep'} ${formatPercent(kept)} of the documents`;
  const subtitle =
    options.subtitle ?? `share left after each stage, % · ${sizeText(first)} in, ${sizeText(last)} out`;
  const caption =
    options.caption ??
    'Each bar is what is left of the input after the stage; words are separated by white space, bytes are UTF-8.';
  const told = stages.map(
    (stage) =>
      `${stage.stage}: ${measures.map((measure) => `${formatPercent(share(stage, first, measure) / 100)} of ${measure}`).join(', ')}`,
  );
  const drawn = figure(funnelSpec(rows, measures, most), {
    title,
    subtitle,
    caption,
    alt: `${title}. ${told.join('; ')}.`,
    width,
  });
  // a row a stage reads better than the drawing's row a bar
  return display({
    ...drawn.data,
    'text/plain': paragraphs(title, wrap(subtitle), funnelText(stages, first, measures), wrap(caption)),
  });
}

function funnelText(
  stages: readonly FunnelStage[],
  first: FunnelStage,
  measures: readonly FunnelMeasure[],
): string {
  const columns = measures.flatMap((measure) => [
    { head: measure, align: 'right' as const, cells: stages.map((stage) => formatNumber(stage[measure])) },
    {
      head: '%',
      align: 'right' as const,
      cells: stages.map((stage) => share(stage, first, measure).toFixed(1)),
    },
  ]);
  return plainTable([{ head: 'stage', align: 'left', cells: stages.map(({ stage }) => stage) }, ...columns]);
}

interface FunnelBar {
  readonly stage: string;
  readonly measure: string;
  readonly share: number;
  readonly left: number;
}

function bar(stage: FunnelStage, first: FunnelStage, measure: FunnelMeasure): FunnelBar {
  return {
    stage: stage.stage,
    measure,
    share: Math.round(share(stage, first, measure) * 100) / 100,
    left: stage[measure],
  };
}

function share(stage: FunnelStage, first: FunnelStage, measure: FunnelMeasure): number {
  return first[measure] === 0 ? 0 : (stage[measure] / first[measure]) * 100;
}

function sizeText({ documents, words, bytes }: FunnelStage): string {
  return `${count(documents, 'document')}, ${formatNumber(words)} words, ${formatBytes(bytes)}`;
}

function funnelSpec(
  rows: readonly FunnelBar[],
  measures: readonly string[],
  most: number,
): Record<string, unknown> {
  const alone = measures.length === 1;
  const order = [...new Set(rows.map(({ stage }) => stage))];
  const scaled = {
    type: 'quantitative',
    stack: null,
    title: alone ? `${measures[0]} left (% of the input)` : 'left (% of the input)',
    scale: { domain: [0, most], nice: false },
    axis: { grid: false, values: alone ? [0, 25, 50, 75, 100] : [0, 50, 100] },
  };
  const mark = { type: 'bar', height: { band: 0.84 } };
  // a label stands inside its bar where the bar is long enough for it
  const inside = most * (alone ? 0.1 : 0.36);
  const label = (filter: string, color: string, x: object): object => ({
    transform: [{ filter }],
    mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6, fontWeight: 600, color },
    encoding: { x: { ...scaled, ...x }, text: { field: 'share', type: 'quantitative', format: '.1f' } },
  });
  const view = {
    height: { step: 26 },
    encoding: { y: { field: 'stage', type: 'nominal', sort: order, axis: { title: null } } },
    layer: [
      {
        mark: { ...mark, color: COLORS.track, cornerRadiusEnd: 0 },
        encoding: { x: { ...scaled, datum: most } },
      },
      { mark, encoding: { x: { ...scaled, field: 'share' } } },
      label(`datum.share >= ${inside}`, COLORS.onAccent, { datum: 0 }),
      label(`datum.share < ${inside}`, COLORS.ink, { field: 'share' }),
    ],
  };
  const data = { values: rows };
  if (alone) return { data, ...view };
  return {
    data,
    facet: { column: { field: 'measure', type: 'nominal', sort: measures, title: null } },
    spacing: 28,
    spec: view,
  };
}

import { kindOf } from './rows.js';

/** One row of a pipeline's report, as far as a funnel needs it. */
export interface FunnelRow {
  readonly stage: string;
  readonly kind?: string;
  readonly docsIn: number;
  readonly docsOut: number;
  readonly wordsIn: number;
  readonly wordsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly ms?: number;
  readonly reasons?: Readonly<Record<string, number>>;
  readonly changes?: Readonly<Record<string, number>>;
}

/** A report, or its rows alone. */
export type FunnelInput = { readonly rows: readonly FunnelRow[] } | readonly FunnelRow[];

/** What is left at one point of a pipeline. */
export interface FunnelStage {
  readonly stage: string;
  readonly documents: number;
  readonly words: number;
  readonly bytes: number;
}

/**
 * The rows of a report.
 *
 * @throws {TypeError} If the value is no report, or a row lacks a count.
 */
export function reportRows(report: FunnelInput): readonly FunnelRow[] {
  const rows = Array.isArray(report)
    ? (report as readonly FunnelRow[])
    : (report as { readonly rows?: readonly FunnelRow[] } | null)?.rows;
  if (!Array.isArray(rows))
    throw new TypeError(`Cannot draw a funnel: a report has rows, current value is ${kindOf(report)}`);
  for (const row of rows as readonly FunnelRow[]) {
    for (const key of ['docsIn', 'docsOut', 'wordsIn', 'wordsOut', 'bytesIn', 'bytesOut'] as const) {
      if (!Number.isFinite(row[key])) {
        throw new TypeError(
          `Cannot draw a funnel: ${key} of stage "${row.stage}" must be a number, current value is ${kindOf(row[key])}`,
        );
      }
    }
  }
  return rows as readonly FunnelRow[];
}

/** What came in, then what is left after each stage. A stage that appears twice is numbered, so that each has its own row. */
export function toStages(report: FunnelInput, input: string): readonly FunnelStage[] {
  const rows = reportRows(report);
  const first = rows[0];
  if (!first) return [];
  const seen = new Map<string, number>([[input, 1]]);
  return [
    { stage: input, documents: first.docsIn, words: first.wordsIn, bytes: first.bytesIn },
    ...rows.map(({ stage, docsOut, wordsOut, bytesOut }) => {
      const times = (seen.get(stage) ?? 0) + 1;
      seen.set(stage, times);
      return {
        stage: times === 1 ? stage : `${stage} (${times})`,
        documents: docsOut,
        words: wordsOut,
        bytes: bytesOut,
      };
    }),
  ];
}

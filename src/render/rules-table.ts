import type { Display } from './display.js';
import { reportRows, type FunnelInput } from './funnel-stages.js';
import { table } from './table.js';

/** Options for {@link rulesTable}. */
export interface RulesTableOptions {
  readonly title?: string;
  readonly caption?: string;
  /** Most rules shown. @default 40 */
  readonly maxRows?: number;
}

/**
 * Which rule fired how often: a row a rule that dropped documents or changed text, in the order of the stages, the most frequent
 * first; ties in the order of the alphabet.
 *
 * @throws {TypeError} If the report has no rows of a report.
 * @example
 * rulesTable(result.report, { title: 'Why documents were dropped' })
 */
export function rulesTable(report: FunnelInput, { maxRows = 40, ...words }: RulesTableOptions = {}): Display {
  const rows = reportRows(report).flatMap(({ stage, docsIn, reasons = {}, changes = {} }) => [
    ...byFrequency(reasons).map(([rule, times]) => ({
      stage,
      rule,
      does: 'drops',
      times,
      share: docsIn === 0 ? null : times / docsIn,
    })),
    ...byFrequency(changes).map(([rule, times]) => ({ stage, rule, does: 'changes', times, share: null })),
  ]);
  return table(rows, {
    ...words,
    maxRows,
    ...(rows.length === 0 ? {} : { formats: { share: { title: 'of documents in', style: 'percent' } } }),
  });
}

function byFrequency(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  const fired = Object.entries(counts).filter(([, times]) => times > 0);
  return fired.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

import type { Display } from './display.js';
import { reportRows, type FunnelInput, type FunnelRow } from './funnel-stages.js';
import { formatNumber } from './numbers.js';
import { table } from './table.js';

/** Options for {@link funnelTable}. */
export interface FunnelTableOptions {
  readonly title?: string;
  readonly caption?: string;
}

/**
 * The numbers behind a funnel: documents, words and bytes into and out of every stage, and which of its rules fired most.
 *
 * @throws {TypeError} If the report has no rows of a report.
 * @example
 * funnelTable({ rows: [{ stage: 'c4-page', docsIn: 10, docsOut: 4, wordsIn: 900, wordsOut: 500, bytesIn: 6000, bytesOut: 3100 }] })
 */
export function funnelTable(report: FunnelInput, { title, caption }: FunnelTableOptions = {}): Display {
  const rows = reportRows(report);
  const lines = rows.map((row) => ({
    stage: row.stage,
    'docs in': row.docsIn,
    'docs out': row.docsOut,
    kept: row.docsIn === 0 ? null : row.docsOut / row.docsIn,
    'words in': row.wordsIn,
    'words out': row.wordsOut,
    'bytes in': row.bytesIn,
    'bytes out': row.bytesOut,
    'fired most': firedMost(row),
  }));
  return table(lines, {
    ...(title === undefined ? {} : { title }),
    ...(caption === undefined ? {} : { caption }),
    formats: { kept: 'percent', 'bytes in': 'bytes', 'bytes out': 'bytes' },
    maxRows: Math.max(1, lines.length),
  });
}

/** The rules of a stage that fired, the most frequent first; ties in the order of the alphabet. */
function firedMost({ reasons = {}, changes = {} }: FunnelRow): string | null {
  const fired = Object.entries({ ...changes, ...reasons }).filter(([, times]) => times > 0);
  fired.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = fired.slice(0, 3).map(([reason, times]) => `${reason} ${formatNumber(times)}`);
  return shown.length === 0 ? null : shown.join(', ') + (fired.length > 3 ? `, … ${fired.length - 3} more` : '');
}

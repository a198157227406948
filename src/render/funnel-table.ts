import type { Display } from './display.js';
import { reportRows, type FunnelInput } from './funnel-stages.js';
import { table } from './table.js';

/** Options for {@link funnelTable}. */
export interface FunnelTableOptions {
  readonly title?: string;
  readonly caption?: string;
}

/**
 * The numbers behind a funnel: documents, words and bytes into and out of every stage.
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
  }));
  return table(lines, {
    ...(title === undefined ? {} : { title }),
    ...(caption === undefined ? {} : { caption }),
    formats: { kept: 'percent', 'bytes in': 'bytes', 'bytes out': 'bytes' },
    maxRows: Math.max(1, lines.length),
  });
}

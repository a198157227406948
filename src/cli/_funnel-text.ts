import type { Report } from '../pipeline/core/report.js';
import { formatBytes, formatNumber } from '../render/numbers.js';
import { plainTable } from '../render/plain-text.js';

/** Reasons shown of each stage; all stand in report.json. */
const REASONS = 3;

/**
 * The funnel of a report for a terminal: what is left after every stage, and why the rest went.
 *
 * @example
 * funnelText(report) // => 'stage     documents      %  words  bytes  why\n…'
 */
export function funnelText({ rows, skipped, warnings }: Report): string {
  const first = rows[0];
  const stages = [
    ...(first
      ? [{ name: 'input', docs: first.docsIn, words: first.wordsIn, bytes: first.bytesIn, why: '' }]
      : []),
    ...rows.map((row) => ({
      name: row.stage,
      docs: row.docsOut,
      words: row.wordsOut,
      bytes: row.bytesOut,
      why: whyText(row.reasons, row.changes),
    })),
  ];
  const percent = (docs: number) =>
    first && first.docsIn > 0 ? ((100 * docs) / first.docsIn).toFixed(1) : '–';
  const table = plainTable([
    { head: 'stage', align: 'left', cells: stages.map(({ name }) => name) },
    { head: 'documents', align: 'right', cells: stages.map(({ docs }) => formatNumber(docs)) },
    { head: '%', align: 'right', cells: stages.map(({ docs }) => percent(docs)) },
    { head: 'words', align: 'right', cells: stages.map(({ words }) => formatNumber(words)) },
    { head: 'bytes', align: 'right', cells: stages.map(({ bytes }) => formatBytes(bytes)) },
    { head: 'dropped or changed, by reason', align: 'left', cells: stages.map(({ why }) => why) },
  ]);
  const notes = [
    ...Object.entries(skipped).map(
      ([reason, count]) =>
        `The reader skipped ${formatNumber(count)} ${count === 1 ? 'record' : 'records'}: ${reason}`,
    ),
    ...warnings,
    ...(first?.docsIn === 0
      ? [
          'No documents were read: they are the response records of WARC files, the conversion records of WET files, ' +
            'and the lines of JSON lines; WAT files hold none',
        ]
      : []),
  ];
  return `${table}\n${notes.length > 0 ? `\n${notes.join('\n')}\n` : ''}`;
}

function whyText(
  reasons: Readonly<Record<string, number>>,
  changes: Readonly<Record<string, number>>,
): string {
  const all = [...Object.entries(reasons), ...Object.entries(changes)].sort(([, a], [, b]) => b - a);
  const shown = all.slice(0, REASONS).map(([reason, count]) => `${formatNumber(count)} ${reason}`);
  return [...shown, ...(all.length > REASONS ? [`${all.length - REASONS} more`] : [])].join(', ');
}

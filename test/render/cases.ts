import type { Display } from '../../src/render/display.js';
import { funnelTable } from '../../src/render/funnel-table.js';
import { table } from '../../src/render/table.js';
import { CASES_REPORT } from './sample-report.js';

/** Every view that is not a figure, for the gallery. */
export const VIEWS: Readonly<Record<string, () => Display>> = {
  'funnel-table': () => funnelTable(CASES_REPORT, { title: 'What each stage took in and gave out' }),
  table: () =>
    table(
      Array.from({ length: 24 }, (_, at) => ({
        corpus: ['C4', 'The Pile', 'RefinedWeb', 'FineWeb'][at % 4],
        year: 2019 + (at % 6),
        tokens: 1.5e9 * (at + 1),
        share: 1 / (at + 2),
        size: 2 ** at * 900,
        note: at % 5 === 0 ? null : at % 5 === 1 ? { licence: 'ODC-By', parts: [1, 2] } : 'a note that is somewhat longer than the others are',
      })),
      { title: 'Open corpora', caption: 'Made-up numbers.', formats: { share: 'percent', size: 'bytes' }, maxRows: 6 },
    ),
};

import { check } from '../../src/render/check.js';
import { diff } from '../../src/render/diff.js';
import type { Display } from '../../src/render/display.js';
import { documents } from '../../src/render/documents.js';
import { funnelTable } from '../../src/render/funnel-table.js';
import { markdown } from '../../src/render/markdown.js';
import { reveal } from '../../src/render/reveal.js';
import { rulesTable } from '../../src/render/rules-table.js';
import { table } from '../../src/render/table.js';
import { traceView } from '../../src/render/trace-view.js';
import { CASES_REPORT } from './sample-report.js';

const PAGE = [
  'Home | About | Contact',
  'The river rises in the western hills and runs for forty miles to the sea.',
  'It is fed by [12] three smaller streams, all of which dry out in summer.',
  'Please enable javascript to see the map',
  '',
  'A mill stood here until 1931.',
].join('\n');

function spanOf(text: string, part: string): { start: number; end: number } {
  return { start: text.indexOf(part), end: text.indexOf(part) + part.length };
}

/** The sample page as an edit leaves it, with the changes that made it. */
export const EDITED = {
  before: PAGE,
  text: 'The river rises in the western hills and runs for forty miles to the sea.\nIt is fed by three smaller streams, all of which dry out in summer.\n\nA mill stood here until 1931.',
  changes: [
    { start: 0, end: PAGE.indexOf('The river'), reason: 'no-terminal-punctuation' },
    { ...spanOf(PAGE, '[12] '), reason: 'citation-mark' },
    { ...spanOf(PAGE, 'Please enable javascript to see the map\n'), reason: 'javascript' },
  ],
};

const SHOP =
  'Welcome to our store! Today only: buy now buy now buy now best price best price best price, free delivery to all countries of the world.';

/** Documents that a stage dropped, one of them kept for comparison, one that failed, one with text that means harm. */
export const JUDGED = [
  {
    doc: { id: 'a', url: 'https://shop.example/offer?id=7', text: SHOP },
    stage: 'gopher-repetition',
    reason: 'top-3-gram',
    value: 0.31,
    limit: 0.18,
    span: spanOf(SHOP, 'buy now buy now buy now'),
  },
  {
    doc: { id: 'b', text: 'function f() { return 1; }' },
    stage: 'c4-page',
    reason: 'curly-bracket',
    span: { start: 13, end: 14 },
  },
  {
    doc: { id: 'c', text: '<script>alert(1)</script>\u202e hidden' },
    stage: 'c4-page',
    reason: 'too-few-sentences',
    value: 0,
    limit: 3,
  },
  {
    doc: { id: 'd', text: 'Any text' },
    stage: 'inline',
    reason: 'error',
    message: 'Cannot read properties of undefined',
  },
  {
    doc: { id: 'e', text: 'The river rises in the western hills and runs for forty miles to the sea.' },
    value: 0.12,
    limit: 0.18,
  },
];

/** A document's way as the core's `trace()` tells it. */
export const WAY = {
  doc: { id: 'doc-1', url: 'https://river.example/', text: PAGE },
  steps: [
    {
      stage: 'language',
      kind: 'tag',
      before: { id: 'doc-1', text: PAGE },
      after: { id: 'doc-1', text: PAGE },
      tags: { language: 'en', score: 0.98 },
    },
    {
      stage: 'url-blocklist',
      kind: 'filter',
      before: { id: 'doc-1', text: PAGE },
      after: { id: 'doc-1', text: PAGE },
      verdict: { kind: 'keep' },
    },
    {
      stage: 'c4-lines',
      kind: 'edit',
      before: { id: 'doc-1', text: PAGE },
      after: { id: 'doc-1', text: EDITED.text },
      changes: EDITED.changes,
    },
    {
      stage: 'c4-page',
      kind: 'filter',
      before: { id: 'doc-1', text: EDITED.text },
      verdict: { kind: 'drop', reason: 'too-few-sentences', value: 3, limit: 5, span: { start: 0, end: 9 } },
    },
  ],
  outcome: 'dropped',
};

/** Every view that is not a figure, for the snapshots and the gallery. */
export const VIEWS: Readonly<Record<string, () => Display>> = {
  'funnel-table': () => funnelTable(CASES_REPORT, { title: 'What each stage took in and gave out' }),
  'rules-table': () => rulesTable(CASES_REPORT, { title: 'Why documents were dropped', maxRows: 5 }),
  table: () =>
    table(
      Array.from({ length: 24 }, (_, at) => ({
        corpus: ['C4', 'The Pile', 'RefinedWeb', 'FineWeb'][at % 4],
        year: 2019 + (at % 6),
        tokens: 1.5e9 * (at + 1),
        share: 1 / (at + 2),
        size: 2 ** at * 900,
        note:
          at % 5 === 0
            ? null
            : at % 5 === 1
              ? { licence: 'ODC-By', parts: [1, 2] }
              : 'a note that is somewhat longer than the others are',
      })),
      {
        title: 'Open corpora',
        caption: 'Made-up numbers.',
        formats: { share: 'percent', size: 'bytes' },
        maxRows: 6,
      },
    ),
  documents: () =>
    documents(JUDGED, {
      title: 'Five documents near the limit',
      caption: 'The span that fired the rule is marked.',
    }),
  'diff-of-an-edit': () => diff(EDITED.before, EDITED, { title: 'What the line rules took away' }),
  'diff-of-texts': () =>
    diff('alpha\nThe quick brown fox jumps.\nomega', 'alpha\nThe quick red fox leaps.\nomega\nnew line', {
      title: 'Two readings of one page',
    }),
  trace: () => traceView(WAY),
  reveal: () =>
    reveal({
      question: 'With 4 rows a band instead of 8, will more or fewer pages be called duplicates?',
      options: ['more', 'fewer', 'the same'],
      answer: 'more',
      why: 'fewer rows must agree, so a pair of less alike pages still shares a band.',
    }),
  check: () =>
    check(
      'countWords',
      [
        { given: ['one two'], expected: 2 },
        { given: ['one  two'], expected: 2, hint: 'A run of spaces separates once.' },
        { given: [''], expected: 0, name: 'no words at all' },
      ],
      (text: string) => text.split(' ').length,
    ),
  markdown: () =>
    markdown(
      '**C4** keeps a line only if it ends in a `terminal` mark.\n\n| rule | drops |\n|---|--:|\n| short | 12 |\n| *curly* | 3 |\n\n- one\n- two',
    ),
};

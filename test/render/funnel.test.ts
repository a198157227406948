import { beforeAll, describe, expect, test } from 'vitest';
import { funnel } from '../../src/render/funnel.js';
import { funnelTable } from '../../src/render/funnel-table.js';
import { rulesTable } from '../../src/render/rules-table.js';
import { textOf } from './html.js';
import { CASES_REPORT } from './sample-report.js';
import { vendor } from './vendor.js';

beforeAll(() => vendor);

const ROW = {
  stage: 'c4',
  docsIn: 10,
  docsOut: 4,
  wordsIn: 900,
  wordsOut: 450,
  bytesIn: 6000,
  bytesOut: 3000,
  reasons: { 'too-few-words': 5, 'bad-word': 1 },
  changes: { 'javascript-line': 7 },
};

describe('funnel()', () => {
  test('of one stage tells what is left of documents, words and bytes', () => {
    expect(textOf(funnel({ rows: [ROW] }))).toBe(
      [
        '1 stage keeps 40.0 % of the documents',
        '',
        'share left after each stage, % · 10 documents, 900 words, 6.0 kB in, 4',
        'documents, 450 words, 3.0 kB out',
        '',
        'stage  documents      %  words      %  bytes      %',
        '─────  ─────────  ─────  ─────  ─────  ─────  ─────',
        'input         10  100.0    900  100.0  6,000  100.0',
        'c4             4   40.0    450   50.0  3,000   50.0',
        '',
        'Each bar is what is left of the input after the stage; words are separated',
        'by white space, bytes are UTF-8.',
      ].join('\n'),
    );
  });

  test('takes rows alone as it takes a report', () => {
    expect(funnel([ROW]).data).toEqual(funnel({ rows: [ROW] }).data);
  });

  test('tells the whole funnel to those who cannot see it', () => {
    expect(String(funnel(CASES_REPORT).data['image/svg+xml'])).toContain(
      'MinHash 14 × 8: 13.6 % of documents, 21.8 % of words',
    );
  });

  test('gives each of two stages of one name its own bar', () => {
    expect(textOf(funnel([ROW, { ...ROW, docsIn: 4, docsOut: 2 }]))).toContain('c4 (2)');
  });

  test('draws what grows beyond the input', () => {
    const svg = String(funnel([{ ...ROW, docsOut: 25 }], { measures: ['documents'] }).data['image/svg+xml']);
    expect(svg).toContain('>250.0</text>');
  });

  test('draws a stage that leaves nothing', () => {
    const svg = String(funnel([{ ...ROW, docsOut: 0, wordsOut: 0, bytesOut: 0 }]).data['image/svg+xml']);
    expect(svg).toContain('>0.0</text>');
    expect(svg).not.toContain('NaN');
  });

  test.each([
    [{ rows: [] }, RangeError, 'no document came into the first stage'],
    [{ rows: [{ ...ROW, docsIn: 0 }] }, RangeError, 'no document came in'],
    [
      { rows: [{ ...ROW, wordsIn: undefined }] },
      TypeError,
      'wordsIn of stage "c4" must be a number, current value is undefined',
    ],
    [null, TypeError, 'a report has rows'],
  ])('refuses %j', (report, error, message) => {
    expect(() => funnel(report as never)).toThrow(error);
    expect(() => funnel(report as never)).toThrow(message);
  });

  test('refuses a measure it does not know', () => {
    expect(() => funnel([ROW], { measures: ['tokens' as 'words'] })).toThrow(/current value is "tokens"/);
  });
});

test('funnelTable() shows what went in and out of every stage', () => {
  expect(textOf(funnelTable([ROW]))).toBe(
    [
      'stage  docs in  docs out  kept (%)  words in  words out  bytes in (kB)  bytes out (kB)',
      '─────  ───────  ────────  ────────  ────────  ─────────  ─────────────  ──────────────',
      'c4          10         4      40.0       900        450            6.0             3.0',
    ].join('\n'),
  );
});

test('rulesTable() lists rules by frequency, and nothing when none fired', () => {
  const text = textOf(rulesTable([ROW]));
  expect(text.split('\n').slice(2)).toEqual([
    'c4     too-few-words    drops        5                 50.0',
    'c4     bad-word         drops        1                 10.0',
    'c4     javascript-line  changes      7                    –',
  ]);
  expect(textOf(rulesTable([{ ...ROW, reasons: {}, changes: {} }]))).toContain('no rows');
});

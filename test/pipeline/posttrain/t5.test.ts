import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spanCorruption } from '../../../src/pipeline/posttrain/span-corruption.js';
import {
  acceptabilityText,
  inferenceText,
  questionText,
  readLabel,
  readSimilarity,
  sentimentText,
  similarityLabel,
  similarityText,
  summaryText,
  translationText,
} from '../../../src/pipeline/posttrain/text-to-text.js';

describe('tasks as text', () => {
  test('each has its prefix', () => {
    expect([
      translationText('English', 'German', 'a', 'b'),
      summaryText('a', 'b'),
      questionText('a?', 'c', 'b'),
      acceptabilityText('a', true),
      sentimentText('a', false),
      inferenceText('p', 'h', 'neutral'),
      similarityText('a', 'b', 2.57),
    ]).toEqual([
      { input: 'translate English to German: a', target: 'b' },
      { input: 'summarize: a', target: 'b' },
      { input: 'question: a? context: c', target: 'b' },
      { input: 'cola sentence: a', target: 'acceptable' },
      { input: 'sst2 sentence: a', target: 'negative' },
      { input: 'mnli hypothesis: h premise: p', target: 'neutral' },
      { input: 'stsb sentence1: a sentence2: b', target: '2.6' },
    ]);
  });

  test.each([
    [0, '0.0'],
    [0.09, '0.0'],
    [0.1, '0.0'],
    [0.11, '0.2'],
    [0.3, '0.4'],
    [3.7, '3.6'],
    [4.75, '4.8'],
    [5, '5.0'],
  ])('similarityLabel(%d) is %s', (score, label) => {
    expect(similarityLabel(score)).toBe(label);
  });

  test('there are 26 similarities, and each is read back', () => {
    const labels = new Set([...Array(501).keys()].map((n) => similarityLabel(n / 100)));
    expect(labels.size).toBe(26);
    for (const label of labels) expect(similarityLabel(readSimilarity(label) ?? -1)).toBe(label);
  });

  test('an answer that is no label, or no score, is none', () => {
    expect(readLabel('mnli', ' contradiction ')).toBe(2);
    expect(readLabel('mnli', 'hamburger')).toBeNull();
    expect([readSimilarity('5.2'), readSimilarity('-1'), readSimilarity('many')]).toEqual([null, null, null]);
    expect(() => similarityLabel(Number.NaN)).toThrow('the score must be from 0 to 5, current value is NaN');
  });
});

describe('spanCorruption()', () => {
  const words = (count: number): string => [...Array(count).keys()].map((n) => `w${n}`).join(' ');

  test('masks 15 % of the words in spans of mean length 3', () => {
    const { input, target } = spanCorruption(words(200), { seed: 3 });
    expect(target.split(' ').filter((word) => word.startsWith('w')).length).toBe(30);
    expect(input.split(' ').filter((word) => word.startsWith('<extra_id_')).length).toBe(10);
    expect(target.split(' ').at(-1)).toBe('<extra_id_10>');
  });

  test('input and target together give the text back, whatever the options', () => {
    const options = fc.record({
      noiseFraction: fc.double({ min: 0, max: 1, noNaN: true }),
      meanSpanLength: fc.double({ min: 1, max: 9, noNaN: true }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), options, (count, given) => {
        const { input, target } = spanCorruption(words(count), given);
        const spans = target.split(/<extra_id_\d+>/).slice(1, -1);
        const whole = input.replace(/<extra_id_(\d+)>/g, (_, span: string) =>
          (spans[Number(span)] ?? '?').trim(),
        );
        expect(whole).toBe(words(count));
        expect(input.startsWith('w0')).toBe(true);
        expect(input).not.toMatch(/> </);
        expect(spans.every((span) => span.trim() !== '')).toBe(true);
      }),
      { seed: 1 },
    );
  });

  test('is the same for a seed and an id, and another for others', () => {
    const text = words(50);
    const draw = (seed: number, id: string): string => spanCorruption(text, { seed, id }).input;
    expect(draw(1, 'a')).toBe(draw(1, 'a'));
    expect(new Set([draw(1, 'a'), draw(2, 'a'), draw(1, 'b')]).size).toBe(3);
  });

  test('every division of the masked words is as likely as any other', () => {
    const seen = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++) {
      const { target } = spanCorruption(words(8), { noiseFraction: 0.5, meanSpanLength: 2, seed });
      const lengths = target
        .split(/<extra_id_\d+>/)
        .slice(1, -1)
        .map((span) => span.trim().split(' ').length);
      seen.set(lengths.join(), (seen.get(lengths.join()) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual(['1,3', '2,2', '3,1']);
    for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  test('leaves nothing and one word alone', () => {
    expect(spanCorruption('')).toEqual({ input: '', target: '' });
    expect(spanCorruption(' whale ')).toEqual({ input: 'whale', target: '' });
    expect(() => spanCorruption('a b', { noiseFraction: 2 })).toThrow(RangeError);
  });
});

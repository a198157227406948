import { describe, expect, test } from 'vitest';
import { sentencizer } from '../../../src/pipeline/text/sentencizer.js';

describe('sentencizer', () => {
  // each count is spaCy 3.8's, blank "en" with its sentencizer
  test.each([
    ['', 0],
    [' ', 1],
    ['word', 1],
    ['One. Two! Three?', 3],
    ['Mr. Flask met Dr. Bunger at 9 a.m. sharp.', 1],
    ['Wait... what? Yes.', 2],
    ['He said "No." Then he left.', 2],
    ['In the U.S. it rains. Here too.', 2],
    ['Missing space.Next one here', 2],
    ['See example.org/A.B for more', 1],
    ['No.  Two spaces', 2],
    ['Ph.D. students vs. the rest', 1],
    ['x-Mr. Flask', 1],
    ['It was 20°C. It rained.', 2],
    ['A. b. c.', 1],
    ['終わり。次', 1],
    ['終わり。 次', 2],
  ])('counts in %j: %i', (text, expected) => {
    expect(sentencizer.count(text)).toBe(expected);
  });

  test('counts no further than the limit', () => {
    expect(sentencizer.count('A dog. A cat. A cow.', 2)).toBe(2);
    expect(sentencizer.count('A dog.', 0)).toBe(0);
  });

  test('spans() cover the text', () => {
    const text = 'A dog. A cat? A cow.';
    const parts = sentencizer.spans(text).map(({ start, end }) => text.slice(start, end));
    expect(parts).toEqual(['A dog. ', 'A cat? ', 'A cow.']);
  });
});

import { describe, expect, test } from 'vitest';
import { shingleF1 } from '../../../src/pipeline/measure/shingle-f1.js';

describe('shingleF1()', () => {
  test.each([
    ['', '', { precision: 1, recall: 1, f1: 1 }],
    ['', 'a', { precision: 0, recall: 0, f1: 0 }],
    ['a', '', { precision: 0, recall: 0, f1: 0 }],
    ['a b', 'a b', { precision: 1, recall: 1, f1: 1 }],
    ['a b c d', 'e f g h', { precision: 0, recall: 0, f1: 0 }],
    ['A, b!\n c d', 'A b c d', { precision: 1, recall: 1, f1: 1 }],
    ['menu a b c d', 'a b c d', { precision: 1 / 2, recall: 1, f1: 2 / 3 }],
    ['a b c d', 'a b c d e', { precision: 1, recall: 1 / 2, f1: 2 / 3 }],
  ])('compares %j with the gold %j', (text, gold, expected) => {
    const found = shingleF1(text, gold);
    expect(found.precision).toBeCloseTo(expected.precision, 12);
    expect(found.recall).toBeCloseTo(expected.recall, 12);
    expect(found.f1).toBeCloseTo(expected.f1, 12);
  });

  test('counts a shingle as often as it occurs', () => {
    // "a a a a" twice in five words, once in four
    expect(shingleF1('a a a a a', 'a a a a')).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3 });
  });

  test('takes another size, and refuses one that is none', () => {
    expect(shingleF1('a b', 'b a', 1)).toEqual({ precision: 1, recall: 1, f1: 1 });
    expect(shingleF1('a b', 'b a', 2)).toEqual({ precision: 0, recall: 0, f1: 0 });
    expect(() => shingleF1('a', 'a', 0)).toThrow(
      'Cannot compare shingles: size must be an integer of at least 1',
    );
  });
});

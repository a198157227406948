import { checkNumber } from '../core/check.js';

/** How well an extracted text agrees with the gold text. */
export interface ShingleF1 {
  /** Share of the extracted shingles that are in the gold text, from 0 to 1. */
  readonly precision: number;
  /** Share of the gold text's shingles that were extracted, from 0 to 1. */
  readonly recall: number;
  /** Harmonic mean of both. */
  readonly f1: number;
}

const word = /[\p{L}\p{N}\p{M}_]+/gu;

/**
 * Compares texts by their shingles: runs of `size` words, counted as often as they occur. A text shorter than that is
 * one shingle. Words are letters and digits; spaces, lines and punctuation do not matter, the order of words does.
 * Two empty texts agree wholly; an empty one and one that is not, not at all.
 *
 * Measure and size: the article extraction benchmark, `scrapinghub2020benchmark`.
 *
 * Differs from it: the benchmark averages precision and recall over pages before it takes the harmonic mean.
 *
 * @throws {RangeError} If size is not a positive integer.
 * @example
 * shingleF1('Menu a b c d', 'a b c d')
 * // => { precision: 0.5, recall: 1, f1: 0.666… }
 */
export function shingleF1(text: string, gold: string, size = 4): ShingleF1 {
  checkNumber('Cannot compare shingles', 'size', size, { min: 1, integer: true });
  const found = shingles(text, size);
  const wanted = shingles(gold, size);
  let agreeing = 0;
  for (const [shingle, count] of found) agreeing += Math.min(count, wanted.get(shingle) ?? 0);
  const foundCount = total(found);
  const wantedCount = total(wanted);
  if (foundCount === 0 && wantedCount === 0) return { precision: 1, recall: 1, f1: 1 };
  const precision = foundCount === 0 ? 0 : agreeing / foundCount;
  const recall = wantedCount === 0 ? 0 : agreeing / wantedCount;
  return { precision, recall, f1: agreeing === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function shingles(text: string, size: number): Map<string, number> {
  const words = text.match(word) ?? [];
  const counts = new Map<string, number>();
  const last = words.length === 0 ? -1 : Math.max(0, words.length - size);
  for (let i = 0; i <= last; i++) {
    const shingle = words.slice(i, i + size).join(' ');
    counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  }
  return counts;
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

import { checkNumber } from '../core/check.js';
import { random, type Random } from '../core/random.js';
import { splitWords } from '../text/words.js';
import type { TextPair } from './text-to-text.js';

/** Options for {@link spanCorruption}. */
export interface SpanCorruptionOptions {
  /** Fraction of the words that are masked. @default 0.15 */
  readonly noiseFraction?: number;
  /** Mean length of a masked span, in words. @default 3 */
  readonly meanSpanLength?: number;
  /** @default 0 */
  readonly seed?: number;
  /** Whose random numbers are drawn: the document's id. @default the text */
  readonly id?: string;
}

/**
 * T5's pre-training objective: spans of words are each replaced by a sentinel, and the target gives the spans back, each
 * after its sentinel, with one more sentinel at the end. The text begins with words that stay, spans never touch, and
 * their lengths are drawn so that every division of the masked words is as likely as any other. A text of fewer than two
 * words is left alone, with an empty target.
 *
 * Objective and defaults: `raffel2020t5`, section 3.1.4 and 3.3.4. Words stand in for the paper's subword tokens.
 *
 * @example
 * spanCorruption('Thank you for inviting me to your party last week', { seed: 1 })
 * // => { input: 'Thank you … <extra_id_0> …', target: '<extra_id_0> … <extra_id_1>' }
 * @throws {RangeError} If noiseFraction is not from 0 to 1, or meanSpanLength is less than 1.
 */
export function spanCorruption(text: string, options: SpanCorruptionOptions = {}): TextPair {
  const { noiseFraction = 0.15, meanSpanLength = 3, seed = 0, id = text } = options;
  const action = 'Cannot corrupt spans';
  checkNumber(action, 'noiseFraction', noiseFraction, { min: 0, max: 1 });
  checkNumber(action, 'meanSpanLength', meanSpanLength, { min: 1 });
  const words = splitWords(text);
  if (words.length < 2) return { input: words.join(' '), target: '' };

  const noiseCount = Math.min(Math.max(Math.round(words.length * noiseFraction), 1), words.length - 1);
  const keptCount = words.length - noiseCount;
  const wanted = Math.max(Math.round(noiseCount / meanSpanLength), 1);
  const spanCount = Math.min(wanted, keptCount);
  const draws = random(seed, `${id}/span-corruption`);
  const noise = randomParts(noiseCount, spanCount, draws);
  const kept = randomParts(keptCount, spanCount, draws);

  const input: string[] = [];
  const target: string[] = [];
  let at = 0;
  for (let span = 0; span < spanCount; span++) {
    const keptEnd = at + kept[span]!;
    const noiseEnd = keptEnd + noise[span]!;
    const sentinel = `<extra_id_${span}>`;
    input.push(...words.slice(at, keptEnd), sentinel);
    target.push(sentinel, ...words.slice(keptEnd, noiseEnd));
    at = noiseEnd;
  }
  target.push(`<extra_id_${spanCount}>`);
  return { input: input.join(' '), target: target.join(' ') };
}

/** `total` as a sum of `count` numbers of at least 1, every sum equally likely: the places of the cuts are drawn. */
function randomParts(total: number, count: number, draws: Random): number[] {
  const cuts = new Set<number>();
  // Floyd's sample of count − 1 places out of total − 1
  for (let place = total - count + 1; place < total; place++) {
    const drawn = 1 + draws.integer(place);
    cuts.add(cuts.has(drawn) ? place : drawn);
  }
  const ends = [...cuts, total].sort((a, b) => a - b);
  return ends.map((end, index) => end - (ends[index - 1] ?? 0));
}

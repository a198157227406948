/**
 * The runs of `size` consecutive items, joined by `separator`: word n-grams of words, character n-grams of
 * characters. Fewer items than `size` give none.
 *
 * @throws {RangeError} If size is not an integer of at least 1.
 * @example
 * ngrams(['a', 'b', 'c'], 2) // => ['a b', 'b c']
 * ngrams([...'abc'], 2, '') // => ['ab', 'bc']
 */
export function ngrams(items: readonly string[], size: number, separator = ' '): string[] {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(
      `Cannot make n-grams: size must be an integer of at least 1, current value is ${size}`,
    );
  }
  const grams: string[] = [];
  for (let at = 0; at + size <= items.length; at++) grams.push(items.slice(at, at + size).join(separator));
  return grams;
}

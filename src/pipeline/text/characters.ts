/**
 * How many characters (Unicode code points) stand in [start, end): the length that Python's `len` gives. A lone
 * surrogate counts as one.
 *
 * @example
 * countCharacters('a😀') // => 2
 */
export function countCharacters(text: string, start = 0, end = text.length): number {
  let pairs = 0;
  for (let at = start; at < end - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      pairs++;
      at++;
    }
  }
  return end - start - pairs;
}

/** True if [start, end) has more than `max` characters; counts only where the UTF-16 length leaves it open. */
export function isLongerThan(text: string, max: number, start = 0, end = text.length): boolean {
  const units = end - start;
  if (units <= max) return false;
  return units > 2 * max || countCharacters(text, start, end) > max;
}

/**
 * Whether a whole text matches a pattern in which `*` stands for any run of characters and `?` for one.
 *
 * @example
 * matchesGlob('const a = 1', 'const*') // => true
 */
export function matchesGlob(text: string, pattern: string): boolean {
  let position = 0;
  let index = 0;
  let starAt = -1;
  let resume = 0;
  while (position < text.length) {
    const wanted = pattern[index];
    if (wanted === '*') {
      starAt = index++;
      resume = position;
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[position])) {
      index++;
      position++;
    } else if (starAt !== -1) {
      // let the last star take one character more
      index = starAt + 1;
      position = ++resume;
    } else return false;
  }
  while (pattern[index] === '*') index++;
  return index === pattern.length;
}

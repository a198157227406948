/** Size of a text. */
export interface TextSize {
  /** Runs of characters that are not white space (as `\s` has it). */
  words: number;
  /** Length in UTF-8; a lone surrogate counts as the three bytes of U+FFFD. */
  bytes: number;
}

/**
 * Counts the words and bytes of a text in one pass that allocates nothing.
 *
 * @example
 * measureText('Zwei Wörter', { words: 0, bytes: 0 }) // => { words: 2, bytes: 12 }
 */
export function measureText(text: string, size: TextSize): TextSize {
  let words = 0;
  let extra = 0;
  let inWord = 0;
  const { length } = text;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      const isText = code > 0x20 || (code < 0x20 && (code < 9 || code > 13)) ? 1 : 0;
      words += isText & (inWord ^ 1);
      inWord = isText;
      continue;
    }
    extra += code < 0x800 ? 1 : 2;
    // a pair of surrogates takes four bytes: two for each unit
    if (code >= 0xd800 && code < 0xdc00 && i + 1 < length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00)
      i++;
    const isText = isWideSpace(code) ? 0 : 1;
    words += isText & (inWord ^ 1);
    inWord = isText;
  }
  size.words = words;
  size.bytes = length + extra;
  return size;
}

/** White space past ASCII, as in ECMAScript's `\s`. */
function isWideSpace(code: number): boolean {
  if (code === 0xa0) return true;
  if (code < 0x1680) return false;
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

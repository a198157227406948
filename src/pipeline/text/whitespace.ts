/**
 * Whitespace as Python's `str.isspace` has it: the 29 code units that the reference programs split and strip on.
 * JavaScript's own set differs: it holds U+FEFF, and lacks U+001C to U+001F and U+0085.
 */

/** True if the UTF-16 code unit is whitespace. */
export function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  if (code < 0x85) return false;
  return code === 0x85 || code === 0xa0 || (code >= 0x1680 && isWideSpace(code));
}

function isWideSpace(code: number): boolean {
  return (
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0x1680
  );
}

/** The same set inside a regular expression's brackets, so that `[^${spaceClass}]` is Python's `\S`. */
export const spaceClass =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** The first offset from `start` that is not whitespace, or `end`. */
export function skipSpace(text: string, start: number, end: number): number {
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  return start;
}

/** The offset after the last character before `end` that is not whitespace, or `start`. */
export function trimSpace(text: string, start: number, end: number): number {
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

/**
 * The text without whitespace at either end.
 *
 * @example
 * strip('\x1f one \x85') // => 'one'
 */
export function strip(text: string): string {
  const end = trimSpace(text, 0, text.length);
  return text.slice(skipSpace(text, 0, end), end);
}

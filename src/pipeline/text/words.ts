import { isSpace, skipSpace } from './whitespace.js';

/**
 * The text's words: maximal runs without whitespace, as Python's `str.split()`.
 *
 * @example
 * splitWords(' one\u3000two ') // => ['one', 'two']
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  for (let at = skipSpace(text, 0, text.length); at < text.length; at = skipSpace(text, at, text.length)) {
    const start = at;
    while (at < text.length && !isSpace(text.charCodeAt(at))) at++;
    words.push(text.slice(start, at));
  }
  return words;
}

/**
 * How many whitespace-separated words stand in [start, end), counted no further than `limit`; allocates nothing.
 *
 * @example
 * countWords('one two three') // => 3
 * countWords('one two three', 0, 13, 2) // => 2
 */
export function countWords(text: string, start = 0, end = text.length, limit = Infinity): number {
  let words = 0;
  let inWord = false;
  for (let at = start; at < end; at++) {
    if (isSpace(text.charCodeAt(at))) inWord = false;
    else if (!inWord) {
      inWord = true;
      if (++words >= limit) return words;
    }
  }
  return words;
}

/** True if a word in [start, end) has more than `max` characters (code points). Allocates nothing. */
export function hasLongWord(text: string, start: number, end: number, max: number): boolean {
  if (end - start <= max) return false;
  let length = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) length = 0;
    else {
      // a surrogate pair is one character
      if (code >= 0xd800 && code < 0xdc00 && at + 1 < end && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00)
        at++;
      if (++length > max) return true;
    }
  }
  return false;
}

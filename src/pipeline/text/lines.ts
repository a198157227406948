// the line boundaries of Python's str.splitlines other than \n
// oxlint-disable-next-line no-control-regex -- control characters end lines
const rareBreak = /[\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** True if the text has a line boundary other than `\n`; one pass, so that the common case may look for `\n` alone. */
export function hasRareBreak(text: string): boolean {
  return rareBreak.test(text);
}

/** True if the UTF-16 code unit ends a line, as Python's `str.splitlines` has it. */
export function isLineBreak(code: number): boolean {
  if (code <= 0x1e) return (code >= 0x0a && code <= 0x0d) || code >= 0x1c;
  return code === 0x85 || code === 0x2028 || code === 0x2029;
}

/**
 * The text's lines without their ends: Python's `str.splitlines`, the way C4 reads a page. `\r\n` is one end, and a
 * last end opens no further line.
 *
 * @example
 * splitLines('one\r\ntwo\u2028three\n') // => ['one', 'two', 'three']
 */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isLineBreak(text.charCodeAt(at))) continue;
    lines.push(text.slice(start, at));
    if (text.charCodeAt(at) === 0x0d && text.charCodeAt(at + 1) === 0x0a) at++;
    start = at + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/**
 * What kind of character stands before: 0 a space or mark, 1 an ASCII letter, 2 a lower-case or uncased letter beyond
 * ASCII, 3 an upper-case one, 4 another character beyond ASCII.
 */
export function contextOf(before: string): number {
  if (before <= '\x7f') return /[A-Za-z]/.test(before) ? 1 : 0;
  if (!/[\p{L}\p{M}]/u.test(before)) return 4;
  return /\p{Lu}/u.test(before) ? 3 : 2;
}

/** The character itself beyond ASCII; below, one character for its kind: `a`, `A`, space or `.`. */
export function symbolOf(char: string): string {
  if (char > '\x7f') return char;
  if (/[a-z]/.test(char)) return 'a';
  if (/[A-Z]/.test(char)) return 'A';
  return /\s/.test(char) ? ' ' : '.';
}

const wide = /^[\p{L}\p{N}_]/u;

/** True if the character that begins at the offset is a letter, a digit or `_`: Python's `\w`. False past the end. */
export function isWordAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x80) {
    return (
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code >= 0x30 && code <= 0x39) ||
      code === 0x5f
    );
  }
  return at < text.length && wide.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

/** True if the character before the offset is a letter, a digit or `_`. False at the beginning. */
export function isWordBefore(text: string, at: number): boolean {
  if (at === 0) return false;
  const isPair =
    at > 1 && (text.charCodeAt(at - 1) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 2) & 0xfc00) === 0xd800;
  return isWordAt(text, isPair ? at - 2 : at - 1);
}

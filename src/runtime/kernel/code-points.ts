/**
 * The UTF-16 offset of a position that is counted in code points, as Jupyter counts.
 *
 * @example
 * utf16Offset('🙂x', 1) // => 2
 */
export function utf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (let count = 0; count < codePoints && offset < text.length; count++) {
    offset += text.codePointAt(offset)! > 0xffff ? 2 : 1;
  }
  return offset;
}

/**
 * The position in code points of a UTF-16 offset: the reverse of {@link utf16Offset}.
 *
 * @example
 * codePointOffset('🙂x', 2) // => 1
 */
export function codePointOffset(text: string, utf16: number): number {
  let count = 0;
  for (let offset = 0; offset < utf16 && offset < text.length; count++) {
    offset += text.codePointAt(offset)! > 0xffff ? 2 : 1;
  }
  return count;
}

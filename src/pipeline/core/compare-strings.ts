/**
 * Orders strings by code point, which is also the order of their UTF-8 bytes. (`<` orders by UTF-16 unit, which differs
 * past U+FFFF.)
 *
 * @example
 * ['\u{1F600}', '\uFF01'].sort(compareStrings) // => ['\uFF01', '\u{1F600}']
 */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i);
    let y = b.charCodeAt(i);
    if (x === y) continue;
    // surrogates stand for code points past every other unit
    if (x >= 0xd800 && y >= 0xd800) {
      if (x >= 0xe000) x -= 0x800;
      else x += 0x2000;
      if (y >= 0xe000) y -= 0x800;
      else y += 0x2000;
    }
    return x - y;
  }
  return a.length - b.length;
}

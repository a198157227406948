import { isAscii, isUtf8 } from 'node:buffer';
import { decodeAs } from './_decode-as.js';
import { detectEncoding } from './_detect-encoding.js';
import { charsetOf, encodingOf, prescan } from './_prescan.js';

/** Where the encoding of a page was learnt from. */
export type CharsetSource = 'bom' | 'header' | 'meta' | 'bytes' | 'default';

/** A page as text. */
export interface DecodedHtml {
  /** The text, without byte order mark; what was invalid is U+FFFD. */
  readonly text: string;
  /** The encoding's name in the Encoding Standard, in lower case. */
  readonly charset: string;
  readonly from: CharsetSource;
}

/** A declaration further down than the standard looks is still believed when nothing else is known. */
const LATE_PRESCAN_BYTES = 65_536;
/** Share of characters that a declared UTF-8 may get wrong before the bytes are asked instead. */
const MAX_INVALID_FRACTION = 0.005;

/**
 * Decodes the bytes of a page: by byte order mark, HTTP header, `<meta>`, or else by the bytes themselves.
 *
 * Order of the HTML Standard, "determining the character encoding" (`whatwg2024html`). Differs from it where pages
 * are known to lie, since a training set wants the text and not the page as one browser shows it:
 * - bytes that are valid UTF-8 with characters beyond ASCII are UTF-8, whatever one-byte encoding is declared;
 * - a declared UTF-8 in which more than 0.5 % of the characters are invalid is not believed;
 * - without a declaration the legacy encoding is told by letter frequencies.
 *
 * @param contentType Value of the HTTP header Content-Type.
 * @example
 * decodeHtml(Buffer.from([0xe9]), 'text/html; charset=iso-8859-1')
 * // => { text: 'é', charset: 'windows-1252', from: 'header' }
 */
export function decodeHtml(bytes: Uint8Array, contentType?: string): DecodedHtml {
  const mark = byteOrderMark(bytes);
  if (mark)
    return { text: decodeAs(bytes.subarray(mark.length), mark.charset), charset: mark.charset, from: 'bom' };

  const header = contentType === undefined ? undefined : charsetOf(contentType);
  const candidates: readonly (readonly [CharsetSource, string | undefined])[] = [
    ['header', header === undefined ? undefined : encodingOf(header)],
    ['meta', prescan(bytes)],
  ];
  const utf8 = isUtf8(withoutCutCharacter(bytes));
  const ascii = utf8 && isAscii(bytes);
  for (const [from, charset] of candidates) {
    if (charset === undefined) continue;
    if (utf8 && !ascii && isOneByte(charset)) break;
    const text = decodeAs(bytes, charset);
    if (charset === 'utf-8' && !utf8 && invalidFraction(text) > MAX_INVALID_FRACTION) continue;
    return { text, charset, from };
  }

  const sixteen = ascii || !utf8 ? sixteenBit(bytes) : undefined;
  if (sixteen) return { text: decodeAs(bytes, sixteen), charset: sixteen, from: 'bytes' };
  if (ascii) {
    if (isIso2022Jp(bytes))
      return { text: decodeAs(bytes, 'iso-2022-jp'), charset: 'iso-2022-jp', from: 'bytes' };
    return { text: decodeAs(bytes, 'utf-8'), charset: 'utf-8', from: 'default' };
  }
  if (utf8) return { text: decodeAs(bytes, 'utf-8'), charset: 'utf-8', from: 'bytes' };

  const late = prescan(bytes, LATE_PRESCAN_BYTES);
  if (late !== undefined && late !== 'utf-8')
    return { text: decodeAs(bytes, late), charset: late, from: 'meta' };
  const text = decodeAs(bytes, 'utf-8');
  if (invalidFraction(text) <= MAX_INVALID_FRACTION && mostlyUtf8(text))
    return { text, charset: 'utf-8', from: 'bytes' };
  const charset = detectEncoding(bytes);
  return { text: decodeAs(bytes, charset), charset, from: 'bytes' };
}

function byteOrderMark(bytes: Uint8Array): { charset: string; length: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { charset: 'utf-8', length: 3 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { charset: 'utf-16be', length: 2 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { charset: 'utf-16le', length: 2 };
  return undefined;
}

/** The bytes without a last character that was cut off, as crawlers cut pages at a size. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      const rest = bytes.subarray(0, bytes.length - back);
      // after nothing but ASCII it is rather a letter of a one-byte encoding
      return size > back && !isAscii(rest) ? rest : bytes;
    }
  }
  return bytes;
}

function isOneByte(charset: string): boolean {
  return /^(windows-|iso-8859-|koi8-|ibm866|macintosh|x-mac-)/.test(charset);
}

function invalidFraction(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) count++;
  return count / Math.max(1, text.length);
}

/** Whether there are far more valid characters beyond ASCII than invalid ones. */
function mostlyUtf8(text: string): boolean {
  let valid = 0;
  let invalid = 0;
  for (const char of text) {
    if (char === '\ufffd') invalid++;
    else if (char > '\x7f') valid++;
  }
  return valid > 10 * invalid;
}

/** UTF-16 without a mark: half of the bytes of a page's tags are zero, on one side. */
function sixteenBit(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length, 1024) & ~1;
  if (length < 4) return undefined;
  const zeros = [0, 0];
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i & 1]!++;
  if (zeros[1]! > length * 0.2 && zeros[0]! === 0) return 'utf-16le';
  if (zeros[0]! > length * 0.2 && zeros[1]! === 0) return 'utf-16be';
  return undefined;
}

/** ISO-2022-JP is ASCII bytes with escapes into the Japanese sets. */
function isIso2022Jp(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65_536)).toString('latin1');
  // eslint-disable-next-line no-control-regex
  return /\x1b\$[@B]/.test(text) && /\x1b\([BJ]/.test(text);
}

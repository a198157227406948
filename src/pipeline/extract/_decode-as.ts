import { asBuffer } from '../core/_bytes.js';

/** What windows-1252 has at 0x80 to 0x9f, where ISO 8859-1 has control characters. */
const WINDOWS_1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/**
 * Decodes bytes in an encoding of the Encoding Standard, replacing what is invalid by U+FFFD.
 *
 * Differs from Node's TextDecoder where that departs from the standard: windows-1252 has its own characters at 0x80
 * to 0x9f, and euc-kr is the superset that Korean pages mean by it (unified Hangul code, all 11,172 syllables).
 *
 * @param encoding A name as `TextDecoder.encoding` gives it.
 */
export function decodeAs(bytes: Uint8Array, encoding: string): string {
  if (encoding === 'windows-1252') return decodeWindows1252(bytes);
  if (encoding === 'euc-kr') return decodeKorean(bytes);
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

function decodeWindows1252(bytes: Uint8Array): string {
  const text = asBuffer(bytes).toString('latin1');
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80]!);
}

let extension: ReadonlyMap<number, string> | undefined;

/**
 * The syllables that KS X 1001 lacks, by code: they fill the free codes in Unicode order, first rows 0x81 to 0xa0
 * with all trail bytes, then rows 0xa1 to 0xc6 with the trail bytes below 0xa1.
 */
function koreanExtension(): ReadonlyMap<number, string> {
  if (extension) return extension;
  const decoder = new TextDecoder('euc-kr');
  const standard = new Set<string>();
  for (let lead = 0xb0; lead <= 0xc8; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) standard.add(decoder.decode(Uint8Array.of(lead, trail)));
  }
  const codes = new Map<number, string>();
  let syllable = 0xac00;
  for (let lead = 0x81; lead <= 0xc6; lead++) {
    for (let trail = 0x41; trail <= (lead <= 0xa0 ? 0xfe : 0xa0); trail++) {
      if ((trail > 0x5a && trail < 0x61) || (trail > 0x7a && trail < 0x81)) continue;
      while (syllable <= 0xd7a3 && standard.has(String.fromCharCode(syllable))) syllable++;
      if (syllable > 0xd7a3) break;
      codes.set((lead << 8) | trail, String.fromCharCode(syllable++));
    }
  }
  return (extension = codes);
}

function decodeKorean(bytes: Uint8Array): string {
  const text = new TextDecoder('euc-kr').decode(bytes);
  if (!text.includes('\ufffd')) return text;
  // rare syllables: decode between them
  const codes = koreanExtension();
  const decoder = new TextDecoder('euc-kr');
  let out = '';
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at]!;
    if (lead < 0x80) continue;
    const syllable = codes.get((lead << 8) | (bytes[at + 1] ?? 0));
    if (syllable !== undefined) {
      out += decoder.decode(bytes.subarray(from, at)) + syllable;
      from = at + 2;
    }
    at++;
  }
  return out + decoder.decode(bytes.subarray(from));
}

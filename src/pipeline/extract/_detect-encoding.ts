import { decodeAs } from './_decode-as.js';
import { contextOf, symbolOf } from './_letter-context.js';
import { letterCosts } from './_letter-costs.js';

/** Which languages are written in which legacy encoding. Order decides between equals. */
const ENCODINGS: readonly (readonly [encoding: string, languages: string])[] = [
  ['windows-1252', 'en es fr de pt it nl sv da nb fi is ca'],
  ['windows-1251', 'ru uk bg be sr mk'],
  ['windows-1250', 'pl cs sk hu ro hr sl'],
  ['shift_jis', 'ja'],
  ['gb18030', 'zh'],
  ['euc-kr', 'ko'],
  ['big5', 'zh-Hant'],
  ['euc-jp', 'ja'],
  ['koi8-r', 'ru'],
  ['koi8-u', 'uk'],
  ['windows-1253', 'el'],
  ['windows-1254', 'tr'],
  ['windows-1255', 'he'],
  ['windows-1256', 'ar fa'],
  ['windows-1257', 'lt lv et'],
  ['windows-874', 'th'],
  ['iso-8859-2', 'pl cs sk hu ro hr sl'],
  ['iso-8859-5', 'ru bg sr mk'],
  ['iso-8859-7', 'el'],
  ['ibm866', 'ru be'],
  ['x-mac-cyrillic', 'ru uk'],
  ['macintosh', 'fr de es it'],
];

/** Bytes looked at: lines that have any beyond ASCII, from the start. */
const SAMPLE_BYTES = 6000;
/** Marks that any language may use: no dash or quote shall speak against one. */
const COMMON_MARKS = new Set('\u00a0«»“”„‘’‚–—…·•©®™°§€£№、。「」，．・！？：；（）《》');
const COMMON_MARK_COST = 8;
const UNSEEN_COST = 13;
const FOREIGN_COST = 19;
const WRONG_COST = 32;

const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ru: /\p{Script=Cyrillic}/u,
  el: /\p{Script=Greek}/u,
  he: /\p{Script=Hebrew}/u,
  ar: /\p{Script=Arabic}/u,
  th: /\p{Script=Thai}/u,
  zh: /\p{Script=Han}/u,
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ko: /\p{Script=Hangul}/u,
};
for (const code of ['uk', 'bg', 'be', 'sr', 'mk']) Object.assign(SCRIPTS, { [code]: SCRIPTS['ru'] });
Object.assign(SCRIPTS, { fa: SCRIPTS['ar'], 'zh-Hant': SCRIPTS['zh'] });
const LATIN = /\p{Script=Latin}/u;

type Costs = readonly ReadonlyMap<string, number>[];
const models = new Map<string, Costs>();

/**
 * The legacy encoding in which the bytes make the most probable text of some language that is written in it.
 *
 * Each candidate decodes a sample; each of its languages says how many bits the characters beyond ASCII (and those
 * after them) cost it, from letter frequencies in context; the cheapest wins. An idea of the encoding detectors of
 * browsers (`li2001composite`), with costs counted on our own sample.
 *
 * @example
 * detectEncoding(Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])) // => 'windows-1251', "Привет"
 */
export function detectEncoding(bytes: Uint8Array): string {
  const sample = sampleOf(bytes);
  let best = 'windows-1252';
  let least = Infinity;
  for (const [encoding, languages] of ENCODINGS) {
    const text = decodeAs(sample, encoding);
    const symbols = [...text];
    for (const language of languages.split(' ')) {
      const cost = costOf(symbols, language, least);
      if (cost < least) {
        least = cost;
        best = encoding;
      }
    }
  }
  return best === 'gb18030' ? 'gbk' : best;
}

/** Bits that the characters beyond ASCII cost in a language; stops counting past `limit`. */
function costOf(chars: readonly string[], language: string, limit: number): number {
  const model = modelOf(language);
  const script = SCRIPTS[language] ?? LATIN;
  let cost = 0;
  let before = ' ';
  for (const char of chars) {
    if (char > '\x7f' || before > '\x7f') {
      const table = model[model.length === 1 ? 0 : contextOf(before)]!;
      const symbol = symbolOf(char);
      cost += table.get(symbol) ?? unseenCost(symbol, script);
      // within its kind a character beside one of ours is as good as any other
      if (char <= '\x7f') cost += symbol === ' ' ? 0 : 4;
      if (cost > limit) return cost;
    }
    before = char;
  }
  return cost;
}

function unseenCost(symbol: string, script: RegExp): number {
  if (symbol <= '\x7f') return UNSEEN_COST;
  if (COMMON_MARKS.has(symbol)) return COMMON_MARK_COST;
  if (symbol === '\ufffd' || /[\p{Cc}\p{Co}\p{Cn}]/u.test(symbol)) return WRONG_COST;
  return script.test(symbol) ? UNSEEN_COST : FOREIGN_COST;
}

function modelOf(language: string): Costs {
  let model = models.get(language);
  if (!model) {
    model = (letterCosts[language] ?? []).map((pairs) => {
      const table = new Map<string, number>();
      const chars = [...pairs];
      for (let i = 0; i + 1 < chars.length; i += 2) table.set(chars[i]!, halfBits(chars[i + 1]!));
      return table;
    });
    models.set(language, model);
  }
  return model;
}

function halfBits(digit: string): number {
  const value = /[A-Z]/.test(digit) ? digit.charCodeAt(0) - 65 + 36 : Number.parseInt(digit, 36);
  return value / 2;
}

/** Lines with bytes beyond ASCII, without what is far from any, up to a few thousand bytes. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let at = 0; at < bytes.length && length < SAMPLE_BYTES;) {
    while (at < bytes.length && bytes[at]! < 0x80) at++;
    if (at === bytes.length) break;
    const start = Math.max(0, at - 1);
    // a run ends at the second ASCII byte in a row that is no letter: trail bytes may be ASCII
    let end = at;
    while (end < bytes.length && end - at < SAMPLE_BYTES && (bytes[end]! >= 0x80 || bytes[end - 1]! >= 0x80))
      end++;
    parts.push(bytes.subarray(start, Math.min(bytes.length, end + 1)));
    length += end + 1 - start;
    at = end + 1;
  }
  return Buffer.concat(parts);
}

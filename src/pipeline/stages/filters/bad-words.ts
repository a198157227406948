import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFraction, checkOneOf, checkStrings } from '../../core/check.js';
import type { Doc } from '../../core/doc.js';
import type { Filter } from '../../core/stage.js';
import { KEEP, type Span } from '../../core/verdict.js';
import { corpusPath } from '../../readers/corpora.js';
import { md5Hex } from '../../text/hash.js';
import { PhraseSet, type Accept } from '../../text/phrase-set.js';
import { normalizeUrl } from '../../text/urls.js';
import { isWordAt, isWordBefore } from '../../text/word-boundary.js';

/** How a listed word must be bounded to count. */
export type BadWordsReading = 'tfds' | 'tfds-2019' | 'datatrove' | 'dclm';

/** The languages of the list. */
export const badWordLanguages =
  'ar cs da de en eo es fa fi fil fr hi hu it ja kab ko nl no pl pt ru sv th tlh tr zh'.split(' ');

/** Options for {@link badWords}. */
export interface BadWordsOptions {
  /** Language of the pages, and of the list. @default 'en' */
  readonly language?: string;
  /** Words and phrases in place of the published list, lower-case; `null` for the list. @default null */
  readonly words?: readonly string[] | null;
  /**
   * `tfds`: between characters that are no letter, digit or `_`, or at the ends. `tfds-2019`, as the English data set was
   * made: between two characters that are not a to z, both there, on one line. `datatrove`: as `tfds`. `dclm`:
   * between regular expressions' word boundaries. Japanese, Thai and Chinese have no boundaries. @default 'tfds'
   */
  readonly reading?: BadWordsReading;
  /** Fraction of the pages with a word that go, drawn by their URL; mC4 has 0.999. @default 1 */
  readonly dropFraction?: number;
}

const reasons: Readonly<Record<BadWordsReading, (language: string) => string>> = {
  tfds: (language) => `badwords-filter-${language}:filtered`,
  'tfds-2019': () => 'filtered-page-badword',
  datatrove: () => 'document_removed_with_badwords',
  dclm: () => 'substring_filter:ldnoobw',
};

const between: Readonly<Record<BadWordsReading, Accept>> = {
  tfds: isApart,
  'tfds-2019': (text, start, end) => isNoLatinLetter(text, start - 1) && isNoLatinLetter(text, end),
  datatrove: isApart,
  dclm: (text, start, end) =>
    isWordBefore(text, start) !== isWordAt(text, start) && isWordBefore(text, end) !== isWordAt(text, end),
};
const anywhere: Accept = () => true;

// subwords of unspaced languages that would drop more than a tenth of their pages
const allowed: Readonly<Record<string, readonly string[]>> = { ja: ['sm', 'グロ', '女の子'], zh: ['性'] };

/**
 * Drops pages with a word of the "List of Dirty, Naughty, Obscene or Otherwise Bad Words" (LDNOOBW), with the place of
 * the first. The list is read when the first page comes.
 *
 * Rule: `raffel2020t5`, section 2.2. What it does to dialects and topics is measured by `dodge2021documenting`.
 *
 * Differs from the sources: the list is that of npm's naughty-words 1.2.0, which has more English words than the
 * version of 2019; words are literal, where `tfds-2019` and `dclm` read them as regular expressions.
 *
 * @example
 * badWords({ words: ['odd sock'] }).judge({ id: '1', text: 'An odd sock.', meta: {} })
 * // => { kind: 'drop', reason: 'badwords-filter-en:filtered', span: { start: 3, end: 11 } }
 * @throws {RangeError} If the language has no list, or dropFraction is not from 0 to 1.
 */
export function badWords(options: BadWordsOptions = {}): Filter {
  const action = 'Cannot make stage "bad-words"';
  const { language = 'en', words = null, dropFraction = 1 } = options;
  const reading = checkOneOf(action, 'reading', options.reading ?? 'tfds', [
    'tfds',
    'tfds-2019',
    'datatrove',
    'dclm',
  ]);
  if (words === null) checkOneOf(action, 'language', language, badWordLanguages);
  else checkStrings(action, 'words', words);
  checkFraction(action, 'dropFraction', dropFraction);
  const isUnspaced = ['ja', 'th', 'zh'].includes(language) && reading !== 'tfds-2019' && reading !== 'dclm';
  const accept = isUnspaced ? anywhere : between[reading];
  const reason = reasons[reading](language);
  let phrases: PhraseSet | undefined;
  return {
    kind: 'filter',
    name: 'bad-words',
    cite: 'raffel2020t5',
    ref: {
      module: 'stages/filters/bad-words',
      export: 'badWords',
      params: { language, words, reading, dropFraction },
    },
    judge(doc) {
      phrases ??= new PhraseSet(words ?? readList(language));
      const lower = doc.text.toLowerCase();
      const span = phrases.find(lower, accept);
      if (!span || (dropFraction < 1 && !isDrawn(doc, dropFraction))) return KEEP;
      return {
        kind: 'drop',
        reason,
        span: lower.length === doc.text.length ? span : unfolded(doc.text, span),
      };
    },
  };
}

function readList(language: string): string[] {
  const folder = corpusPath('naughty-words');
  const files = [`${language}.json`, ...(language === 'fr' ? ['fr-CA-u-sd-caqc.json'] : [])];
  const words = files
    .map((file) => join(folder, file))
    .filter((file) => existsSync(file))
    .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as string[]);
  return words.filter((word) => !allowed[language]?.includes(word));
}

function isApart(text: string, start: number, end: number): boolean {
  return !isWordBefore(text, start) && !isWordAt(text, end);
}

function isNoLatinLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return at >= 0 && at < text.length && !(code >= 0x61 && code <= 0x7a) && code !== 0x0a;
}

// the code's own draw: the URL's hash, modulo the denominator of the fraction in lowest terms
function isDrawn(doc: Doc, fraction: number): boolean {
  let numerator = fraction;
  let denominator = 1n;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  const hash = BigInt(`0x${md5Hex(doc.url === undefined ? doc.id : normalizeUrl(doc.url))}`);
  return hash % denominator < BigInt(numerator);
}

// the span in the text whose lower-case form it was found in
function unfolded(text: string, span: Span): Span {
  let at = 0;
  let folded = 0;
  const original = (offset: number): number => {
    while (at < text.length && folded < offset) {
      folded += text[at]!.toLowerCase().length;
      at++;
    }
    return at;
  };
  const start = original(span.start);
  return { start, end: original(span.end) };
}

import { strip } from '../whitespace.js';

/** A word with what is known of it; boundaries of sentences are marked on the word that ends one. */
export interface PunktToken {
  readonly text: string;
  /** Lower-case, or `##number##`. */
  readonly type: string;
  readonly endsInPeriod: boolean;
  /** First of its line, and first after an empty line. */
  readonly startsLine: boolean;
  readonly startsParagraph: boolean;
  isBreak: boolean;
  isAbbreviation: boolean;
  isEllipsis: boolean;
}

// Unicode's White_Space, without the separators U+001C to U+001F that Python strips as well
const space = '\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
// characters that end a word wherever they stand; a period does not, for it may belong to the word
const nonWord = '[)";}\\]*:@\'(\\{\\[‘’“”«»?!]';
const multiCharacter = `(?:-{2,}|\\.{2,}|(?:\\.[${space}]){2,}\\.)`;
const wordStart = '[^("`\\{\\[:;&#*@)\\}\\]\\-,]';
const wordEnd = `[${space}]|$|${nonWord}|${multiCharacter}`;
const word = new RegExp(
  `${multiCharacter}|(?=${wordStart})[^${space}]+?(?=${wordEnd}|,(?=${wordEnd}))|[^${space}]`,
  'gu',
);

const numeric = /^-?[.,]?\p{Nd}[\p{Nd},.-]*\.?$/u;
// a word's characters but for decimal digits
const letters = '[\\p{Alphabetic}\\p{M}\\p{Pc}\\u200c\\u200d]';
const initial = new RegExp(`^${letters}\\.$`, 'u');
const alphabetic = new RegExp(`^${letters}+$`, 'u');
const letter = new RegExp(letters, 'u');
const ellipsis = /^\.\.+$/;
const upper = /^\p{Uppercase}/u;
const lower = /^\p{Lowercase}/u;

/**
 * The words and punctuation marks of a text, line by line. A period stays with its word; numbers share one type.
 *
 * @example
 * punktTokens('Mr. Ishmael came.').map((token) => token.text) // => ['Mr.', 'Ishmael', 'came.']
 */
export function punktTokens(text: string): PunktToken[] {
  const tokens: PunktToken[] = [];
  let startsParagraph = false;
  for (const line of text.split('\n')) {
    const words = strip(line) === '' ? null : line.match(word);
    if (!words) {
      startsParagraph = true;
      continue;
    }
    for (let at = 0; at < words.length; at++) {
      tokens.push(punktToken(words[at]!, at === 0, at === 0 && startsParagraph));
    }
    startsParagraph = false;
  }
  return tokens;
}

function punktToken(text: string, startsLine: boolean, startsParagraph: boolean): PunktToken {
  return {
    text,
    type: numeric.test(text) ? '##number##' : text.toLowerCase(),
    endsInPeriod: text.endsWith('.'),
    startsLine,
    startsParagraph,
    isBreak: false,
    isAbbreviation: false,
    isEllipsis: false,
  };
}

/** First pass: decides by the type alone. Marks every token in place. */
export function markByType(tokens: readonly PunktToken[], abbreviations: ReadonlySet<string>): void {
  for (const token of tokens) {
    const { text } = token;
    if (text === '.' || text === '?' || text === '!') token.isBreak = true;
    else if (ellipsis.test(text)) token.isEllipsis = true;
    else if (token.endsInPeriod && !text.endsWith('..')) {
      const bare = text.slice(0, -1).toLowerCase();
      const known = abbreviations.has(bare) || abbreviations.has(bare.slice(bare.lastIndexOf('-') + 1));
      if (known) token.isAbbreviation = true;
      else token.isBreak = true;
    }
  }
}

/** The type without its final period, if it has one and is more than one. */
export function typeWithoutPeriod({ type }: PunktToken): string {
  return type.length > 1 && type.endsWith('.') ? type.slice(0, -1) : type;
}

/** The type, without its final period where that ends a sentence. */
export function typeInSentence(token: PunktToken): string {
  return token.isBreak ? typeWithoutPeriod(token) : token.type;
}

/** True if the token begins with an upper-case character. */
export function startsUpper({ text }: PunktToken): boolean {
  return upper.test(text);
}

/** True if the token begins with a lower-case character. */
export function startsLower({ text }: PunktToken): boolean {
  return lower.test(text);
}

/** True if the token is a number. */
export function isNumber({ type }: PunktToken): boolean {
  return type.startsWith('##number##');
}

/** True if the token is one letter with a period. */
export function isInitial({ text }: PunktToken): boolean {
  return initial.test(text);
}

/** True if the token is letters only. */
export function isAlphabetic({ text }: PunktToken): boolean {
  return alphabetic.test(text);
}

/** True if the type has a letter: not merely punctuation. Numbers count, by their type. */
export function hasLetter(type: string): boolean {
  return letter.test(type);
}

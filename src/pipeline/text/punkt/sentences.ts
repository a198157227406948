import type { Span } from '../../core/verdict.js';
import type { SentenceSplitter } from '../sentence-splitter.js';
import { isSpace as isAnySpace, trimSpace } from '../whitespace.js';
import { collocation, Orthography, type PunktParameters } from './parameters.js';
import {
  isInitial,
  markByType,
  punktTokens,
  startsLower,
  startsUpper,
  typeInSentence,
  typeWithoutPeriod,
  type PunktToken,
} from './token.js';

/** Stops a walk when it returns false. */
type Visit = (start: number, end: number) => boolean;

/**
 * A sentence splitter with Punkt's parameters: a period ends a sentence unless its word is an abbreviation, an initial
 * or an ordinal and the next word does not look like a beginning; closing quotes and brackets go with the sentence
 * they close. One pass; only periods, question and exclamation marks before a space or punctuation are looked at.
 *
 * Algorithm: `kiss2006punkt`, as NLTK 3.10's `PunktSentenceTokenizer` carries it out: boundaries are equal to its, given
 * equal parameters. Older releases did not know curly quotes for closing marks.
 *
 * @example
 * punkt(trainPunkt([text])).count('Call me Ishmael. Some years ago.') // => 2
 */
export function punkt(parameters: PunktParameters): SentenceSplitter {
  const walk = sentenceWalker(parameters);
  return {
    spans(text) {
      const spans: Span[] = [];
      walk(text, (start, end) => {
        spans.push({ start, end });
        return true;
      });
      return spans;
    },
    count(text, limit = Infinity) {
      let count = 0;
      if (limit > 0) walk(text, () => ++count < limit);
      return count;
    },
  };
}

function sentenceWalker(parameters: PunktParameters): (text: string, visit: Visit) => void {
  const endsSentence = boundaryDecider(parameters);
  return (text, visit) => {
    const length = text.length;
    let realigned = 0; // characters of the pending slice that went to the sentence before it
    let pendingStart = -1;
    let pendingEnd = -1;
    let wordStart = 0;
    let mark = 0; // offset of the candidate mark, which the word ends at
    let afterEnd = -1;
    let nextStart = -1;
    let sentenceStart = 0;

    // a slice is given out when the next one shows how much of it belongs to this one; false stops the walk
    const flush = (start: number, end: number): boolean => {
      if (pendingStart >= 0) {
        const from = pendingStart + realigned;
        const closed = closersEnd(text, start, end);
        if (closed > 0) {
          realigned = skipSpace(text, closed, end) - start;
          if (!visit(from, closed)) return false;
        } else {
          realigned = 0;
          if (from < pendingEnd && !visit(from, pendingEnd)) return false;
        }
      }
      pendingStart = start;
      pendingEnd = end;
      return true;
    };
    const decide = (): boolean => {
      if (!endsSentence(text, wordStart, mark, afterEnd)) return true;
      const start = sentenceStart;
      sentenceStart = nextStart >= 0 ? nextStart : mark + 1;
      return flush(start, mark + 1);
    };

    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code !== 0x2e && code !== 0x3f && code !== 0x21) continue;
      if (at + 1 >= length) break;
      let end = at + 2;
      let next = -1;
      const following = text.charCodeAt(at + 1);
      if (!isNonWord(following)) {
        if (!isSpace(following)) continue;
        next = skipSpace(text, at + 2, length);
        if (next >= length) break;
        end = wordEnd(text, next, length);
      }
      const space = lastSpace(text, mark, at);
      const start = space > mark ? space + 1 : wordStart;
      // marks without a space between them belong to one candidate: the last
      if (afterEnd >= 0 && mark <= start && !decide()) return;
      wordStart = start;
      mark = at;
      afterEnd = end;
      nextStart = next;
    }
    if (afterEnd >= 0 && !decide()) return;
    if (!flush(sentenceStart, trimSpace(text, sentenceStart, length))) return;
    if (pendingStart + realigned < pendingEnd) visit(pendingStart + realigned, pendingEnd);
  };
}

/** Whether the mark at `mark` ends a sentence, seen with the word before it and what follows up to `end`. */
function boundaryDecider(
  parameters: PunktParameters,
): (text: string, start: number, mark: number, end: number) => boolean {
  const special = new Set(parameters.abbreviations);
  for (const pair of parameters.collocations) special.add(pair.slice(0, pair.indexOf('\t')));
  let longest = 0;
  for (const type of special) longest = Math.max(longest, type.length);

  // the common case, without tokens: a plain word that is neither an abbreviation nor part of a collocation
  const isPlain = (text: string, start: number, mark: number): boolean => {
    if (mark - start < 2) return false;
    for (let at = start; at < mark; at++) {
      const letter = text.charCodeAt(at) | 0x20;
      if (letter < 0x61 || letter > 0x7a) return false;
    }
    return mark - start > longest || !special.has(text.slice(start, mark).toLowerCase());
  };

  return (text, start, mark, end) => {
    if (text.charCodeAt(mark) !== 0x2e) return true;
    if (isPlain(text, start, mark) && text.charCodeAt(skipSpace(text, mark + 1, end)) !== 0x2e) return true;
    const tokens = punktTokens(text.slice(start, end));
    markByType(tokens, parameters.abbreviations);
    for (let at = 0; at + 1 < tokens.length; at++) {
      const token = tokens[at]!;
      if (token.endsInPeriod) markByContext(token, tokens[at + 1]!, parameters);
      if (token.isBreak) return true;
    }
    return false;
  };
}

// second pass, section 4: the next word corrects what the type alone said
function markByContext(token: PunktToken, next: PunktToken, parameters: PunktParameters): void {
  const type = typeWithoutPeriod(token);
  const nextType = typeInSentence(next);
  const initial = isInitial(token);
  if (parameters.collocations.has(collocation(type, nextType))) {
    token.isBreak = false;
    token.isAbbreviation = true;
    return;
  }
  if ((token.isAbbreviation || token.isEllipsis) && !initial) {
    const isStarter = startsUpper(next) && parameters.sentenceStarters.has(nextType);
    if (looksLikeStart(next, parameters) === true || isStarter) {
      token.isBreak = true;
      return;
    }
  }
  if (initial || type === '##number##') {
    const isStart = looksLikeStart(next, parameters);
    const isName =
      isStart === 'unknown' &&
      initial &&
      startsUpper(next) &&
      ((parameters.orthography.get(nextType) ?? 0) & Orthography.anyLower) === 0;
    if (isStart === false || isName) {
      token.isBreak = false;
      token.isAbbreviation = true;
    }
  }
}

// the orthographic heuristic, section 4.1.1
function looksLikeStart(token: PunktToken, parameters: PunktParameters): boolean | 'unknown' {
  if (/^[;:,.!?]$/.test(token.text)) return false;
  const seen = parameters.orthography.get(typeInSentence(token)) ?? 0;
  if (startsUpper(token) && seen & Orthography.anyLower && !(seen & Orthography.middleUpper)) return true;
  if (startsLower(token) && (seen & Orthography.anyUpper || !(seen & Orthography.beginLower))) return false;
  return 'unknown';
}

/** The offset after closing quotes and brackets at `start` that a space, `--` or the end follows, or 0. */
function closersEnd(text: string, start: number, end: number): number {
  for (let at = start; at < end && isCloser(text.charCodeAt(at));) {
    at++;
    if (at === end || isSpace(text.charCodeAt(at)) || (at + 1 < end && text.startsWith('--', at))) return at;
  }
  return 0;
}

// without the separators U+001C to U+001F, which do not stand between sentences
function isSpace(code: number): boolean {
  return isAnySpace(code) && (code < 0x1c || code > 0x1f);
}

function skipSpace(text: string, at: number, end: number): number {
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isCloser(code: number): boolean {
  if (code < 0x80) return code === 0x22 || code === 0x27 || code === 0x29 || code === 0x5d || code === 0x7d;
  return isCurlyQuote(code);
}

const nonWord = new Uint8Array(0x80);
for (const mark of '!"\'()*:;?@[]{}') nonWord[mark.charCodeAt(0)] = 1;

function isNonWord(code: number): boolean {
  return code < 0x80 ? nonWord[code] === 1 : isCurlyQuote(code);
}

function isCurlyQuote(code: number): boolean {
  return (
    code === 0x2018 || code === 0x2019 || code === 0x201c || code === 0x201d || code === 0xab || code === 0xbb
  );
}

function wordEnd(text: string, at: number, end: number): number {
  while (at < end && !isSpace(text.charCodeAt(at))) at++;
  return at;
}

// ASCII whitespace only, as in the reference
function lastSpace(text: string, start: number, end: number): number {
  for (let at = end - 1; at >= start; at--) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) return at;
  }
  return -1;
}

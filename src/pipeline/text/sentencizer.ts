import type { Span } from '../core/verdict.js';
import { englishTokens, isWhole } from './_english-tokens.js';
import type { SentenceSplitter } from './sentence-splitter.js';
import { isSpace } from './whitespace.js';

// Unicode's sentence terminals, without those of later versions than spaCy's list
const terminal =
  /^(?![\u{61d}\u{61e}\u{837}\u{839}\u{83d}\u{83e}\u{17d4}\u{17d5}\u{1b4e}\u{1b4f}\u{1b7d}-\u{1b7f}\u{2024}\u{2cf9}-\u{2cfb}\u{2e53}\u{2e54}\u{fe12}\u{fe15}\u{fe16}\u{10f55}-\u{10f59}\u{10f86}-\u{10f89}\u{113d4}\u{113d5}\u{11944}\u{11946}\u{11ef7}\u{11ef8}\u{11f43}\u{11f44}\u{16d6e}\u{16d6f}\u{16e98}])\p{STerm}$/u;
const rareTerminal = /(?![!.?])\p{STerm}/u;
const punctuation = /^\p{P}*$/u;

/** Stops a walk when it returns false. */
type Visit = (start: number) => boolean;

/**
 * A sentence splitter by rule alone: a terminal mark that stands as a token of its own ends a sentence, which the next
 * token that is not punctuation begins. English abbreviations keep their period. This is how datatrove splits English
 * since it left Punkt: spaCy's blank `en` tokenizer with its `sentencizer`. Counts are equal on prose in Latin script;
 * they may differ where a face or an apostrophe runs into a period, as in `:o.O*`.
 *
 * @example
 * sentencizer.count('Mr. Flask smiled. "Aye!" said he.') // => 3
 */
export const sentencizer: SentenceSplitter = {
  spans(text) {
    const starts: number[] = [];
    walk(text, (start) => {
      starts.push(start);
      return true;
    });
    return starts.map((start, index): Span => ({ start, end: starts[index + 1] ?? text.length }));
  },
  count(text, limit = Infinity) {
    let count = 0;
    if (limit > 0) walk(text, () => ++count < limit);
    return count;
  },
};

function walk(text: string, visit: Visit): void {
  if (text === '' || !visit(0)) return;
  const hasRare = rareTerminal.test(text);
  let seen = false; // a terminal mark came since the sentence began
  for (let at = 0; at < text.length;) {
    const start = at;
    if (isSpace(text.charCodeAt(at))) {
      while (at < text.length && isSpace(text.charCodeAt(at))) at++;
      // one space after a word goes with it; any other whitespace is a token, and begins a sentence like a word
      const from = start > 0 && text.charCodeAt(start) === 0x20 ? start + 1 : start;
      if (seen && from < at) {
        seen = false;
        if (!visit(from)) return;
      }
      continue;
    }
    let mark = -1; // the run's first terminal mark
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (isSpace(code)) break;
      if (mark < 0 && (code === 0x2e || code === 0x3f || code === 0x21)) mark = at;
    }
    if (mark < 0 && !(hasRare && rareTerminal.test(text.slice(start, at)))) {
      if (seen && !isPunctuation(text, start, at)) {
        seen = false;
        if (!visit(start)) return;
      }
    } else if (mark === at - 1 && isPlainWord(text, start, mark)) {
      if (seen && mark > start) {
        seen = false;
        if (!visit(start)) return;
      }
      if (text.charCodeAt(mark) !== 0x2e || !isWhole(text.slice(start, at))) seen = true;
    } else {
      let offset = start;
      for (const token of englishTokens(text.slice(start, at))) {
        if (terminal.test(token)) seen = true;
        else if (seen && !punctuation.test(token)) {
          seen = false;
          if (!visit(offset)) return;
        }
        offset += token.length;
      }
    }
  }
}

// letters and digits, the last of which lets go of a period: a small letter or a digit
function isPlainWord(text: string, start: number, end: number): boolean {
  if (end === start) return false;
  for (let at = start; at < end; at++) if (!isAlphanumeric(text.charCodeAt(at))) return false;
  const last = text.charCodeAt(end - 1);
  return last >= 0x61 || last <= 0x39;
}

function isAlphanumeric(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
}

function isPunctuation(text: string, start: number, end: number): boolean {
  return !isAlphanumeric(text.charCodeAt(start)) && punctuation.test(text.slice(start, end));
}

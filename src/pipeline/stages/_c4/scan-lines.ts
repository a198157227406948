import { hasRareBreak, isLineBreak } from '../../text/lines.js';
import { skipSpace, trimSpace } from '../../text/whitespace.js';
import { countWords, hasLongWord } from '../../text/words.js';
import { findCitations, withoutSpans } from './citations.js';
import { LineFate, LineTable, type PageScan } from './page-scan.js';
import { PhraseCursor, PhrasesCursor } from './phrase-cursor.js';
import type { LineRules } from './rules.js';

const table = new LineTable();

/**
 * Makes the scanner of the `tfds` and `datatrove` readings: each line is stripped and goes through the rules in the
 * order of the code. Nothing is allocated for a line without citations, and no expression is matched: the phrases are
 * looked for once in the page's lower-case form, and line ends, brackets and words by their character codes.
 *
 * The same rules, written to be read, are the oracle in `test/pipeline/stages/_c4/readable-scan.ts`.
 */
export function lineScanner(rules: LineRules): (text: string) => PageScan {
  const { maxWordLength, removeCitations, minWords, dropEllipsis } = rules;
  const countsBeforeCitations = rules.reading === 'datatrove';
  const bracket = new PhraseCursor('[');
  const curly = new PhraseCursor('{');
  const lorem = new PhraseCursor('lorem ipsum');
  const javascript = new PhraseCursor('javascript');
  const policies = new PhrasesCursor(rules.policyPhrases);
  const endMarks = rules.endMarks ?? [];
  const longMarks = endMarks.filter((mark) => mark.length !== 1);
  const markCodes = endMarks.filter((mark) => mark.length === 1).map((mark) => mark.charCodeAt(0));

  const endsWell = (text: string, start: number, end: number): boolean => {
    if (rules.endMarks === null) return true;
    const isMarked =
      (end > start && markCodes.includes(text.charCodeAt(end - 1))) ||
      longMarks.some((mark) => end - mark.length >= start && text.endsWith(mark, end));
    return isMarked && !(dropEllipsis && end - 3 >= start && text.endsWith('...', end));
  };

  return (text) => {
    table.clear();
    let keptCount = 0;
    let loremIpsumLine = -1;
    let curlyBracketLine = -1;
    let hasCitations = false;
    const rare = hasRareBreak(text);
    const folded = text.toLowerCase();
    // a dotted capital I grows when it is made small: then offsets differ, and each line is folded by itself
    const isAligned = folded.length === text.length;
    bracket.reset(text);
    curly.reset(text);
    lorem.reset(folded);
    javascript.reset(folded);
    policies.reset(folded);

    const fateOf = (start: number, end: number): LineFate => {
      if (maxWordLength !== null && hasLongWord(text, start, end, maxWordLength)) return LineFate.longWord;
      const citations = removeCitations && bracket.isIn(start, end) ? findCitations(text, start, end) : [];
      if (citations.length > 0) {
        const line = withoutSpans(text, start, end, citations);
        if (!endsWell(line, 0, line.length)) return LineFate.noEndMark;
        if (minWords !== null) {
          const words = countsBeforeCitations
            ? countWords(text, start, end, minWords)
            : countWords(line, 0, line.length, minWords);
          if (words < minWords) return LineFate.fewWords;
        }
        const fate = fateByPhrase(line);
        hasCitations ||= fate === LineFate.kept;
        return fate;
      }
      if (!endsWell(text, start, end)) return LineFate.noEndMark;
      if (minWords !== null && countWords(text, start, end, minWords) < minWords) return LineFate.fewWords;
      if (!isAligned) return fateByPhrase(text.slice(start, end));
      if (loremIpsumLine < 0 && lorem.isIn(start, end)) loremIpsumLine = table.count;
      if (rules.dropJavascript && javascript.isIn(start, end)) return LineFate.javascript;
      if (curlyBracketLine < 0 && curly.isIn(start, end)) curlyBracketLine = table.count;
      return policies.isIn(start, end) ? LineFate.policy : LineFate.kept;
    };
    const fateByPhrase = (line: string): LineFate => {
      const lower = line.toLowerCase();
      if (loremIpsumLine < 0 && lower.includes('lorem ipsum')) loremIpsumLine = table.count;
      if (rules.dropJavascript && lower.includes('javascript')) return LineFate.javascript;
      if (curlyBracketLine < 0 && line.includes('{')) curlyBracketLine = table.count;
      return rules.policyPhrases.some((phrase) => lower.includes(phrase)) ? LineFate.policy : LineFate.kept;
    };

    for (let at = 0; at < text.length;) {
      const lineEnd = rare ? rareLineEnd(text, at) : commonLineEnd(text, at);
      const end = trimSpace(text, at, lineEnd);
      const start = skipSpace(text, at, end);
      const fate = fateOf(start, end);
      if (fate === LineFate.kept) keptCount++;
      table.add(start, end, fate);
      at = lineEnd + (text.charCodeAt(lineEnd) === 0x0d && text.charCodeAt(lineEnd + 1) === 0x0a ? 2 : 1);
    }
    return { lines: table.copy(), keptCount, loremIpsumLine, curlyBracketLine, hasCitations };
  };
}

function commonLineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function rareLineEnd(text: string, at: number): number {
  while (at < text.length && !isLineBreak(text.charCodeAt(at))) at++;
  return at;
}

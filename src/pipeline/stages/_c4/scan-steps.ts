import { strip } from '../../text/whitespace.js';
import { countWords, hasLongWord } from '../../text/words.js';
import { findCitations, withoutSpans } from './citations.js';
import { LineFate, LineTable, type PageScan } from './page-scan.js';
import type { LineRules } from './rules.js';

/** A page seen by the rules of DCLM's `c4.yaml`. */
export interface StepScan extends PageScan {
  /** The page's lines that stay, joined and stripped: what sentences are counted in. */
  readonly keptText: string;
  /** After which step nothing was left of the page, or null. */
  readonly emptiedBy: 'longWord' | 'citation' | 'noEndMark' | 'fewWords' | 'javascript' | 'policy' | null;
}

interface Line {
  readonly start: number;
  readonly end: number;
  /** The line without its citations. */
  text: string;
  fate: LineFate;
}

/**
 * Makes the scanner of the `dclm` reading, in which every rule is a step over the whole page: lines end at `\n` only
 * and are not stripped; an empty line passes the end mark and the word rule; a page that a step leaves empty is gone.
 * Source: `c4.yaml` of `li2024datacomp`.
 */
export function stepScanner(rules: LineRules): (text: string) => StepScan {
  const { maxWordLength, minWords } = rules;
  const javascript = rules.dropJavascript ? ignoringCase(['javascript']) : null;
  const policy = rules.policyPhrases.length > 0 ? ignoringCase(rules.policyPhrases) : null;
  return (text) => {
    const lines = linesOf(text);
    let emptiedBy: StepScan['emptiedBy'] = null;
    const drop = (
      step: NonNullable<StepScan['emptiedBy']>,
      fate: LineFate,
      goes: (line: Line) => boolean,
    ): void => {
      for (const line of lines) if (line.fate === LineFate.kept && goes(line)) line.fate = fate;
      const isEmpty = fate >= LineFate.javascript ? isBlank(lines) : isNothing(lines);
      if (isEmpty) emptiedBy ??= step;
    };
    if (maxWordLength !== null) {
      drop('longWord', LineFate.longWord, (line) =>
        hasLongWord(line.text, 0, line.text.length, maxWordLength),
      );
    }
    let hasCitations = false;
    if (rules.removeCitations) {
      for (const line of lines) {
        if (line.fate !== LineFate.kept || !line.text.includes('[')) continue;
        const citations = findCitations(text, line.start, line.end);
        if (citations.length === 0) continue;
        line.text = withoutSpans(text, line.start, line.end, citations);
        hasCitations = true;
      }
      drop('citation', LineFate.kept, () => false);
    }
    if (rules.endMarks !== null) drop('noEndMark', LineFate.noEndMark, (line) => !endsWell(line.text, rules));
    if (minWords !== null) {
      drop('fewWords', LineFate.fewWords, (line) => line.text !== '' && countWords(line.text) < minWords);
    }
    const loremIpsumLine = lines.findIndex(
      (line) => line.fate === LineFate.kept && line.text.toLowerCase().includes('lorem ipsum'),
    );
    if (javascript) drop('javascript', LineFate.javascript, (line) => javascript.test(line.text));
    const curlyBracketLine = lines.findIndex(
      (line) => line.fate === LineFate.kept && line.text.includes('{'),
    );
    if (policy) drop('policy', LineFate.policy, (line) => policy.test(line.text));
    const table = new LineTable();
    for (const line of lines) table.add(line.start, line.end, line.fate);
    return {
      lines: table.copy(),
      keptCount: lines.filter((line) => line.fate === LineFate.kept).length,
      loremIpsumLine,
      curlyBracketLine,
      hasCitations,
      keptText: strip(keptText(lines)),
      emptiedBy,
    };
  };
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ start, end: start + line.length, text: line, fate: LineFate.kept });
    start += line.length + 1;
  }
  return lines;
}

// the page is the empty string
function isNothing(lines: readonly Line[]): boolean {
  let empty = 0;
  for (const line of lines) {
    if (line.fate !== LineFate.kept) continue;
    if (line.text !== '' || ++empty > 1) return false;
  }
  return true;
}

// the page is whitespace: the two steps for phrases also strip it
function isBlank(lines: readonly Line[]): boolean {
  return lines.every((line) => line.fate !== LineFate.kept || strip(line.text) === '');
}

function keptText(lines: readonly Line[]): string {
  return lines
    .filter((line) => line.fate === LineFate.kept)
    .map((line) => line.text)
    .join('\n');
}

function endsWell(line: string, { endMarks, dropEllipsis }: LineRules): boolean {
  if (line === '' || endMarks === null) return true;
  const end = strip(line);
  if (!endMarks.some((mark) => end.endsWith(mark))) return false;
  return !(dropEllipsis && (end.endsWith('...') || end.endsWith('…')));
}

// Python's re.I also holds these letters for the same as k, s and i
const alike: Readonly<Record<string, string>> = { k: '[kK\u212a]', s: '[sS\u017f]', i: '[iI\u0130\u0131]' };

function ignoringCase(phrases: readonly string[]): RegExp {
  const sources = phrases.map((phrase) =>
    [...phrase].map((letter) => alike[letter] ?? letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')).join(''),
  );
  return new RegExp(sources.join('|'), 'i');
}

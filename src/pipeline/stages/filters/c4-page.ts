import type { Filter } from '../../core/stage.js';
import { KEEP, type Drop, type Span, type Verdict } from '../../core/verdict.js';
import { englishSentences } from '../../text/punkt/english.js';
import { sentencizer } from '../../text/sentencizer.js';
import { findCitations, withoutSpans } from '../_c4/citations.js';
import { LineFate, type PageScan } from '../_c4/page-scan.js';
import {
  asJson,
  lineRules,
  pageRules,
  reasonNames,
  type C4PageOptions,
  type LineRules,
  type PageRules,
} from '../_c4/rules.js';
import { scannerOf } from '../_c4/scanner.js';

export type { C4PageOptions } from '../_c4/rules.js';

/**
 * Drops a page that C4 drops as a whole: one with "lorem ipsum" or a curly bracket on a line that came through the
 * rules before, or with too few sentences on the lines that stay. A curly bracket on a line that goes anyway, say for
 * want of an end mark, does no harm.
 *
 * Source: `raffel2020t5`, section 2.2, in the order of its code. Sentences are Punkt's, with parameters of our own
 * (see {@link englishSentences}); the `datatrove` reading has {@link sentencizer}. They are counted line by line, and
 * only as far as the verdict needs: a line that stays is one at least.
 *
 * @example
 * c4Page().judge({ id: '1', text: 'There was only one sentence here.', meta: {} })
 * // => { kind: 'drop', reason: 'filtered:too_few_sentences', value: 1, limit: 3 }
 * @throws {RangeError} If a reading has no such name, or a limit is not an integer of at least 0.
 */
export function c4Page(options: C4PageOptions = {}): Filter {
  const action = 'Cannot make stage "c4-page"';
  const rules = pageRules(action, options);
  const lines = lineRules(action, options);
  return {
    kind: 'filter',
    name: 'c4-page',
    cite: 'raffel2020t5',
    ref: { module: 'stages/filters/c4-page', export: 'c4Page', params: asJson(rules) },
    judge: isStepwise(lines) ? judgeBySteps(lines, rules) : judgeByLines(lines, rules),
  };
}

type StepRules = LineRules & { reading: 'dclm' };

function isStepwise(rules: LineRules): rules is StepRules {
  return rules.reading === 'dclm';
}

function judgeByLines(lines: LineRules, rules: PageRules): Filter['judge'] {
  const scan = scannerOf(lines);
  const names = reasonNames[rules.reading];
  const { minSentences } = rules;
  // each line that stays is a sentence at least, unless the rules let a blank one through
  const isFilled = rules.reading === 'datatrove' || rules.endMarks !== null || (rules.minWords ?? 0) > 0;
  return (doc) => {
    const page = scan(doc);
    const drop = judgeMarks(doc.text, page, rules);
    if (drop) return drop;
    if (minSentences === null || (isFilled && page.keptCount >= minSentences)) return KEEP;
    return judgeSentences(countLineSentences(doc.text, page, rules), minSentences, names.fewSentences);
  };
}

function judgeBySteps(lines: StepRules, rules: PageRules): Filter['judge'] {
  const scan = scannerOf(lines);
  const names = reasonNames.dclm;
  const steps = ['longWord', 'citation', 'noEndMark', 'fewWords', 'javascript', 'policy'] as const;
  return (doc) => {
    const page = scan(doc);
    const step = page.emptiedBy === null ? Infinity : steps.indexOf(page.emptiedBy);
    const emptied: Verdict = page.emptiedBy === null ? KEEP : { kind: 'drop', reason: names[page.emptiedBy] };
    if (step <= steps.indexOf('fewWords')) return emptied;
    // the two phrases stand before and after the step for JavaScript
    if (rules.dropLoremIpsum && page.loremIpsumLine >= 0) return dropForLorem(doc.text, page, rules);
    if (step <= steps.indexOf('javascript')) return emptied;
    if (rules.dropCurlyBracket && page.curlyBracketLine >= 0) return dropForBracket(doc.text, page, rules);
    if (step <= steps.indexOf('policy')) return emptied;
    if (rules.minSentences === null) return KEEP;
    return judgeSentences(
      englishSentences().count(page.keptText, rules.minSentences),
      rules.minSentences,
      names.fewSentences,
    );
  };
}

function judgeMarks(text: string, page: PageScan, rules: PageRules): Drop | undefined {
  const lorem = rules.dropLoremIpsum && page.loremIpsumLine >= 0 ? page.loremIpsumLine : Infinity;
  const bracket = rules.dropCurlyBracket && page.curlyBracketLine >= 0 ? page.curlyBracketLine : Infinity;
  if (lorem === Infinity && bracket === Infinity) return undefined;
  return lorem <= bracket ? dropForLorem(text, page, rules) : dropForBracket(text, page, rules);
}

function dropForLorem(text: string, page: PageScan, { reading }: PageRules): Drop {
  const span = spanInLine(text, page, page.loremIpsumLine, /lorem ipsum/i);
  return { kind: 'drop', reason: reasonNames[reading].loremIpsum, span };
}

function dropForBracket(text: string, page: PageScan, { reading }: PageRules): Drop {
  const span = spanInLine(text, page, page.curlyBracketLine, /\{/);
  return { kind: 'drop', reason: reasonNames[reading].curlyBracket, span };
}

// where it stands, or the whole line if a citation stands within it
function spanInLine(text: string, { lines }: PageScan, line: number, phrase: RegExp): Span {
  const start = lines[3 * line]!;
  const end = lines[3 * line + 1]!;
  const match = phrase.exec(text.slice(start, end));
  return match ? { start: start + match.index, end: start + match.index + match[0].length } : { start, end };
}

function countLineSentences(text: string, { lines, hasCitations }: PageScan, rules: PageRules): number {
  const limit = rules.minSentences ?? 0;
  let count = 0;
  for (let line = 0; line < lines.length && count < limit; line += 3) {
    if (lines[line + 2] !== LineFate.kept) continue;
    const start = lines[line]!;
    const end = lines[line + 1]!;
    const citations = hasCitations ? findCitations(text, start, end) : [];
    const content = withoutSpans(text, start, end, citations);
    // datatrove holds even an empty line for one sentence
    if (rules.reading === 'datatrove') count += Math.max(1, sentencizer.count(content, limit));
    else count += englishSentences().count(content, limit);
  }
  return count;
}

function judgeSentences(count: number, min: number, reason: string): Verdict {
  return count < min ? { kind: 'drop', reason, value: count, limit: min } : KEEP;
}

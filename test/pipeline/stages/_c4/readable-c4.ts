import type { LineRules, PageRules, ReasonNames } from '../../../../src/pipeline/stages/_c4/rules.js';
import { englishSentences } from '../../../../src/pipeline/text/punkt/english.js';
import { sentencizer } from '../../../../src/pipeline/text/sentencizer.js';

/** What became of a page. */
export type Outcome =
  { readonly reason: string } | { readonly text: string; readonly lines: Readonly<Record<string, number>> };

// oxlint-disable-next-line no-control-regex -- control characters end lines
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
// oxlint-disable-next-line no-control-regex -- and are whitespace
const spaces = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const outerSpaces = new RegExp(`^${spaces.source}|${spaces.source}$`, 'g');
const strip = (text: string): string => text.replace(outerSpaces, '');
const split = (text: string): string[] => text.split(spaces).filter((word) => word !== '');
const citation = /\[\p{Nd}*\]|\[edit\]|\[citation needed\]/gu;

/**
 * The `tfds` and `datatrove` readings written to be read, a rule a line: the oracle of the fast scan. It shares nothing
 * with it but the options and the sentence splitters.
 */
export function readableC4(text: string, rules: PageRules, names: ReasonNames): Outcome {
  const isDatatrove = rules.reading === 'datatrove';
  const kept: string[] = [];
  const dropped: Record<string, number> = {};
  let sentences = 0;
  const lines = text.split(lineEnd);
  if (lines.at(-1) === '') lines.pop();
  for (const raw of lines) {
    const stripped = strip(raw);
    const drop = (reason: string): void => void (dropped[reason] = (dropped[reason] ?? 0) + 1);
    if (
      rules.maxWordLength !== null &&
      split(stripped).some((word) => [...word].length > rules.maxWordLength!)
    ) {
      drop(names.longWord);
      continue;
    }
    const line = rules.removeCitations ? stripped.replace(citation, '') : stripped;
    if (!endsWell(line, rules)) {
      drop(names.noEndMark);
      continue;
    }
    const words = split(isDatatrove ? stripped : line).length;
    if (rules.minWords !== null && words < rules.minWords) {
      drop(names.fewWords);
      continue;
    }
    const lower = line.toLowerCase();
    if (rules.dropLoremIpsum && lower.includes('lorem ipsum')) return { reason: names.loremIpsum };
    if (rules.dropJavascript && lower.includes('javascript')) {
      drop(names.javascript);
      continue;
    }
    if (rules.dropCurlyBracket && line.includes('{')) return { reason: names.curlyBracket };
    if (rules.policyPhrases.some((phrase) => lower.includes(phrase))) {
      drop(names.policy);
      continue;
    }
    sentences += isDatatrove ? Math.max(1, sentencizer.count(line)) : englishSentences().count(line);
    kept.push(line);
  }
  if (rules.minSentences !== null && sentences < rules.minSentences) return { reason: names.fewSentences };
  return { text: strip(kept.join('\n')), lines: dropped };
}

function endsWell(line: string, { endMarks, dropEllipsis }: LineRules): boolean {
  if (endMarks === null) return true;
  return endMarks.some((mark) => line.endsWith(mark)) && !(dropEllipsis && line.endsWith('...'));
}

/** The `dclm` reading, a step of `c4.yaml` after the other, on the page as a string. */
export function readableSteps(text: string, rules: PageRules, names: ReasonNames): Outcome {
  let page = text;
  const step = (reason: string, change: (page: string) => string): Outcome | undefined => {
    page = change(page);
    return page === '' ? { reason } : undefined;
  };
  const keepLines =
    (keep: (line: string) => boolean) =>
    (all: string): string =>
      all.split('\n').filter(keep).join('\n');
  const lastOf = (line: string): string => strip(`.${line}`).slice(1);
  return (
    step(
      names.longWord,
      keepLines((line) => split(line).every((word) => [...word].length <= 1000)),
    ) ??
    step(names.citation, (all) => all.replace(citation, '')) ??
    step(
      names.noEndMark,
      keepLines(
        (line) => line === '' || (/[.!?"…]$/.test(lastOf(line)) && !/(?:\.\.\.|…)$/.test(lastOf(line))),
      ),
    ) ??
    step(
      names.fewWords,
      keepLines((line) => line === '' || split(line).length >= 5),
    ) ??
    (page.toLowerCase().includes('lorem ipsum') ? { reason: names.loremIpsum } : undefined) ??
    step(names.javascript, (all) =>
      strip(keepLines((line) => !/javascr[iİı]pt|java[sſ]cript/i.test(line))(all)),
    ) ??
    (page.includes('{') ? { reason: names.curlyBracket } : undefined) ??
    step(names.policy, (all) =>
      strip(
        keepLines((line) => {
          const lower = line.replaceAll('K', 'k').replaceAll('ſ', 's').toLowerCase();
          return !rules.policyPhrases.some((phrase) => lower.includes(phrase));
        })(all),
      ),
    ) ??
    (englishSentences().count(page) < (rules.minSentences ?? 0)
      ? { reason: names.fewSentences }
      : { text: page, lines: {} })
  );
}

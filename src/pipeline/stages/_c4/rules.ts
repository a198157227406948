import { checkBoolean, checkNumber, checkOneOf, checkStrings } from '../../core/check.js';
import type { Json } from '../../core/doc.js';

/** An implementation of C4's line and page rules, reproduced exactly. */
export type C4Reading = 'tfds' | 'datatrove' | 'dclm';

/** Options of the rules for single lines, which {@link c4Lines} carries out and {@link c4Page} looks through. */
export interface C4LineOptions {
  /**
   * The implementation whose order of rules, defaults and reason names are taken: `tfds`, the data set's own code
   * (`raffel2020t5`); `datatrove`, which counts words before citations go and has its own limits; `dclm`, which
   * carries the rules out one after the other over the whole page. @default 'tfds'
   */
  readonly reading?: C4Reading;
  /** Most characters in a word; a line with a longer one goes. `null` is off. @default 1000 */
  readonly maxWordLength?: number | null;
  /** Whether marks such as `[3]`, `[edit]` and `[citation needed]` are taken out. @default true */
  readonly removeCitations?: boolean;
  /**
   * What a line must end with; `null` is off. @default ['.', '?', '!', '"'], with "'" for datatrove and '…' for dclm
   */
  readonly endMarks?: readonly string[] | null;
  /** Whether a line that ends in `...` goes (for dclm also `…`). Only where endMarks is on. @default true */
  readonly dropEllipsis?: boolean;
  /** Fewest words in a line, whitespace-separated. `null` is off. @default 5, for datatrove 3 */
  readonly minWords?: number | null;
  /** Whether a line that mentions JavaScript goes. @default true */
  readonly dropJavascript?: boolean;
  /** Phrases of cookie and privacy notices, lower-case; a line with one goes. `[]` is off. @default six phrases */
  readonly policyPhrases?: readonly string[];
}

/** Options of {@link c4Page}: those of the lines, which decide what the page is judged by, and its own. */
export interface C4PageOptions extends C4LineOptions {
  /** Fewest sentences on the lines that stay. `null` is off. @default 3, for datatrove 5 */
  readonly minSentences?: number | null;
  /** Whether a page goes for "lorem ipsum" on a line that came through the earlier rules. @default true */
  readonly dropLoremIpsum?: boolean;
  /** Whether a page goes for a curly bracket on a line that came through the earlier rules. @default true */
  readonly dropCurlyBracket?: boolean;
}

/** Every line option with its value. */
export type LineRules = Required<C4LineOptions>;

/** Every page option with its value. */
export type PageRules = Required<C4PageOptions>;

/** What each rule is called in an implementation's own counters. */
export interface ReasonNames {
  readonly longWord: string;
  readonly citation: string;
  readonly noEndMark: string;
  readonly fewWords: string;
  readonly javascript: string;
  readonly policy: string;
  readonly loremIpsum: string;
  readonly curlyBracket: string;
  readonly fewSentences: string;
  /** Whitespace around lines, which goes without a counter. */
  readonly whitespace: string;
}

/** The reasons of each reading. */
export const reasonNames: Readonly<Record<C4Reading, ReasonNames>> = {
  tfds: {
    longWord: 'line-filtered:too_long_word',
    citation: 'citation',
    noEndMark: 'line-filtered:no_endmark',
    fewWords: 'line-filtered:too_short',
    javascript: 'line-filtered:javascript',
    policy: 'line-filtered:policy',
    loremIpsum: 'filtered:loremipsum',
    curlyBracket: 'filtered:squigglybracket',
    fewSentences: 'filtered:too_few_sentences',
    whitespace: 'whitespace',
  },
  datatrove: {
    longWord: 'line-filter-too_long_word',
    citation: 'citation',
    noEndMark: 'line-filter-no_terminal_punc',
    fewWords: 'line-filter-too_few_words',
    javascript: 'line-filter-javascript',
    policy: 'line-filter-policy',
    loremIpsum: 'lorem_ipsum',
    curlyBracket: 'curly_bracket',
    fewSentences: 'too_few_sentences',
    whitespace: 'whitespace',
  },
  dclm: {
    longWord: 'word_length_modifier',
    citation: 'citation_removal_modifier',
    noEndMark: 'punctuation_line_modifier',
    fewWords: 'line_length_modifier',
    javascript: 'substring_line_modifier:javascript',
    policy: 'substring_line_modifier:policy',
    loremIpsum: 'substring_filter:lorem ipsum',
    curlyBracket: 'substring_filter:{',
    fewSentences: 'page_length_filter:sentence',
    whitespace: 'whitespace',
  },
};

const policyPhrases = [
  'terms of use',
  'privacy policy',
  'cookie policy',
  'uses cookies',
  'use of cookies',
  'use cookies',
];

const defaults: Readonly<Record<C4Reading, PageRules>> = {
  tfds: pageDefaults('tfds', ['.', '?', '!', '"'], 5, 3),
  datatrove: pageDefaults('datatrove', ['.', '?', '!', '"', "'"], 3, 5),
  dclm: pageDefaults('dclm', ['.', '!', '?', '"', '…'], 5, 3),
};

function pageDefaults(
  reading: C4Reading,
  endMarks: readonly string[],
  minWords: number,
  minSentences: number,
): PageRules {
  return {
    reading,
    maxWordLength: 1000,
    removeCitations: true,
    endMarks,
    dropEllipsis: true,
    minWords,
    dropJavascript: true,
    policyPhrases,
    minSentences,
    dropLoremIpsum: true,
    dropCurlyBracket: true,
  };
}

/** Every line option's value: the reading's, unless given. Options of the page are left out. */
export function lineRules(action: string, options: C4LineOptions): LineRules {
  const {
    reading,
    maxWordLength,
    removeCitations,
    endMarks,
    dropEllipsis,
    minWords,
    dropJavascript,
    policyPhrases,
  } = pageRules(action, options);
  return {
    reading,
    maxWordLength,
    removeCitations,
    endMarks,
    dropEllipsis,
    minWords,
    dropJavascript,
    policyPhrases,
  };
}

/** Every page option's value: the reading's, unless given. */
export function pageRules(action: string, options: C4PageOptions): PageRules {
  const reading = checkOneOf(action, 'reading', options.reading ?? 'tfds', ['tfds', 'datatrove', 'dclm']);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const rules: PageRules = { ...defaults[reading], ...given, reading };
  for (const name of ['maxWordLength', 'minWords', 'minSentences'] as const) {
    if (rules[name] !== null) checkNumber(action, name, rules[name], { min: 0, integer: true });
  }
  for (const name of [
    'removeCitations',
    'dropEllipsis',
    'dropJavascript',
    'dropLoremIpsum',
    'dropCurlyBracket',
  ] as const) {
    checkBoolean(action, name, rules[name]);
  }
  if (rules.endMarks !== null) checkStrings(action, 'endMarks', rules.endMarks);
  checkStrings(action, 'policyPhrases', rules.policyPhrases);
  return rules;
}

/** The rules as JSON, for a stage's reference. */
export function asJson(rules: LineRules | PageRules): Json {
  return { ...rules };
}

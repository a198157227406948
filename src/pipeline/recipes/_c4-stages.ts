import type { Json } from '../core/doc.js';
import { resolveParameters, type Recipe, type RecipeOptions, type StageParameters } from '../core/recipe.js';
import type { Stage } from '../core/stage.js';
import { pageRules, type C4PageOptions, type C4Reading } from '../stages/_c4/rules.js';
import {
  badWords,
  c4Lines,
  c4Page,
  hashSplit,
  language,
  lineDedup,
  pageLength,
  urlDedup,
  urlList,
  type BadWordsOptions,
  type LanguageOptions,
  type UrlDedupOptions,
} from '../stages/index.js';

type Options = Readonly<Record<string, Json>>;

/** The readings of C4's recipes. */
export const c4Readings: Readonly<Record<C4Reading, string>> = {
  tfds: 'The published code, tensorflow_datasets 4.9: at least 5 words a line and 3 sentences a page.',
  datatrove: "datatrove's C4 filters: at least 3 words a line and 5 sentences a page, sentences by rule.",
  dclm: "DataComp-LM's c4.yaml: each rule is a step over the whole page.",
};

/** The parameters of the stages that every recipe of C4 has, in the order in which they run. */
export function c4Parameters(reading: C4Reading): StageParameters {
  const { minSentences, dropLoremIpsum, dropCurlyBracket, reading: _, ...lines } = pageRules('', { reading });
  return {
    'page-length': { max: 190_000 },
    'url-dedup': { keep: 'newest' },
    'c4-page': { minSentences, dropLoremIpsum, dropCurlyBracket },
    'c4-lines': { ...lines },
    'line-dedup': { minSentences: 3 },
    language: { keep: 'en', min: 0.65 },
    'bad-words': { language: 'en', words: null, dropFraction: 1 },
    'hash-split': { validationEvery: 1000 },
  };
}

/** The stages of a recipe of C4; `url-list` stands where the recipe has parameters for it. */
export function c4Stages(
  recipe: Pick<Recipe, 'name' | 'readings' | 'parameters'>,
  options: RecipeOptions = {},
): Stage[] {
  const parameters = resolveParameters(recipe, options);
  const reading = (options.reading ?? 'tfds') as C4Reading;
  const of = (stage: string): Options => parameters[stage] ?? {};
  // the page is judged by the lines that stay, so both stages have the rules for lines
  const lines = { ...of('c4-lines'), reading };
  const page = { ...lines, ...of('c4-page') } as C4PageOptions;
  const { urls = null } = of('url-list') as { urls?: readonly string[] | null };
  return [
    pageLength(of('page-length')),
    urlDedup(of('url-dedup') as UrlDedupOptions),
    ...(urls === null ? [] : [urlList({ urls })]),
    c4Page(page),
    c4Lines(lines as C4PageOptions),
    lineDedup(of('line-dedup')),
    language(of('language') as LanguageOptions),
    badWords({ ...(of('bad-words') as BadWordsOptions), reading }),
    hashSplit(of('hash-split')),
  ];
}

import { checkOneOf } from './check.js';
import type { Json } from './doc.js';
import type { Pipeline } from './stage.js';

/** The options of every stage of a recipe: stage name → option → value. */
export type StageParameters = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** What a recipe may be asked to change. */
export interface RecipeOptions {
  /** A named reading of the source: an implementation to be reproduced exactly. @default the recipe's first reading */
  readonly reading?: string;
  /** Single options set over the reading's, such as `{ 'c4-page': { minSentences: 5 } }`. @default {} */
  readonly set?: StageParameters;
}

/** One number the publication reports, to be held against ours. */
export interface PublishedFigure {
  /** What was measured, such as `documents in English C4`. */
  readonly what: string;
  readonly value: number;
  /** Such as `documents`, `tokens`, `GB`; `fraction` for a number from 0 to 1. */
  readonly unit: string;
  /** Key in `references.bib` of the work that reports it, when it is not the recipe's own. */
  readonly cite?: string;
}

/** A published data set as a pipeline: what it is, where it is described, its stages, and what is simplified here. */
export interface Recipe {
  /** The name on the command line, such as `c4`. */
  readonly name: string;
  /** Such as `Colossal Clean Crawled Corpus`. */
  readonly title: string;
  /** Changes when the same input would give another output; stands in every manifest. */
  readonly version: string;
  readonly year: number;
  /** Key in `references.bib`. */
  readonly cite: string;
  readonly published: readonly PublishedFigure[];
  /** What differs from the publication, one sentence each; empty if nothing does. */
  readonly simplified: readonly string[];
  /** The readings by name, each with one sentence on what it reproduces; the first is the default. */
  readonly readings: Readonly<Record<string, string>>;
  /** Every option of every stage under a reading, with its value: what `set` may change. */
  parameters(reading?: string): StageParameters;
  /**
   * Makes the pipeline. Implementations begin with {@link resolveParameters}.
   *
   * @throws {RangeError} If a reading, a stage or an option has no such name.
   */
  stages(options?: RecipeOptions): Pipeline;
}

/**
 * The reading's parameters with single options set over them.
 *
 * @throws {RangeError} If the recipe has no such reading, or the reading no such stage or option.
 * @throws {TypeError} If a value is of another type than the one it replaces.
 * @example
 * resolveParameters(c4, { set: { 'c4-page': { minSentences: 5 } } })['c4-page'].minSentences // => 5
 */
export function resolveParameters(
  recipe: Pick<Recipe, 'name' | 'readings' | 'parameters'>,
  { reading, set = {} }: RecipeOptions = {},
): StageParameters {
  const action = `Cannot make recipe "${recipe.name}"`;
  const readings = Object.keys(recipe.readings);
  if (reading !== undefined) checkOneOf(action, 'reading', reading, readings);
  const defaults = recipe.parameters(reading ?? readings[0]);
  const resolved: Record<string, Readonly<Record<string, Json>>> = { ...defaults };
  for (const [stage, options] of Object.entries(set)) {
    checkOneOf(action, 'stage', stage, Object.keys(defaults));
    const known = defaults[stage] ?? {};
    for (const [option, value] of Object.entries(options)) {
      checkOneOf(action, `option of stage "${stage}"`, option, Object.keys(known));
      checkSameType(action, `${stage}.${option}`, value, known[option] ?? null);
    }
    resolved[stage] = { ...known, ...options };
  }
  return resolved;
}

function checkSameType(action: string, name: string, value: Json, standard: Json): void {
  // null turns an option off, so it takes any value and any option takes it
  if (value === null || standard === null || typeOf(value) === typeOf(standard)) return;
  throw new TypeError(
    `${action}: ${name} must be a ${typeOf(standard)}, current value is ${JSON.stringify(value)}`,
  );
}

function typeOf(value: Json): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

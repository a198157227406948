import { parseArgs } from 'node:util';
import type { Json } from '../pipeline/core/doc.js';
import { InputError } from '../pipeline/core/input-error.js';
import { nearest } from '../pipeline/core/nearest.js';
import type { StageParameters } from '../pipeline/core/recipe.js';
import { type ExtractMethod, extractMethods } from '../pipeline/extract/extract.js';
import { expandGlob, isGlob } from './_glob.js';
import { UsageError } from './_usage-error.js';

/** What the arguments of `lectern pipeline` ask for. */
export interface PipelineArguments {
  readonly recipe: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly set: StageParameters;
  readonly reading?: string;
  /** How pages of HTML become text before the recipe; undefined if the input is text. */
  readonly extract?: ExtractMethod;
  readonly resume: boolean;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly seed: number;
  readonly json: boolean;
}

/**
 * Reads the arguments of `lectern pipeline`; undefined if only help is asked for.
 *
 * @throws {UsageError} If they do not make sense.
 * @throws {InputError} If a pattern matches no file.
 */
export function readPipelineArguments(args: string[]): PipelineArguments | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      input: { type: 'string', short: 'i', multiple: true },
      output: { type: 'string', short: 'o' },
      set: { type: 'string', multiple: true },
      reading: { type: 'string' },
      extract: { type: 'string' },
      engine: { type: 'string' },
      resume: { type: 'boolean' },
      shard: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const [recipe, ...more] = positionals;
  if (recipe === undefined) throw new UsageError('no recipe is named; "lectern recipes" lists them');
  // a pattern that the shell expanded stands half before and half after what belongs to --input
  const patterns = [...(values.input ?? []), ...more];
  if (!values.input?.length) throw new UsageError('no input is named; name files with --input');
  if (!values.output) throw new UsageError('no output is named; name a folder with --output');
  if (values.engine !== undefined && values.engine !== 'embedded') {
    throw new UsageError(`there is no engine "${values.engine}"; this version has "embedded"`);
  }
  const inputs = inputsOf(patterns);
  const extract = readExtract(values.extract, inputs);
  return {
    recipe,
    inputs,
    output: values.output,
    set: readSettings(values.set ?? []),
    ...(values.reading === undefined ? {} : { reading: values.reading }),
    ...(extract === undefined ? {} : { extract }),
    resume: values.resume ?? false,
    ...(values.shard === undefined ? {} : { shard: readShard(values.shard) }),
    seed: readSeed(values.seed ?? '0'),
    json: values.json ?? false,
  };
}

function inputsOf(patterns: readonly string[]): string[] {
  const inputs = patterns.flatMap((pattern) => {
    const found = expandGlob(pattern);
    if (found.length === 0 && isGlob(pattern))
      throw new InputError(`Cannot read ${pattern}: no file has such a name`);
    return found;
  });
  const repeated = inputs.find((input, index) => inputs.indexOf(input) !== index);
  if (repeated !== undefined) throw new UsageError(`${repeated} is named twice`);
  return inputs;
}

/**
 * Reads `stage.option=VALUE` settings. A value is JSON where it can be, else a string.
 *
 * @throws {UsageError} If one has another form, or an option is set twice.
 * @example
 * readSettings(['c4-page.minSentences=5']) // => { 'c4-page': { minSentences: 5 } }
 */
export function readSettings(settings: readonly string[]): StageParameters {
  const read: Record<string, Record<string, Json>> = {};
  for (const setting of settings) {
    const match = /^([^.=]+)\.([^.=]+)=(.*)$/s.exec(setting);
    const [, stage, option, value] = match ?? [];
    if (stage === undefined || option === undefined || value === undefined) {
      throw new UsageError(`--set must be stage.option=VALUE, current value is "${setting}"`);
    }
    const options = (read[stage] ??= {});
    if (Object.hasOwn(options, option)) throw new UsageError(`${stage}.${option} is set twice`);
    options[option] = readValue(value);
  }
  return read;
}

function readValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Names of WARC files that hold pages as they were crawled, not the text of WET or the metadata of WAT. */
const PAGES = /\.warc(\.gz|\.zst)?$/i;

/** The method asked for, or the crawl's own where the names of the inputs say that they hold pages. */
function readExtract(name: string | undefined, inputs: readonly string[]): ExtractMethod | undefined {
  if (name === 'none') return undefined;
  if (name !== undefined) {
    const found = extractMethods.find((method) => method === name);
    if (found) return found;
    const guess = nearest(name, extractMethods);
    const hint = guess === undefined ? '' : `; did you mean "${guess}"?`;
    throw new UsageError(
      `there is no method "${name}" of extraction${hint} (one of ${extractMethods.join(', ')}, none)`,
    );
  }
  const page = inputs.find((input) => PAGES.test(input));
  const text = inputs.find((input) => !PAGES.test(input));
  if (page !== undefined && text !== undefined) {
    throw new UsageError(
      `${page} seems to hold pages of HTML and ${text} text; run them apart, or say how with --extract`,
    );
  }
  return page === undefined ? undefined : 'wet';
}

function readShard(text: string): { index: number; of: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || index < 1 || index > of) {
    throw new UsageError(`--shard must be I/N with I from 1 to N, such as 1/4, current value is "${text}"`);
  }
  return { index, of };
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 0xffffffff) {
    throw new UsageError(`--seed must be an integer from 0 to 4294967295, current value is "${text}"`);
  }
  return seed;
}

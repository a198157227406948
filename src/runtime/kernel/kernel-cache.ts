import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The package's own folder: the nearest above this module that holds a package.json. */
export const packageRoot = findPackageRoot();

function findPackageRoot(): string {
  let folder = here;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`Cannot find package.json: none is above ${here}`);
    folder = parent;
  }
  return folder;
}

/** The built library that belongs to this kernel: code, and declarations beside it. */
export function libraryFile(extension: '.js' | '.d.ts'): string {
  const beside = join(here, '..', '..', `index${extension}`);
  return existsSync(beside) ? beside : join(packageRoot, 'dist', `index${extension}`);
}

/**
 * The folder of what the kernel computes once to start faster: within a clone, else in the user's own cache. Nothing
 * but time is lost with it.
 */
export function kernelCacheFolder(): string {
  if (existsSync(join(packageRoot, 'tsconfig.json'))) return join(packageRoot, '.lectern', 'kernel');
  const base =
    process.platform === 'win32'
      ? process.env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local')
      : process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'lectern', 'kernel');
}

/** Reads a file of the cache; undefined if it is not there or cannot be read. */
export function readCached(name: string): Buffer | undefined {
  try {
    return readFileSync(join(kernelCacheFolder(), name));
  } catch {
    return undefined;
  }
}

/** Writes a file of the cache, whole or not at all. A cache that cannot be written is done without. */
export function writeCached(name: string, data: string | Uint8Array): void {
  const folder = kernelCacheFolder();
  const aside = join(folder, `${name}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(aside, data, { mode: 0o600 });
    renameSync(aside, join(folder, name));
  } catch {
    rmSync(aside, { force: true });
  }
}

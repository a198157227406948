import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '#setup/cache-folder.mjs';

const here = dirname(fileURLToPath(import.meta.url));

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

/**
 * The library's declarations, at a path that the compiler can name in the type of a variable. It refuses to name what
 * lies below a `node_modules` that the notebook cannot see, as that of a package installed globally, so such a package
 * is seen through a link in the cache.
 */
export function libraryDeclarations(): string {
  const file = libraryFile('.d.ts');
  if (!/[\\/]node_modules[\\/]/.test(file)) return file;
  const link = join(
    kernelCacheFolder(),
    `library-${createHash('sha256').update(file).digest('hex').slice(0, 12)}`,
  );
  try {
    if (!existsSync(link) || realpathSync(link) !== realpathSync(dirname(file))) {
      mkdirSync(kernelCacheFolder(), { recursive: true, mode: 0o700 });
      const aside = `${link}.${process.pid}`;
      symlinkSync(dirname(file), aside, 'junction');
      rmSync(link, { force: true });
      renameSync(aside, link);
    }
  } catch {
    // another kernel made it at the same moment, or the cache cannot be written
    if (!existsSync(link)) return file;
  }
  return join(link, basename(file));
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
    try {
      rmSync(aside, { force: true });
    } catch {
      // a folder of another user: what cannot be looked into holds nothing of ours
    }
  }
}

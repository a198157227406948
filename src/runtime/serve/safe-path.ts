import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Where a request's path leads inside a folder, or why it leads nowhere. */
export type SafePath =
  | { readonly kind: 'inside'; readonly file: string; readonly path: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Resolves a path of a request inside a folder. Refuses what leaves it (by `..`, as an absolute path, through a
 * symbolic link), what is hidden (a segment that begins with a dot) and what no file system should see (NUL, backslash).
 * The file need not exist; its nearest existing folder is what must be inside.
 *
 * @param path - Decoded, with `/` between segments.
 * @example
 * safePath('/lecture', '../etc/passwd')
 * // => { kind: 'refused', reason: 'Cannot open "../etc/passwd": it leads out of the folder' }
 */
export function safePath(folder: string, path: string): SafePath {
  const refuse = (reason: string): SafePath => ({
    kind: 'refused',
    reason: `Cannot open "${path.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?').slice(0, 200)}": ${reason}`,
  });
  const clean = path.replace(/^\/+|\/+$/g, '');
  if (/[\0\\]/.test(clean)) return refuse('the name has a character that is not allowed');
  const segments = clean === '' ? [] : clean.split('/');
  if (segments.includes('..')) return refuse('it leads out of the folder');
  if (segments.some((segment) => segment.startsWith('.'))) return refuse('hidden files are not served');
  if (isAbsolute(clean) || /^[a-z]:/i.test(clean)) return refuse('it leads out of the folder');
  const root = realpathSync(folder);
  const file = resolve(root, ...segments);
  const real = nearestReal(file);
  if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) {
    return refuse('it leads out of the folder');
  }
  return { kind: 'inside', file, path: relative(root, file).split(sep).join('/') };
}

/** The real path of the file, or of the nearest folder above it that exists. */
function nearestReal(file: string): string {
  for (let at = file, rest = ''; ; rest = join(at.slice(dirname(at).length), rest), at = dirname(at)) {
    try {
      return realpathSync(at);
    } catch {
      if (dirname(at) === at) return at;
    }
  }
}

import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * The files that a pattern names, in the order of their names: `*` and `?` within a name, `[a-z]`, `{a,b}`, and `**` for
 * any folders. A pattern that is the name of a file is that file, whatever signs it holds. Names that begin with a point
 * must be asked for.
 *
 * @example
 * expandGlob('crawl/*.warc.gz') // => ['crawl/a.warc.gz', 'crawl/b.warc.gz']
 */
export function expandGlob(pattern: string): string[] {
  if (!isGlob(pattern) || existsSync(pattern)) return [pattern];
  const found = expandBraces(pattern).flatMap((each) => {
    const parts = each.split(sep === '\\' ? /[\\/]/ : '/');
    const absolute = parts[0] === '' ? sep : '';
    return walk(absolute, absolute ? parts.slice(1) : parts);
  });
  return [...new Set(found)].sort();
}

/** Whether a name holds signs that stand for others. */
export function isGlob(pattern: string): boolean {
  return /[*?[{]/.test(pattern);
}

function walk(base: string, [part, ...rest]: readonly string[]): string[] {
  if (part === undefined) return [];
  if (!isGlob(part)) {
    const path = base === '' && part === '' ? sep : join(base, part);
    if (rest.length === 0) return existsSync(path) ? [path] : [];
    return walk(path, rest);
  }
  const entries = list(base);
  if (part === '**') {
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    return [...walk(base, rest), ...folders.flatMap(({ name }) => walk(join(base, name), ['**', ...rest]))];
  }
  const matches = toRegExp(part);
  return entries
    .filter(({ name }) => matches.test(name) && (part.startsWith('.') || !name.startsWith('.')))
    .flatMap((entry) => {
      const path = join(base, entry.name);
      if (rest.length > 0) return entry.isDirectory() || entry.isSymbolicLink() ? walk(path, rest) : [];
      return entry.isDirectory() ? [] : [path];
    });
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function toRegExp(part: string): RegExp {
  const source = part.replace(
    /\[(!?)([^\]]+)\]|[*?]|[.+^${}()|[\]\\]/g,
    (sign, not: string | undefined, set: string | undefined) => {
      if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\^]/g, '\\$&')}]`;
      if (sign === '*') return '.*';
      return sign === '?' ? '.' : `\\${sign}`;
    },
  );
  return new RegExp(`^${source}$`, 'su');
}

/** `a{b,c}d` stands for `abd` and `acd`. */
function expandBraces(pattern: string): string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (!found) return [pattern];
  const [before, after] = [pattern.slice(0, found.index), pattern.slice(found.index + found[0].length)];
  return (found[1] ?? '').split(',').flatMap((choice) => expandBraces(before + choice + after));
}

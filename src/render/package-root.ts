import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | undefined;

/**
 * The folder of this package: the nearest one above this file whose `package.json` is named "lectern". The same from
 * `src/` and from `dist/`.
 *
 * @throws {Error} If there is none, that is, the file was copied out of the package.
 */
export function packageRoot(): string {
  return (root ??= find(path.dirname(fileURLToPath(import.meta.url))));
}

function find(folder: string): string {
  const manifest = path.join(folder, 'package.json');
  if (existsSync(manifest)) {
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown };
    if (name === 'lectern') return folder;
  }
  const parent = path.dirname(folder);
  if (parent === folder)
    throw new Error('Cannot find the package: no package.json named "lectern" stands above its code');
  return find(parent);
}

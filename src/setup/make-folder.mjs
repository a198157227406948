import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it, one by one: Node's own recursive way never ends where the parent exists and yet
 * says ENOENT, as `/proc` does, and hides behind ENOENT why a read-only disk refuses.
 *
 * @throws {Error} The system's own error for the first folder that cannot be made.
 * @example
 * makeFolder('out/kept')
 */
export function makeFolder(path) {
  const missing = [];
  let folder = resolve(path);
  while (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    missing.push(folder);
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  for (const each of missing.reverse()) {
    try {
      mkdirSync(each);
    } catch (error) {
      // another process was faster
      if (!statSync(each, { throwIfNoEntry: false })?.isDirectory()) throw error;
    }
  }
}

import { readFileSync } from 'node:fs';
import { InputError } from '../pipeline/core/input-error.js';
import { expandGlob, isGlob } from './_glob.js';

/**
 * Reads each named file whole and hands it on; a pattern stands for the files it matches, and - for standard input. A
 * file that cannot be read is named on standard error and left out.
 *
 * @returns The exit code: 2 if a file could not be read.
 * @throws {InputError} If a pattern matches no file; before anything is read.
 * @example
 * forEachInput('extract', ['pages/*.html'], (bytes, file) => console.log(file, bytes.length))
 */
export function forEachInput(
  command: string,
  patterns: readonly string[],
  use: (bytes: Buffer, file: string) => void,
): number {
  let unreadable = 0;
  for (const file of patterns.flatMap(filesOf)) {
    let bytes: Buffer;
    try {
      bytes = readFileSync(file === '-' ? 0 : file);
    } catch (error) {
      // the others are read all the same
      process.stderr.write(`lectern ${command}: Cannot read ${file}: ${reasonOf(error)}\n`);
      unreadable++;
      continue;
    }
    use(bytes, file);
  }
  return unreadable > 0 ? 2 : 0;
}

function filesOf(pattern: string): string[] {
  if (pattern === '-') return ['-'];
  const files = expandGlob(pattern);
  if (files.length === 0 && isGlob(pattern))
    throw new InputError(`Cannot read ${pattern}: no file has such a name`);
  return files;
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file; check the path';
  if (code === 'EISDIR') return 'it is a folder; name the files in it';
  if (code === 'EACCES') return 'permission is denied';
  return error instanceof Error ? error.message : String(error);
}

import { readFile } from 'node:fs/promises';
import type { Notebook } from './notebook.js';
import { parseNotebook, type ParseOptions } from './parse-notebook.js';

/**
 * Reads a notebook from a file.
 *
 * @throws {Error} If the file cannot be read or is not a notebook of nbformat 4; the message starts with "Cannot read" and
 * the path, and says why.
 */
export async function readNotebook(path: string, options: ParseOptions = {}): Promise<Notebook> {
  try {
    const bytes = await readFile(path);
    return parseNotebook(decode(bytes), options);
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${reason(error)}`, { cause: error });
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    throw new SyntaxError('it is not UTF-8 text', { cause: error });
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a directory; name a notebook in it';
    case 'EACCES':
      return 'reading it is not permitted';
    case 'ERR_FS_FILE_TOO_LARGE':
    case 'ERR_STRING_TOO_LONG':
      return 'it is too large; clear its outputs first';
    default:
      return error.message;
  }
}

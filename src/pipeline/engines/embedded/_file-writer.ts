import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../core/input-error.js';
import { makeFolder } from '#setup/make-folder.mjs';

/** What system error codes say in words, with what to do next. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device; free some and run again with --resume',
  EDQUOT: 'the disk quota is used up; free some space and run again with --resume',
  EROFS: 'the file system is read-only; choose another output folder',
  EACCES: 'permission is denied; choose another output folder or change its permissions',
  EPERM: 'permission is denied; choose another output folder or change its permissions',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  ENOENT: 'no folder can be made there; choose another output folder',
  EMFILE: 'too many files are open',
};

/** Those that another choice of folder mends. */
const MISPLACED: readonly string[] = ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'ENOENT'];

/** Tells a failed write with its path and reason. */
export function writeError(path: string, cause: unknown): Error {
  if (cause instanceof Error && cause.message.startsWith('Cannot write ')) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const reason = REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
  const type = MISPLACED.includes(code) ? InputError : Error;
  return new type(`Cannot write ${path}: ${reason}`, { cause });
}

/** Makes a folder and those above it, told as a write that failed where it cannot. */
export function makeWritableFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (cause) {
    throw writeError(path, cause);
  }
}

/**
 * A file that appears under its name only when it is whole: written under a temporary name, flushed to the disk,
 * renamed. Leaves nothing behind when discarded.
 */
export class FileWriter {
  readonly path: string;
  readonly #temporary: string;
  #file: number;
  /** Bytes written so far. */
  position = 0;

  /** @param temporary where it is written; on the same file system */
  constructor(path: string, temporary = `${path}.${process.pid}.tmp`) {
    this.path = path;
    this.#temporary = temporary;
    try {
      makeWritableFolder(dirname(path));
      this.#file = openSync(temporary, 'w');
    } catch (cause) {
      throw writeError(path, cause);
    }
  }

  write(bytes: Uint8Array, start = 0, end = bytes.length): void {
    try {
      // a nearly full disk takes a part
      for (let at = start; at < end;) at += writeSync(this.#file, bytes, at, end - at);
    } catch (cause) {
      throw writeError(this.path, cause);
    }
    this.position += end - start;
  }

  /** Gives the file its name. */
  commit(): void {
    try {
      fsyncSync(this.#file);
      this.#close();
      renameSync(this.#temporary, this.path);
    } catch (cause) {
      throw writeError(this.path, cause);
    }
  }

  /** Gives up the file, if it was not committed. */
  discard(): void {
    if (this.#file === -1) return;
    this.#close();
    rmSync(this.#temporary, { force: true });
  }

  #close(): void {
    const file = this.#file;
    this.#file = -1;
    closeSync(file);
  }
}

/** Writes a small file whole. */
export function writeWhole(path: string, text: string): void {
  const writer = new FileWriter(path);
  try {
    writer.write(Buffer.from(text));
    writer.commit();
  } finally {
    writer.discard();
  }
}

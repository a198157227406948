import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { formatNotebook } from '../format/format-notebook.js';
import type { Notebook } from '../format/notebook.js';
import { parseNotebook } from '../format/parse-notebook.js';
import { Catalogue, describe } from './catalogue.js';
import { LectureSession } from './lecture-session.js';
import type { Contents } from './protocol/lesson.js';
import { RequestError } from './read-json.js';
import { RunningKernel, type KernelStarter } from './running-kernel.js';
import { safePath } from './safe-path.js';
import { writeFileAtomic } from '../format/write-file-atomic.js';

/** Options for {@link Lessons}. */
export interface LessonsOptions {
  /** The folder whose notebooks are served. */
  readonly folder: string;
  /** Where the student's copies are kept. */
  readonly workFolder: string;
  /** What the lecture is called. */
  readonly title: string;
  readonly startKernel: KernelStarter;
  /** Milliseconds of quiet before a copy is saved. */
  readonly saveDelay?: number;
}

/** The lessons of one folder: those that are open, and the student's copies of all of them. The originals are only read. */
export class Lessons {
  readonly #options: LessonsOptions;
  readonly #catalogue: Catalogue;
  readonly #open = new Map<string, Promise<LectureSession>>();

  constructor(options: LessonsOptions) {
    this.#options = options;
    this.#catalogue = new Catalogue(options.folder);
  }

  /** What the contents show. */
  async contents(): Promise<Contents> {
    const entries = await this.#catalogue.list();
    return {
      title: this.#options.title,
      entries: await Promise.all(
        entries.map(async (entry) => ({ ...entry, seen: await this.#seen(entry.path) })),
      ),
    };
  }

  /** The session of a notebook, opened if it is not. @throws {RequestError} If there is no such notebook or it cannot be read. */
  async open(path: string): Promise<LectureSession> {
    const { file, path: clean } = this.resolve(path);
    let session = this.#open.get(clean);
    if (!session) {
      session = this.#load(file, clean);
      session.catch(() => this.#open.delete(clean));
      this.#open.set(clean, session);
    }
    return session;
  }

  /** The sessions that are open. */
  async sessions(): Promise<LectureSession[]> {
    const settled = await Promise.allSettled(this.#open.values());
    return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  /** The notebook as the student has it: as it is worked on, else as it was left, else the original. */
  async read(path: string): Promise<Notebook> {
    return (await this.open(path)).toNotebook();
  }

  /** Saves a notebook as the student's copy of the one at this path. */
  async write(path: string, notebook: Notebook): Promise<void> {
    const session = await this.open(path);
    session.adopt(notebook);
    await session.flush();
  }

  /** Where a path of a request leads. @throws {RequestError} If it leads out of the folder. */
  resolve(path: string): { file: string; path: string } {
    const found = safePath(this.#options.folder, path);
    if (found.kind === 'refused') throw new RequestError(404, found.reason);
    return found;
  }

  /** Ends every kernel and saves all work. Gives, where work could not be saved, why. */
  async close(): Promise<string[]> {
    const left = await Promise.all((await this.sessions()).map((session) => session.close()));
    return left.filter((message) => message !== undefined);
  }

  async #load(file: string, path: string): Promise<LectureSession> {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new RequestError(
        404,
        `Cannot open ${path}: ${error.code === 'ENOENT' ? 'there is no such notebook' : error.message}`,
      );
    });
    const original = read(text, path);
    const place = join(this.#options.workFolder, path);
    return new LectureSession({
      path,
      title: describe(path, text).title,
      original,
      copy: await this.#copy(place),
      kernel: new RunningKernel(this.#options.startKernel, dirname(file)),
      save: (copy) => saveCopy(place, copy),
      ...(this.#options.saveDelay === undefined ? {} : { saveDelay: this.#options.saveDelay }),
    });
  }

  /** The student's copy; one that cannot be read is put aside, never written over. */
  async #copy(place: string): Promise<Notebook | undefined> {
    const text = await readFile(place, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return parseNotebook(text, { repairIds: true });
    } catch {
      await writeFileAtomic(`${place}.unreadable`, text).catch(() => undefined);
      return undefined;
    }
  }

  async #seen(path: string): Promise<number> {
    const open = this.#open.get(path);
    if (open) return (await open.catch(() => undefined))?.seenCount ?? 0;
    const text = await readFile(join(this.#options.workFolder, path), 'utf8').catch(() => '{}');
    try {
      const { metadata } = JSON.parse(text) as { metadata?: { lectern?: { work?: { seen?: unknown } } } };
      const seen = metadata?.lectern?.work?.seen;
      return Array.isArray(seen) ? seen.length : 0;
    } catch {
      return 0;
    }
  }
}

/** Writes a student's copy, in a folder that is made if it is missing. @throws {Error} If it cannot be written. */
async function saveCopy(place: string, copy: Notebook): Promise<void> {
  await mkdir(dirname(place), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    const why =
      cause.code === 'ENOSPC'
        ? 'the disk is full'
        : `its folder cannot be made (${cause.code ?? cause.message})`;
    throw new Error(`Cannot save ${place}: ${why}; free some space or change the permissions`, { cause });
  });
  await writeFileAtomic(place, formatNotebook(copy));
}

function read(text: string, path: string): Notebook {
  try {
    return parseNotebook(text, { repairIds: true });
  } catch (error) {
    throw new RequestError(
      422,
      `Cannot open ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

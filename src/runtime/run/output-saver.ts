import { formatNotebook } from '../format/format-notebook.js';
import type { Notebook } from '../format/notebook.js';
import { writeFileAtomic } from '../format/write-file-atomic.js';

/**
 * Saves a notebook again and again while it runs: one save at a time, and those asked for meanwhile become one. A save
 * that took long is followed by a pause four times as long, so that large outputs do not slow the run.
 */
export class OutputSaver {
  readonly #path: string;
  #wanted: Notebook | undefined;
  #saving: Promise<void> | undefined;
  #pauseUntil = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Asks for a save; a failure waits for {@link finish}, which tries once more. */
  save(notebook: Notebook): void {
    this.#wanted = notebook;
    this.#saving ??= this.#saveWanted().finally(() => (this.#saving = undefined));
  }

  /**
   * Saves the final state.
   *
   * @throws {Error} If it cannot be saved.
   */
  async finish(notebook: Notebook): Promise<void> {
    this.#wanted = undefined;
    await this.#saving;
    await writeFileAtomic(this.#path, formatNotebook(notebook));
  }

  async #saveWanted(): Promise<void> {
    for (
      let notebook = this.#wanted;
      notebook && performance.now() >= this.#pauseUntil;
      notebook = this.#wanted
    ) {
      this.#wanted = undefined;
      const start = performance.now();
      await writeFileAtomic(this.#path, formatNotebook(notebook)).catch(() => undefined);
      const took = performance.now() - start;
      if (took > 100) this.#pauseUntil = performance.now() + 4 * took;
    }
  }
}

import type { SaveState } from './protocol/lesson.js';

/** How a {@link Saver} saves. */
export interface SaverOptions {
  /** Writes what is to be saved as it is now; a rejection is told and tried again. */
  readonly write: () => Promise<void>;
  /** Told of every change of the state. */
  readonly onState: (state: SaveState) => void;
  /** Milliseconds of quiet before saving. @default 400 */
  readonly delay?: number;
  /** Milliseconds before a failed save is tried again. @default 5000 */
  readonly retry?: number;
}

/**
 * Saves what changes, a moment after the last change, one write at a time. When a write fails, the reason is told,
 * what was to be saved stays in memory, and it is tried again until it succeeds.
 */
export class Saver {
  readonly #options: SaverOptions;
  #state: SaveState = { status: 'saved' };
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #dirty = false;

  constructor(options: SaverOptions) {
    this.#options = options;
  }

  /** Whether what was last changed is on the disk. */
  get state(): SaveState {
    return this.#state;
  }

  /** Notes that something changed. */
  touch(): void {
    this.#dirty = true;
    if (this.#state.status === 'saved') this.#tell({ status: 'unsaved' });
    this.#schedule(this.#options.delay ?? 400);
  }

  /** Saves now what is not saved yet, and settles when that was tried. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#writing) await this.#writing;
    if (this.#dirty) await this.#save();
  }

  /** Saves a last time and stops trying. */
  async close(): Promise<void> {
    await this.flush();
    clearTimeout(this.#timer);
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
    this.#timer.unref();
  }

  async #save(): Promise<void> {
    this.#dirty = false;
    this.#writing = this.#options
      .write()
      .then(() => {
        if (!this.#dirty) this.#tell({ status: 'saved' });
      })
      .catch((error: unknown) => {
        this.#dirty = true;
        const reason = error instanceof Error ? error.message : String(error);
        this.#tell({
          status: 'failed',
          message: `${reason}. What you typed is kept here, and saving is tried again every few seconds`,
        });
        this.#schedule(this.#options.retry ?? 5000);
      })
      .finally(() => {
        this.#writing = undefined;
      });
    await this.#writing;
  }

  #tell(state: SaveState): void {
    if (state.status === this.#state.status && state.message === this.#state.message) return;
    this.#state = state;
    this.#options.onState(state);
  }
}

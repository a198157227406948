/** What a progress line needs of its stream. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** One line at the foot of a terminal that tells how far a run is; in a pipe nothing at all. */
export class RunProgress {
  readonly #stream: ProgressStream;
  readonly #running = new Map<string, { done: number; total: number }>();
  readonly #total: number;
  #finished = 0;

  constructor(stream: ProgressStream, total: number) {
    this.#stream = stream;
    this.#total = total;
  }

  /** Adds a notebook of so many cells to the line. */
  start(name: string, cells: number): void {
    this.#running.set(name, { done: 0, total: cells });
    this.#draw();
  }

  /** Counts a cell of a notebook. */
  step(name: string): void {
    const entry = this.#running.get(name);
    if (entry) entry.done++;
    this.#draw();
  }

  /** Takes a notebook off the line. */
  end(name: string): void {
    this.#running.delete(name);
    this.#finished++;
    this.#draw();
  }

  /** Writes lines above the progress. */
  print(text: string): void {
    this.#clear();
    this.#stream.write(`${text}\n`);
    this.#draw();
  }

  #draw(): void {
    if (!this.#stream.isTTY) return;
    const parts = [...this.#running].map(
      ([name, { done, total }]) => `${bar(done, total)} ${done}/${total} ${name}`,
    );
    if (this.#total > 1) parts.unshift(`${this.#finished}/${this.#total} notebooks`);
    const line = this.#running.size === 0 ? '' : parts.join('  ').slice(0, (this.#stream.columns ?? 80) - 1);
    this.#stream.write(`\r\x1b[K${line}`);
  }

  #clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\x1b[K');
  }
}

function bar(done: number, total: number): string {
  const width = 16;
  const filled = total === 0 ? width : Math.round((done / total) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

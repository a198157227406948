/** The stream a progress bar is drawn on. */
export interface BarStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const WIDTH = 24;

/** One line at the foot of a terminal that tells how far a command is; in a pipe nothing at all. */
export class ProgressBar {
  readonly #stream: BarStream;
  #drawn = '';

  constructor(stream: BarStream = process.stderr) {
    this.#stream = stream;
  }

  /** @param fraction done, from 0 to 1 */
  draw(fraction: number, label: string): void {
    if (!this.#stream.isTTY) return;
    const filled = Math.round(Math.min(1, Math.max(0, fraction)) * WIDTH);
    const percent = String(Math.floor(Math.min(1, Math.max(0, fraction)) * 100)).padStart(3);
    const line = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${percent} %  ${label}`;
    const cut = line.slice(0, Math.max(10, (this.#stream.columns ?? 80) - 1));
    if (cut === this.#drawn) return;
    this.#stream.write(`\r\x1b[K${cut}`);
    this.#drawn = cut;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#drawn !== '') this.#stream.write('\r\x1b[K');
    this.#drawn = '';
  }
}

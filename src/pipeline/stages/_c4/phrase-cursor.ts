/**
 * Finds a phrase in consecutive lines of one text with a single pass over it: the next occurrence is remembered, and
 * looked for again only when the lines have gone past it.
 */
export class PhraseCursor {
  readonly #phrase: string;
  #text = '';
  #next = 0;

  constructor(phrase: string) {
    this.#phrase = phrase;
  }

  /** Begins with a new text. */
  reset(text: string): void {
    this.#text = text;
    this.#next = this.#find(0);
  }

  /** True if the phrase stands within [start, end). Starts must not go back. */
  isIn(start: number, end: number): boolean {
    if (this.#next < start) this.#next = this.#find(start);
    return this.#next + this.#phrase.length <= end;
  }

  #find(from: number): number {
    const at = this.#text.indexOf(this.#phrase, from);
    return at < 0 ? Infinity : at;
  }
}

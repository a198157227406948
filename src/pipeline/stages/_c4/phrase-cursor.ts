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

/**
 * Finds any of several phrases in consecutive lines. Phrases that share a word are looked for together, by that word:
 * three passes serve C4's six phrases.
 */
export class PhrasesCursor {
  readonly #phrases: readonly string[];
  readonly #words: readonly PhraseCursor[];
  #text = '';

  constructor(phrases: readonly string[]) {
    this.#phrases = phrases;
    const longest = phrases.map((phrase) =>
      phrase.split(' ').reduce((word, next) => (next.length > word.length ? next : word)),
    );
    const shared = longest.filter(
      (word, index) =>
        longest.indexOf(word) === index && !longest.some((other) => other !== word && word.includes(other)),
    );
    this.#words = shared.map((word) => new PhraseCursor(word));
  }

  /** Begins with a new text. */
  reset(text: string): void {
    this.#text = text;
    for (const word of this.#words) word.reset(text);
  }

  /** True if one of the phrases stands within [start, end). Starts must not go back. */
  isIn(start: number, end: number): boolean {
    for (const word of this.#words) {
      if (!word.isIn(start, end)) continue;
      const line = this.#text.slice(start, end);
      return this.#phrases.some((phrase) => line.includes(phrase));
    }
    return false;
  }
}

/** What became of a line. */
export const enum LineFate {
  kept = 0,
  longWord = 1,
  noEndMark = 2,
  fewWords = 3,
  javascript = 4,
  policy = 5,
}

/** A page seen by the line rules: what {@link c4Page} judges and {@link c4Lines} edits. */
export interface PageScan {
  /** Three numbers a line: where it begins and ends in the text, and its {@link LineFate}. */
  readonly lines: Int32Array;
  /** How many lines stay. */
  readonly keptCount: number;
  /** Number of the first line with "lorem ipsum" that came through the rules before that one, or -1. */
  readonly loremIpsumLine: number;
  /** Number of the first line with a curly bracket that came through the rules before that one, or -1. */
  readonly curlyBracketLine: number;
  /** True if a line that stays holds citations. */
  readonly hasCitations: boolean;
}

/** A table of lines that grows; one is shared by all scans, each of which takes a copy of what it filled. */
export class LineTable {
  #numbers = new Int32Array(3 * 512);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  add(start: number, end: number, fate: LineFate): void {
    if (this.#length + 3 > this.#numbers.length) {
      const grown = new Int32Array(2 * this.#numbers.length);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#length] = start;
    this.#numbers[this.#length + 1] = end;
    this.#numbers[this.#length + 2] = fate;
    this.#length += 3;
  }

  get count(): number {
    return this.#length / 3;
  }

  copy(): Int32Array {
    return this.#numbers.slice(0, this.#length);
  }
}

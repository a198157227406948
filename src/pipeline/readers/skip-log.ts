/** One record that a reader could not use: why, and where it stands. */
export interface Skipped {
  /** A kebab-case word that reports count by, such as `bad-gzip` or `not-json`. */
  readonly reason: string;
  /** Byte offset of the record in the file; in the unpacked text where the file is compressed as a whole. */
  readonly offset: number;
  /** What was found there, in words. */
  readonly detail: string;
  /** Line number from 1, for formats made of lines. */
  readonly line?: number;
}

/**
 * Counts what a reader skipped, by reason, and keeps the first cases to look at.
 *
 * Memory is bounded: of a million bad records it counts a million and keeps `keep`.
 *
 * @example
 * const log = new SkipLog();
 * log.add({ reason: 'bad-gzip', offset: 4096, detail: 'checksum differs' });
 * log.counts // => { 'bad-gzip': 1 }
 */
export class SkipLog implements Iterable<Skipped> {
  /** How many records were skipped, by reason. */
  readonly counts: Record<string, number> = {};
  /** The first skipped records, in file order. */
  readonly first: Skipped[] = [];
  /** How many records were skipped in all. */
  total = 0;
  readonly #keep: number;

  /** @param keep Most cases kept in `first`. */
  constructor(keep = 1000) {
    this.#keep = keep;
  }

  add(skipped: Skipped): void {
    this.total++;
    this.counts[skipped.reason] = (this.counts[skipped.reason] ?? 0) + 1;
    if (this.first.length < this.#keep) this.first.push(skipped);
  }

  /** The cases in `first`. */
  [Symbol.iterator](): Iterator<Skipped> {
    return this.first[Symbol.iterator]();
  }
}

import type { Span } from '../core/verdict.js';

/** Splits text into sentences. */
export interface SentenceSplitter {
  /** The sentences, in order. */
  spans(text: string): Span[];
  /** How many sentences there are, counted no further than `limit` (default: all). */
  count(text: string, limit?: number): number;
}

/** A half-open range of UTF-16 offsets into a document's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A filter's judgement that the document stays. */
export interface Keep {
  readonly kind: 'keep';
}

/** A filter's judgement that the document goes, with the rule that fired. */
export interface Drop {
  readonly kind: 'drop';
  /** The rule, in the source's own words where it has some, such as `too-few-words`. */
  readonly reason: string;
  /** What was measured, and the limit it was held against. */
  readonly value?: number;
  readonly limit?: number;
  /** Where in the text the rule fired, when it is one place. */
  readonly span?: Span;
}

/** What a filter says of one document. */
export type Verdict = Keep | Drop;

/** The one shared `keep`, so that judging allocates nothing for a document that stays. */
export const KEEP: Keep = Object.freeze({ kind: 'keep' });

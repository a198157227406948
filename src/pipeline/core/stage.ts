import type { Doc, Json } from './doc.js';
import type { Span, Verdict } from './verdict.js';

/** Where a stage comes from, so that a worker in another thread or process can make the same one. */
export interface StageRef {
  /** Module specifier relative to `src/pipeline/`, without extension, such as `stages/filters/c4-page`. */
  readonly module: string;
  /** The factory's export name. */
  readonly export: string;
  /** The factory's options. */
  readonly params: Json;
}

interface Named {
  /** Kebab-case name shown in reports, such as `c4-page`. Unique in a pipeline. */
  readonly name: string;
  /** Key in `references.bib` of the work the stage reproduces. */
  readonly cite?: string;
  /** Absent for a notebook's own inline stage, which only the embedded engine runs. */
  readonly ref?: StageRef;
}

/** One replacement made by an edit: a span of the old text, what stands there now, and the rule. */
export interface Change extends Span {
  readonly reason: string;
  /** @default '' */
  readonly replacement?: string;
}

/** An edited text with the changes that made it, in order and without overlap. */
export interface Edited {
  readonly kind: 'edit';
  readonly text: string;
  readonly changes: readonly Change[];
}

/** Judges one document and says why. */
export interface Filter extends Named {
  readonly kind: 'filter';
  judge(doc: Doc): Verdict;
}

/** Rewrites one document's text; never drops it. */
export interface Edit extends Named {
  readonly kind: 'edit';
  edit(doc: Doc): Edited;
}

/** Turns one document into any number. */
export interface Expand extends Named {
  readonly kind: 'expand';
  expand(doc: Doc): Iterable<Doc>;
}

/** Adds attributes to a document's `meta`. */
export interface Tag extends Named {
  readonly kind: 'tag';
  tag(doc: Doc): Readonly<Record<string, Json>>;
}

/** One key of a document: rows with equal `key` meet in one group, ordered by `rank`, then by document order. */
export interface KeyRow {
  readonly key: string;
  /** Orders the group; the smallest comes first. */
  readonly rank: string;
  /** Which part of the document the key stands for: a line or paragraph number; 0 for the whole document. */
  readonly part: number;
}

/** Decides by comparing documents: deduplication, quantiles. */
export interface Keyed extends Named {
  readonly kind: 'keyed';
  /** The document's keys. */
  keys(doc: Doc): Iterable<KeyRow>;
  /** Indexes (into a group sorted by rank) of the rows that lose. Default: all but the first. */
  losers?(group: readonly KeyRow[]): Iterable<number>;
  /** What becomes of a document whose rows with these parts lost (ascending, possibly empty). */
  finish(doc: Doc, lost: readonly number[]): Verdict | Edited;
}

/** Learns from a sample, then stands as the stage it yields. */
export interface Fit extends Named {
  readonly kind: 'fit';
  fit(sample: Iterable<Doc>): Filter | Edit | Tag;
}

/** One step of a pipeline. */
export type Stage = Filter | Edit | Expand | Tag | Keyed | Fit;

/** An array of stages: reading it is reading the paper. */
export type Pipeline = readonly Stage[];

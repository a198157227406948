/** A JSON value: what metadata and stage parameters may hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One document: the unit every reader yields and every stage takes. Read-only; a stage returns a new one.
 *
 * `id` is stable across runs (it seeds everything random); `text` is HTML before extraction and plain text after it;
 * `url` stands apart from `meta` because URL filters and deduplication need it everywhere.
 */
export interface Doc {
  readonly id: string;
  readonly text: string;
  readonly url?: string;
  readonly meta: Readonly<Record<string, Json>>;
}

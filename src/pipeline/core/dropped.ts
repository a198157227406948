import type { Doc } from './doc.js';
import type { Drop } from './verdict.js';

/** A document that a stage dropped, as it stood there, and why. */
export interface Dropped extends Omit<Drop, 'kind'> {
  readonly doc: Doc;
  /** Name of the stage. */
  readonly stage: string;
  /** What the stage threw, when the reason is `error`. */
  readonly message?: string;
}

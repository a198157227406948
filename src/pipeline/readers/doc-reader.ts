import type { Doc } from '../core/doc.js';
import type { ReadProgress } from './_source.js';
import type { SkipLog } from './skip-log.js';

/** Documents being read, one at a time, with what had to be skipped so far. */
export interface DocReader extends AsyncIterable<Doc> {
  /** Records that could not be used. It fills while the documents are read. */
  readonly skipped: SkipLog;
  /** How far the reader is, in bytes of the source. */
  readonly progress: Readonly<ReadProgress>;
}

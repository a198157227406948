import type { DocReader } from './doc-reader.js';
import { openSource } from './_source.js';
import { type ReadJsonlOptions, readJsonl } from './read-jsonl.js';

/** Options for {@link openDocs}. */
export interface OpenDocsOptions {
  /** How to read JSON lines. */
  readonly jsonl?: ReadJsonlOptions;
}

/** Opens a file of documents. */
export function openDocs(path: string | URL, options: OpenDocsOptions = {}): DocReader {
  openSource(path);
  return readJsonl(path, options.jsonl);
}

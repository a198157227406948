import type { Doc } from '../core/doc.js';
import type { DocReader } from './doc-reader.js';
import { joinBytes } from './_piece.js';
import { unpack } from './_pieces.js';
import { openSource } from './_source.js';
import { matchWarc } from './_warc-parser.js';
import { type ReadJsonlOptions, readJsonl } from './read-jsonl.js';
import { SkipLog } from './skip-log.js';
import { warcDocs, type WarcDocsOptions } from './warc-docs.js';

/** Options for {@link openDocs}. */
export interface OpenDocsOptions {
  /** How to read JSON lines. */
  readonly jsonl?: ReadJsonlOptions;
  /** How to read WARC and WET files. */
  readonly warc?: WarcDocsOptions;
}

/** Unpacked bytes looked at to tell the format. */
const HEAD_BYTES = 4096;

/**
 * Opens a file of documents, whatever its name: WARC, WET or JSON lines, each plain, gzip or zstd, told by its first
 * bytes.
 *
 * @throws {Error} At once if the path is a directory, does not exist or may not be read; while reading if the file is
 *   in none of these formats, with what it seems to be.
 * @example
 * const docs = openDocs('pages.jsonl.gz')
 * for await (const doc of docs) doc.id // => 'line-1'
 */
export function openDocs(path: string | URL, options: OpenDocsOptions = {}): DocReader {
  const opened = openSource(path);
  const skipped = options.warc?.skipped ?? options.jsonl?.skipped ?? new SkipLog();
  let progress: DocReader['progress'] = opened.progress;

  async function* documents(): AsyncGenerator<Doc> {
    const format = formatOf(await headOf(path));
    if (format === 'unknown') {
      throw new Error(
        `Cannot read ${opened.name}: it is neither WARC nor JSON lines, give a .warc, .warc.wet or .jsonl file (plain, .gz or .zst)`,
      );
    }
    const inner =
      format === 'warc'
        ? warcDocs(path, { ...options.warc, skipped })
        : readJsonl(path, { ...options.jsonl, skipped });
    progress = inner.progress;
    yield* inner;
  }

  return {
    skipped,
    get progress() {
      return progress;
    },
    [Symbol.asyncIterator]: documents,
  };
}

async function headOf(path: string | URL): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const batch of unpack(openSource(path), () => true).batches()) {
    for (const piece of batch) {
      if (piece.kind === 'damage') continue;
      parts.push(piece.bytes);
      length += piece.bytes.length;
      if (length >= HEAD_BYTES) return joinBytes(parts);
    }
  }
  return parts.length === 0 ? new Uint8Array(0) : joinBytes(parts);
}

/** Tells the format by the first bytes; a file that begins with damage is searched for the first sign. */
function formatOf(head: Uint8Array): 'warc' | 'jsonl' | 'unknown' {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, HEAD_BYTES)).toString(
    'latin1',
  );
  const start = /^(?:\xef\xbb\xbf)?\s*/.exec(text)![0].length;
  if (start === text.length) return 'jsonl';
  if (matchWarc(head, start) === 'yes') return 'warc';
  if (head[start] === 0x7b) return 'jsonl';
  const sign = /(?:^|\n)(?:(WARC\/\d)|(\{"))/.exec(text);
  if (sign) return sign[1] ? 'warc' : 'jsonl';
  return 'unknown';
}

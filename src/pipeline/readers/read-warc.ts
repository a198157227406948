import { unpack } from './_pieces.js';
import { type ByteSource, openSource, type ReadProgress } from './_source.js';
import { matchWarc, WarcParser } from './_warc-parser.js';
import { SkipLog } from './skip-log.js';
import type { WarcRecord } from './warc-record.js';

/** Options for {@link readWarc}. */
export interface ReadWarcOptions {
  /** Largest content read, in bytes, inclusive; larger records are skipped without being held. @default 20 MiB */
  readonly maxRecordBytes?: number;
  /** Log that skipped records join. @default a new one */
  readonly skipped?: SkipLog;
}

/** WARC records being read, one at a time, with what had to be skipped so far. */
export interface WarcReader extends AsyncIterable<WarcRecord> {
  /** Bad records, with their byte offset. It fills while the records are read. */
  readonly skipped: SkipLog;
  /** How far the reader is, in bytes of the source. */
  readonly progress: Readonly<ReadProgress>;
}

/**
 * Reads the records of a WARC, WET or WAT file: WARC 1.0 and 1.1, plain, gzip (record by record or as a whole) or
 * zstd, told by magic bytes.
 *
 * A bad record never throws: it is skipped, counted and named with its offset, and reading goes on at the next
 * record. Reasons: `bad-gzip`, `truncated-gzip`, `bad-zstd`, `bad-header`, `no-content-length`,
 * `wrong-content-length`, `too-large`, `truncated`, `no-record`, `empty-file`. Memory is bounded by `maxRecordBytes`.
 *
 * Format: ISO 28500:2017, `iso2017warc`.
 *
 * @throws {Error} If the path is a directory or cannot be read.
 * @throws {RangeError} If maxRecordBytes is no positive integer.
 * @example
 * const records = readWarc('crawl.warc.gz')
 * for await (const record of records) record.type // => 'warcinfo', then 'request', 'response', …
 * records.skipped.counts // => {}
 */
export function readWarc(source: ByteSource, options: ReadWarcOptions = {}): WarcReader {
  const { maxRecordBytes = 20 << 20, skipped = new SkipLog() } = options;
  if (!Number.isSafeInteger(maxRecordBytes) || maxRecordBytes < 1) {
    throw new RangeError(
      `Cannot read WARC: maxRecordBytes must be a positive integer, current value is ${maxRecordBytes}`,
    );
  }
  const opened = openSource(source);

  async function* records(): AsyncGenerator<WarcRecord> {
    const unpacked = unpack(opened, (head) => matchWarc(head, 0) === 'yes');
    let parser: WarcParser | undefined;
    let empty = true;
    for await (const batch of unpacked.batches()) {
      parser ??= new WarcParser(
        { maxRecordBytes, textBytes: mostTextBytes(unpacked.packing, opened.progress.bytesTotal) },
        skipped,
      );
      for (const piece of batch) {
        empty &&= piece.kind === 'bytes' && piece.bytes.length === 0;
        if (piece.kind === 'damage') parser.damage(piece);
        else for (const record of parser.push(piece)) yield record;
      }
    }
    if (parser) for (const record of parser.end()) yield record;
    if (empty) skipped.add({ reason: 'empty-file', offset: 0, detail: `${opened.name} has no content` });
  }

  return { skipped, progress: opened.progress, [Symbol.asyncIterator]: records };
}

/** DEFLATE makes at most 1,032 bytes of one. */
const MOST_INFLATED = 1032;

function mostTextBytes(packing: string | undefined, fileBytes: number | undefined): number | undefined {
  if (fileBytes === undefined || packing === 'zstd') return undefined;
  return packing === 'gzip' ? fileBytes * MOST_INFLATED : fileBytes;
}

import type { Json } from '../core/doc.js';
import type { ByteSource } from './_source.js';
import { readWarc, type ReadWarcOptions } from './read-warc.js';
import type { PageReader } from './read-wet.js';

/** What a WAT file says of one WARC record. */
export interface WatEntry {
  /** Target URI of the record described. */
  readonly url: string;
  readonly date: string;
  readonly id: string;
  /** Type of the record described, such as `response`. */
  readonly describes: string | undefined;
  /** The JSON payload as it stands: `Envelope` and `Container`. */
  readonly payload: { readonly [key: string]: Json };
}

/**
 * Reads the entries of a WAT file: the `metadata` records, whose content is JSON about one WARC record.
 *
 * An entry that is no JSON object is skipped, counted as `not-json`.
 *
 * @throws {Error} If the path is a directory or cannot be read.
 * @example
 * for await (const entry of readWat('crawl.warc.wat.gz')) entry.describes // => 'response'
 */
export function readWat(source: ByteSource, options: ReadWarcOptions = {}): PageReader<WatEntry> {
  const records = readWarc(source, options);
  async function* entries(): AsyncGenerator<WatEntry> {
    for await (const record of records) {
      if (record.type !== 'metadata') continue;
      const payload = maybeParseObject(record.content);
      if (!payload) {
        const detail = 'the content is no JSON object';
        records.skipped.add({ reason: 'not-json', offset: record.offset, detail });
        continue;
      }
      const described = at(payload, 'Envelope', 'WARC-Header-Metadata', 'WARC-Type');
      yield {
        url: record.url ?? '',
        date: record.date ?? '',
        id: record.id,
        describes: typeof described === 'string' ? described : undefined,
        payload,
      };
    }
  }
  return { skipped: records.skipped, [Symbol.asyncIterator]: entries };
}

function maybeParseObject(content: Uint8Array): { readonly [key: string]: Json } | undefined {
  try {
    const value = JSON.parse(new TextDecoder().decode(content)) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The value at a path of keys, or undefined. */
function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return value;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

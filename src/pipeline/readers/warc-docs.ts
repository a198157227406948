import type { Doc, Json } from '../core/doc.js';
import { decodeHtml } from '../extract/decode-html.js';
import type { DocReader } from './doc-reader.js';
import type { ByteSource } from './_source.js';
import { readWarc, type ReadWarcOptions } from './read-warc.js';
import type { WarcRecord } from './warc-record.js';

/** Options for {@link warcDocs}. */
export interface WarcDocsOptions extends ReadWarcOptions {
  /** Reads pages of any HTTP status, not only those of 200 to 299. @default false */
  readonly anyStatus?: boolean;
}

/** Content types that are pages of HTML. */
const HTML = new Set(['text/html', 'application/xhtml+xml']);

/**
 * Reads the documents of a WARC or WET file: the decoded HTML of `response` records, the text of `conversion` ones.
 *
 * As datatrove's WarcReader (`penedo2024datatrove`): a page is what WARC-Identified-Payload-Type says is HTML, and
 * where that is missing, what looks like HTML; the id is WARC-Record-ID. Differs from it: the HTTP Content-Type is
 * asked before the bytes; a page that is not UTF-8 is decoded by header, meta and bytes, where datatrove has the
 * bytes only; pages of an error status are left out.
 *
 * `meta` has `date`, `contentType`, `status`, `charset`, `charsetFrom` and `offset` (pages), or `date`, `languages`
 * and `offset` (text). A page whose body is damaged keeps what there is of it, with `bodyProblem`.
 *
 * @throws {Error} If the path is a directory or cannot be read.
 * @example
 * for await (const doc of warcDocs('crawl.warc.gz')) doc.text // => '<!doctype html>…'
 */
export function warcDocs(source: ByteSource, options: WarcDocsOptions = {}): DocReader {
  const records = readWarc(source, options);
  async function* documents(): AsyncGenerator<Doc> {
    for await (const record of records) {
      const doc = docFromRecord(record, options.anyStatus ?? false);
      if (doc) yield doc;
    }
  }
  return { skipped: records.skipped, progress: records.progress, [Symbol.asyncIterator]: documents };
}

/** The document that a record holds, or undefined for records that hold none. */
export function docFromRecord(record: WarcRecord, anyStatus = false): Doc | undefined {
  if (record.type === 'conversion') return textDoc(record);
  if (record.type !== 'response') return undefined;
  const { http } = record;
  if (!http) return undefined;
  const status = http.status ?? 0;
  if (!anyStatus && (status < 200 || status > 299)) return undefined;

  const header = http.headers.get('Content-Type');
  const identified = record.headers.get('WARC-Identified-Payload-Type') ?? mediaType(header);
  if (identified !== undefined && !HTML.has(identified.toLowerCase())) return undefined;
  const body = http.body;
  if (identified === undefined && !looksLikeHtml(body)) return undefined;

  const { text, charset, from } = decodeHtml(body, header);
  const meta: Record<string, Json> = {
    date: record.date ?? null,
    contentType: identified ?? 'text/html',
    status,
    charset,
    charsetFrom: from,
    offset: record.offset,
  };
  if (http.bodyProblem !== undefined) meta['bodyProblem'] = http.bodyProblem;
  return { id: record.id, text, ...urlOf(record), meta };
}

function textDoc(record: WarcRecord): Doc {
  const languages = record.headers.get('WARC-Identified-Content-Language');
  return {
    id: record.id,
    text: new TextDecoder().decode(record.content),
    ...urlOf(record),
    meta: {
      date: record.date ?? null,
      ...(languages === undefined ? {} : { languages }),
      offset: record.offset,
    },
  };
}

function urlOf({ url }: WarcRecord): { url?: string } {
  return url === undefined ? {} : { url };
}

function mediaType(header: string | undefined): string | undefined {
  const type = header?.split(';', 1)[0]?.trim();
  return type === '' ? undefined : type;
}

/** Signs of HTML in the first bytes: the tags of the MIME Sniffing Standard, 7.1. */
function looksLikeHtml(body: Uint8Array): boolean {
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 512)).toString('latin1');
  return /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--)(?:[\s>]|$)/i.test(
    head,
  );
}

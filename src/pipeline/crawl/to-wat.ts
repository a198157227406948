import { crc32 } from 'node:zlib';
import type { Json } from '../core/doc.js';
import { decodeHtml } from '../extract/decode-html.js';
import type { ByteSource } from '../readers/_source.js';
import type { Fields } from '../readers/fields.js';
import type { HttpMessage } from '../readers/http-message.js';
import { readWarc } from '../readers/read-warc.js';
import type { WarcRecord } from '../readers/warc-record.js';
import { sha1Base32, warcWriter } from '../readers/warc-writer.js';
import { pageFacts } from './page-facts.js';

/** Options for {@link toWat}. */
export interface ToWatOptions {
  /** Name of the WARC file. @default 'crawl.warc.gz' */
  readonly filename?: string;
  /** @default true */
  readonly gzip?: boolean;
}

/**
 * Derives the WAT file of a WARC file: for each record a `metadata` record whose JSON tells its header, its HTTP
 * headers, and of a page of HTML the title, meta elements and links.
 *
 * The shape of Common Crawl's files (`Envelope` and `Container`). Differs: no `Gzip-Metadata`, and no forms or
 * scripts among the links' details.
 *
 * @example
 * for await (const entry of readWat(await toWat(warc))) entry.describes // => 'warcinfo', then 'request', …
 */
export async function toWat(warc: ByteSource, options: ToWatOptions = {}): Promise<Uint8Array> {
  const { filename = 'crawl.warc.gz', gzip = true } = options;
  const writer = warcWriter({ gzip, seed: 'wat' });
  const parts: Uint8Array[] = [];
  for await (const record of readWarc(warc)) {
    const date = record.date ?? '';
    if (parts.length === 0) {
      const info = `Software-Info: Lectern 0.1\r\nformat: WARC File Format 1.0\r\n`;
      const fields = [['WARC-Filename', filename.replace(/\.warc(?=(?:\.gz)?$)/, '.warc.wat')]] as const;
      parts.push(writer.write({ type: 'warcinfo', date, content: info, fields }).bytes);
    }
    const { bytes } = writer.write({
      type: 'metadata',
      date,
      url: record.url ?? filename,
      contentType: 'application/json',
      content: JSON.stringify(describe(record, filename)),
      fields: [['WARC-Refers-To', `<${record.id}>`]],
    });
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function describe(record: WarcRecord, filename: string): Json {
  const { http } = record;
  return {
    Container: {
      Filename: filename,
      Offset: String(record.offset),
      'Content-CRC': String(crc32(record.content)),
    },
    Envelope: {
      Format: 'WARC',
      'WARC-Header-Metadata': fieldsOf(record.headers),
      'Actual-Content-Length': String(record.content.length),
      'Block-Digest': sha1Base32(record.content),
      'Payload-Metadata': {
        'Actual-Content-Type': record.headers.get('Content-Type') ?? '',
        ...(http ? httpMetadata(http) : {}),
      },
    },
  };
}

function httpMetadata(http: HttpMessage): { readonly [key: string]: Json } {
  const common = {
    Headers: fieldsOf(http.headers),
    'Entity-Length': String(http.rawBody.length),
    'Entity-Digest': sha1Base32(http.rawBody),
  };
  if (http.status === undefined) {
    const [method = '', path = '', version = ''] = http.startLine.split(' ');
    const message = { Method: method, Path: path, Version: version };
    return { 'HTTP-Request-Metadata': { 'Request-Message': message, ...common } };
  }
  const [version = '', status = '', ...reason] = http.startLine.split(' ');
  return {
    'HTTP-Response-Metadata': {
      'Response-Message': { Version: version, Status: status, Reason: reason.join(' ') },
      ...common,
      ...htmlMetadata(http),
    },
  };
}

function htmlMetadata(http: HttpMessage): { readonly [key: string]: Json } {
  const type = http.headers.get('Content-Type');
  if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(type ?? '')) return {};
  const { title, base, metas, links } = pageFacts(decodeHtml(http.body, type).text);
  const isHead = (path: string): boolean => path.startsWith('LINK@') || path.startsWith('SCRIPT@');
  return {
    'HTML-Metadata': {
      Head: {
        ...(title === '' ? {} : { Title: title }),
        ...(base === undefined ? {} : { Base: base }),
        Metas: metas.map((meta) => ({ ...meta })),
        Link: links.filter(({ path }) => path.startsWith('LINK@')).map((link) => ({ ...link })),
        Scripts: links.filter(({ path }) => path.startsWith('SCRIPT@')).map((link) => ({ ...link })),
      },
      Links: links.filter(({ path }) => !isHead(path)).map((link) => ({ ...link })),
    },
  };
}

/** Fields as an object; the first of a name counts. */
function fieldsOf(fields: Fields): { readonly [key: string]: Json } {
  const object: Record<string, Json> = {};
  for (const [name, value] of fields) if (!Object.hasOwn(object, name)) object[name] = value;
  return object;
}

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { asBuffer } from '../core/_bytes.js';
import { maybeParseHttp } from './http-message.js';
import type { WarcType } from './warc-record.js';

/** Options for {@link warcWriter}. */
export interface WarcWriterOptions {
  /** Compresses each record as a gzip member of its own, as Common Crawl does. @default true */
  readonly gzip?: boolean;
  /** Version written. @default '1.0' */
  readonly version?: '1.0' | '1.1';
  /** What record ids are drawn from, beside the record itself. @default '' */
  readonly seed?: string;
}

/** One record to write. */
export interface WarcRecordInit {
  readonly type: WarcType;
  /** WARC-Date: ISO 8601 in UTC, such as `2026-01-31T12:00:00Z`. The writer has no clock of its own. */
  readonly date: string;
  /** WARC-Target-URI. */
  readonly url?: string;
  /** Content-Type of the block. @default by type: HTTP messages, fields, or none */
  readonly contentType?: string;
  readonly content: Uint8Array | string;
  /** Fields written as they are, after those of the record itself. */
  readonly fields?: readonly (readonly [name: string, value: string])[];
}

/** One record as bytes. */
export interface WrittenRecord {
  /** WARC-Record-ID without angle brackets. */
  readonly id: string;
  /** The whole record, compressed if asked for. */
  readonly bytes: Uint8Array;
  /** Where it stands in the file, if everything before it came from the same writer. */
  readonly offset: number;
  /** Digest of the payload, `sha1:` and base 32; of the HTTP body in a response. */
  readonly payloadDigest: string;
}

/** Writes records one after the other. */
export interface WarcWriter {
  write(record: WarcRecordInit): WrittenRecord;
}

/**
 * Makes a writer of WARC records, which gives bytes and leaves storing them to the caller.
 *
 * Nothing depends on clock or chance: ids are name-based UUIDs of the seed, the position and the record, and dates
 * are passed in, so that equal records make equal files. Digests are SHA-1 in base 32, as Common Crawl's.
 *
 * Format: ISO 28500:2017, `iso2017warc`.
 *
 * @throws {TypeError} When a field's name or value has a line break in it.
 * @example
 * const writer = warcWriter({ gzip: false })
 * writer.write({ type: 'warcinfo', date: '2026-01-31T12:00:00Z', content: 'software: Lectern\r\n' }).offset // => 0
 */
export function warcWriter({ gzip = true, version = '1.0', seed = '' }: WarcWriterOptions = {}): WarcWriter {
  let position = 0;
  let offset = 0;
  return {
    write(record) {
      const content = typeof record.content === 'string' ? Buffer.from(record.content) : record.content;
      const id = recordId(seed, position++, record, content);
      const blockDigest = sha1Base32(content);
      const payload = record.type === 'response' ? maybeParseHttp(content)?.rawBody : undefined;
      const payloadDigest = payload === undefined ? blockDigest : sha1Base32(payload);

      const given = new Set((record.fields ?? []).map(([name]) => name.toLowerCase()));
      const fields: (readonly [string, string | undefined])[] = [
        ['WARC-Type', record.type],
        ['WARC-Record-ID', `<${id}>`],
        ['WARC-Date', record.date],
        ['WARC-Target-URI', record.url],
        ['Content-Type', record.contentType ?? CONTENT_TYPES[record.type]],
        ['WARC-Block-Digest', blockDigest],
        // a revisit's payload is the one it refers to, which the caller knows
        ['WARC-Payload-Digest', payload === undefined ? undefined : payloadDigest],
        ...(record.fields ?? []),
        ['Content-Length', String(content.length)],
      ];
      let header = `WARC/${version}\r\n`;
      fields.forEach(([name, value], index) => {
        const extra = index >= 7 && index < fields.length - 1;
        if (value !== undefined && (extra || !given.has(name.toLowerCase())))
          header += fieldLine(name, value);
      });

      const plain = Buffer.concat([Buffer.from(`${header}\r\n`), content, Buffer.from('\r\n\r\n')]);
      const bytes = gzip ? gzipMember(plain) : plain;
      const written = { id, bytes, offset, payloadDigest };
      offset += bytes.length;
      return written;
    },
  };
}

const CONTENT_TYPES: Readonly<Partial<Record<WarcType, string>>> = {
  warcinfo: 'application/warc-fields',
  metadata: 'application/warc-fields',
  request: 'application/http; msgtype=request',
  response: 'application/http; msgtype=response',
  revisit: 'application/http; msgtype=response',
  conversion: 'text/plain',
};

function fieldLine(name: string, value: string): string {
  if (/[\r\n]/.test(name + value)) {
    throw new TypeError(
      `Cannot write WARC record: a field may not hold a line break, current value is ${JSON.stringify(`${name}: ${value}`)}`,
    );
  }
  return `${name}: ${value}\r\n`;
}

function gzipMember(plain: Uint8Array): Uint8Array {
  const member = gzipSync(plain);
  // the operating system's number, which would make files differ between machines: 255 is "unknown"
  member[9] = 255;
  return member;
}

/** A name-based UUID (version 5 of RFC 9562) of all that makes the record. */
function recordId(seed: string, position: number, record: WarcRecordInit, content: Uint8Array): string {
  const hash = createHash('sha1')
    .update(JSON.stringify([seed, position, record.type, record.date, record.url ?? '']))
    .update(content)
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
  return `urn:uuid:${groups.join('-')}`;
}

const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * A digest as WARC fields carry it: SHA-1, 20 bytes in 32 letters of base 32 (RFC 4648).
 *
 * @example
 * sha1Base32(Buffer.from('')) // => 'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
 */
export function sha1Base32(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of createHash('sha1').update(asBuffer(bytes)).digest()) bits = (bits << 8n) | BigInt(byte);
  let letters = '';
  for (let shift = 155n; shift >= 0n; shift -= 5n) letters += BASE_32[Number((bits >> shift) & 31n)];
  return `sha1:${letters}`;
}

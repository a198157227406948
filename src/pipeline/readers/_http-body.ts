import * as zlib from 'node:zlib';
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { asBuffer } from '../core/_bytes.js';
import type { Fields } from './fields.js';
import type { DecodedBody } from './http-message.js';

/** Most bytes that a compressed body may unpack to: a few kilobytes can hold gigabytes. */
const MAX_BODY_BYTES = 64 << 20;

/** Node has it from 22.15 on; its types of Node 20 do not. */
const zstdSync = (zlib as { zstdDecompressSync?: Unpack }).zstdDecompressSync;

/**
 * Takes a body out of its codings: `Transfer-Encoding: chunked`, then `Content-Encoding`, last applied first.
 *
 * Archives often store a body already decoded under its original header (Common Crawl names such headers
 * `X-Crawl-…`, others leave them), so a coding that the bytes do not have is passed over: no chunk size where one
 * should stand, no gzip magic. A body cut short gives what there is of it, with `problem` set.
 */
export function decodeBody(headers: Fields, raw: Uint8Array): DecodedBody {
  let bytes = raw;
  let problem: string | undefined;
  if (/\bchunked\b/i.test(headers.get('transfer-encoding') ?? '')) {
    const joined = joinChunks(raw);
    bytes = joined.bytes;
    problem = joined.problem;
  }
  const codings = headers
    .getAll('content-encoding')
    .join(',')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  for (const coding of codings.toReversed()) {
    const unpacked = unpackCoding(coding, bytes);
    bytes = unpacked.bytes;
    problem = unpacked.problem ?? problem;
  }
  return problem === undefined ? { bytes } : { bytes, problem };
}

function unpackCoding(coding: string, bytes: Uint8Array): DecodedBody {
  if (bytes.length === 0) return { bytes };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { bytes };
      return unpack('gzip', bytes, gunzipSync);
    case 'deflate': {
      const wrapped = (bytes[0]! & 0x0f) === 8 && ((bytes[0]! << 8) | (bytes[1] ?? 0)) % 31 === 0;
      // the standard means zlib's wrapper; some servers send raw DEFLATE
      if (!wrapped && looksLikeText(bytes)) return { bytes };
      return unpack('deflate', bytes, wrapped ? inflateSync : inflateRawSync);
    }
    case 'br':
      return looksLikeText(bytes) ? { bytes } : unpack('br', bytes, brotliDecompressSync);
    case 'zstd':
      if (looksLikeText(bytes)) return { bytes };
      return zstdSync === undefined
        ? { bytes: new Uint8Array(0), problem: 'unknown-content-encoding' }
        : unpack('zstd', bytes, zstdSync);
    default:
      return looksLikeText(bytes)
        ? { bytes }
        : { bytes: new Uint8Array(0), problem: 'unknown-content-encoding' };
  }
}

type Unpack = (bytes: Uint8Array, options: { maxOutputLength: number; finishFlush?: number }) => Buffer;

/** Unpacks all, else as much as comes before the data was cut. */
function unpack(coding: string, bytes: Uint8Array, sync: Unpack): DecodedBody {
  try {
    return { bytes: sync(bytes, { maxOutputLength: MAX_BODY_BYTES }) };
  } catch (error) {
    const nothing = new Uint8Array(0);
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return { bytes: nothing, problem: 'body-too-large' };
    const finishFlush = coding === 'br' ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH;
    try {
      return {
        bytes: sync(bytes, { maxOutputLength: MAX_BODY_BYTES, finishFlush }),
        problem: `truncated-${coding}`,
      };
    } catch {
      return { bytes: nothing, problem: `bad-${coding}` };
    }
  }
}

function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** Whether bytes begin like markup or prose: what no compressed body does. */
function looksLikeText(bytes: Uint8Array): boolean {
  const head = asBuffer(bytes).toString('latin1', 0, 64);
  // eslint-disable-next-line no-control-regex
  return /^[\s\ufeff]*[<{["\w]/.test(head) && !/[\x00-\x08\x0e-\x1f\x7f]/.test(head);
}

const MAX_SIZE_LINE = 1024;

/** Joins the chunks of a chunked body (RFC 9112, 7.1), or gives the bytes back where they are not chunked. */
function joinChunks(raw: Uint8Array): DecodedBody {
  const bytes = asBuffer(raw);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.subarray(at, at + MAX_SIZE_LINE).indexOf(10);
    const line = lineEnd < 0 ? '' : bytes.toString('latin1', at, at + lineEnd);
    const match = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?\r?$/i.exec(line);
    if (!match) {
      if (parts.length === 0) return { bytes: raw };
      return { bytes: Buffer.concat(parts), problem: 'bad-chunk' };
    }
    const size = Number.parseInt(match[1]!, 16);
    const start = at + lineEnd + 1;
    if (size === 0) return { bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts) };
    parts.push(bytes.subarray(start, start + size));
    if (start + size > bytes.length) break;
    at = start + size;
    if (bytes[at] === 13) at++;
    if (bytes[at] === 10) at++;
  }
  return { bytes: Buffer.concat(parts), problem: 'truncated-chunks' };
}

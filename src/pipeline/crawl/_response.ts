import { decodeHtml } from '../extract/decode-html.js';
import { decodeBody } from '../readers/_http-body.js';
import { Fields } from '../readers/fields.js';
import { sha1Base32 } from '../readers/warc-writer.js';
import type { FetchResponse } from './fetcher.js';

/** The first value of a header, whatever its case. */
export function field(response: FetchResponse, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return response.headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** The body without its content coding. */
export function bodyOf(response: FetchResponse): Uint8Array {
  const encoding = field(response, 'Content-Encoding');
  if (encoding === undefined) return response.body;
  return decodeBody(new Fields(`Content-Encoding: ${encoding}`), response.body).bytes;
}

/** The body as text. */
export function htmlOf(response: FetchResponse): string {
  return decodeHtml(bodyOf(response), field(response, 'Content-Type')).text;
}

/** A page's words without its own address and numbers: equal for pages that say the same of different addresses. */
export function printOf(html: string, url: string): string {
  const { pathname, search } = new URL(url);
  const words = html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  const own = pathname.length > 1 ? words.replaceAll(pathname + search, '').replaceAll(pathname, '') : words;
  return sha1Base32(Buffer.from(own.replace(/\d+/g, '#')));
}

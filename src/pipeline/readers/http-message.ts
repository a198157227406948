import { isAscii, isUtf8 } from 'node:buffer';
import { asBuffer } from '../core/_bytes.js';
import { decodeBody } from './_http-body.js';
import { Fields } from './fields.js';

/** An HTTP request or response as a WARC record holds it. */
export class HttpMessage {
  /** `HTTP/1.1 200 OK`, or `GET / HTTP/1.1`. */
  readonly startLine: string;
  readonly headers: Fields;
  /** The body as it was sent: chunked and compressed, if it was. */
  readonly rawBody: Uint8Array;
  #body: DecodedBody | undefined;

  constructor(startLine: string, headers: Fields, rawBody: Uint8Array) {
    this.startLine = startLine;
    this.headers = headers;
    this.rawBody = rawBody;
  }

  /** Status code of a response; undefined for a request. */
  get status(): number | undefined {
    const match = /^HTTP(?:\/\S+)?\s+(\d{3})\b/i.exec(this.startLine);
    return match ? Number(match[1]) : undefined;
  }

  /**
   * The body without transfer and content coding: as much as can be had of a truncated one. Costs an inflate at the
   * first call.
   */
  get body(): Uint8Array {
    return this.#decoded().bytes;
  }

  /** What is wrong with the body, such as `truncated-gzip`; undefined when nothing is. */
  get bodyProblem(): string | undefined {
    return this.#decoded().problem;
  }

  #decoded(): DecodedBody {
    return (this.#body ??= decodeBody(this.headers, this.rawBody));
  }
}

/** A body without its codings. */
export interface DecodedBody {
  readonly bytes: Uint8Array;
  readonly problem?: string;
}

/**
 * Reads an HTTP message, or gives undefined where the bytes do not begin with a start line.
 *
 * Header values are UTF-8 where they are valid UTF-8, else ISO 8859-1. A message that ends in its header has no body.
 *
 * @example
 * maybeParseHttp(Buffer.from('HTTP/1.1 404 Not Found\r\n\r\nnone'))?.status // => 404
 */
export function maybeParseHttp(content: Uint8Array): HttpMessage | undefined {
  const bytes = asBuffer(content);
  const header = headerEnd(bytes);
  const head = bytes.subarray(0, header.end);
  const text = head.toString(isAscii(head) || !isUtf8(head) ? 'latin1' : 'utf8');
  const newline = text.indexOf('\n');
  const startLine = (newline < 0 ? text : text.slice(0, newline)).trimEnd();
  if (!startLine.startsWith('HTTP/') && !/^HTTP(?:\/\d|\s)|^[A-Z]+\s.*\sHTTP\/\d(?:\.\d)?$/i.test(startLine))
    return undefined;
  const fields = new Fields(newline < 0 ? '' : text, newline + 1);
  return new HttpMessage(startLine, fields, content.subarray(header.body));
}

/** Where the header ends and the body starts: at the first empty line, of CRLF or bare LF. */
function headerEnd(bytes: Uint8Array): { end: number; body: number } {
  for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, lf + 1)) {
    if (bytes[lf + 1] === LF) return { end: lf, body: lf + 2 };
    if (bytes[lf + 1] === CR && bytes[lf + 2] === LF) return { end: lf, body: lf + 3 };
  }
  return { end: bytes.length, body: bytes.length };
}

const CR = 13;
const LF = 10;

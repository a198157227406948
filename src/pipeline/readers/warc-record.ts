import type { Fields } from './fields.js';
import { type HttpMessage, maybeParseHttp } from './http-message.js';

/** The kinds of record that WARC 1.1 defines; other kinds may occur. */
export type WarcType =
  'warcinfo' | 'response' | 'resource' | 'request' | 'metadata' | 'revisit' | 'conversion' | 'continuation';

/**
 * One record of a WARC file.
 *
 * `content` points into a buffer that neighbouring records share, and is never written to again; who keeps it for
 * long should keep a copy, `content.slice()`.
 */
export class WarcRecord {
  /** `1.0` or `1.1`. */
  readonly version: string;
  readonly type: WarcType | (string & {});
  readonly headers: Fields;
  /**
   * Where the record starts, in bytes: in the file, when it is plain or compressed record by record (so that it can
   * be read again alone); in the unpacked text, when the file is compressed as a whole.
   */
  readonly offset: number;
  /** Bytes from its start to the next record's, counted like `offset`. */
  readonly length: number;
  /** The block after the header: an HTTP message, text, or whatever Content-Type says. */
  readonly content: Uint8Array;
  #http: HttpMessage | null | undefined;

  constructor(
    version: string,
    type: string,
    headers: Fields,
    offset: number,
    length: number,
    content: Uint8Array,
  ) {
    this.version = version;
    this.type = type;
    this.headers = headers;
    this.offset = offset;
    this.length = length;
    this.content = content;
  }

  /** WARC-Record-ID without its angle brackets, or an empty string. */
  get id(): string {
    return unbracketed(this.headers.get('warc-record-id') ?? '');
  }

  /** WARC-Target-URI; some programs put it in angle brackets, which are not part of it. */
  get url(): string | undefined {
    const url = this.headers.get('warc-target-uri');
    return url === undefined ? undefined : unbracketed(url);
  }

  /** WARC-Date as it stands. */
  get date(): string | undefined {
    return this.headers.get('warc-date');
  }

  /** The HTTP message in a request, response or revisit; undefined in other records, or where there is none. */
  get http(): HttpMessage | undefined {
    if (this.#http === undefined) {
      const holdsOne = /^\s*application\/http\b/i.test(
        this.headers.get('content-type') ?? 'application/http',
      );
      const typical = this.type === 'response' || this.type === 'request' || this.type === 'revisit';
      this.#http = (typical && holdsOne && maybeParseHttp(this.content)) || null;
    }
    return this.#http ?? undefined;
  }
}

function unbracketed(value: string): string {
  return value.startsWith('<') && value.endsWith('>') ? value.slice(1, -1) : value;
}

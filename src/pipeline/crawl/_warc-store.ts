import { type WarcRecordInit, sha1Base32, warcWriter, type WrittenRecord } from '../readers/warc-writer.js';
import type { FetchResponse } from './fetcher.js';

/** The record that holds a body, for revisit records to refer to. */
export interface StoredResponse {
  readonly id: string;
  readonly url: string;
  readonly date: string;
}

/** One request and its answer. */
export interface Exchange {
  readonly url: string;
  readonly date: string;
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  readonly response: FetchResponse;
  /** The body was cut off at the crawler's limit. */
  readonly truncated: boolean;
  /** Where the same body is stored already, and how that is known. */
  readonly revisit?: {
    readonly of: StoredResponse;
    readonly profile: 'identical-payload-digest' | 'server-not-modified';
  };
}

/** Headers that belong to the connection, not to the page, and would differ from run to run. */
const CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date']);
const PROFILES = 'http://netpreserve.org/warc/1.0/revisit/';

/** Writes what a crawl fetched: warcinfo, then request, response or revisit, and metadata for each exchange. */
export class WarcStore {
  readonly #writer;
  readonly #parts: Uint8Array[] = [];

  constructor({ date, agent, seed }: { date: string; agent: string; seed: string }) {
    this.#writer = warcWriter({ seed });
    const info = {
      software: 'Lectern 0.1',
      format: 'WARC File Format 1.0',
      conformsTo: 'http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.0/',
      robots: 'RFC 9309',
      'http-header-user-agent': agent,
    };
    this.#put({
      type: 'warcinfo',
      date,
      content: Object.entries(info)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join(''),
    });
  }

  /** Stores an exchange; gives the record that holds its answer. */
  exchange({ url, date, requestHeaders, response, truncated, revisit }: Exchange): StoredResponse {
    const target = new URL(url);
    const requestLine = `GET ${target.pathname}${target.search} HTTP/1.1`;
    const fields: (readonly [string, string])[] = [['WARC-IP-Address', '127.0.0.1']];
    const request = this.#put({
      type: 'request',
      date,
      url,
      content: `${requestLine}\r\n${headerLines([['Host', target.host], ...requestHeaders])}\r\n`,
      fields,
    });
    const kept = response.headers.filter(([name]) => !CONNECTION.has(name.toLowerCase()));
    const header = Buffer.from(
      `HTTP/1.1 ${response.status} ${response.statusText}\r\n${headerLines(kept)}\r\n`,
    );
    fields.push(['WARC-Concurrent-To', `<${request.id}>`]);
    if (revisit) {
      fields.push(['WARC-Profile', PROFILES + revisit.profile]);
      fields.push(['WARC-Refers-To', `<${revisit.of.id}>`]);
      fields.push(['WARC-Refers-To-Target-URI', revisit.of.url]);
      fields.push(['WARC-Refers-To-Date', revisit.of.date]);
      if (revisit.profile === 'identical-payload-digest') {
        fields.push(['WARC-Payload-Digest', sha1Base32(response.body)]);
      }
    }
    if (truncated) fields.push(['WARC-Truncated', 'length']);
    const content = revisit ? header : Buffer.concat([header, response.body]);
    const stored = this.#put({ type: revisit ? 'revisit' : 'response', date, url, content, fields });
    this.#put({
      type: 'metadata',
      date,
      url,
      content: `fetchTimeMs: ${response.ms}\r\n`,
      fields: [['WARC-Concurrent-To', `<${stored.id}>`]],
    });
    return { id: stored.id, url, date };
  }

  /** The whole file. */
  bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }

  #put(record: WarcRecordInit): WrittenRecord {
    const written = this.#writer.write(record);
    this.#parts.push(written.bytes);
    return written;
  }
}

function headerLines(headers: readonly (readonly [name: string, value: string])[]): string {
  return headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

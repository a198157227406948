import type { Doc, Json } from '../core/doc.js';
import type { DocReader } from './doc-reader.js';
import { asBuffer, wellFormed } from '../core/_bytes.js';
import { joinBytes } from './_piece.js';
import { unpack } from './_pieces.js';
import { type ByteSource, openSource } from './_source.js';
import { SkipLog } from './skip-log.js';

/** Options for {@link readJsonl}. */
export interface ReadJsonlOptions {
  /** Field that holds the text. @default 'text' */
  readonly text?: string;
  /** Field that holds the id; a document without it is named by its line, `line-1` and on. @default 'id' */
  readonly id?: string;
  /** Field that holds the URL, at the top or in the metadata. @default 'url' */
  readonly url?: string;
  /** Field that holds the metadata object; all other fields join it. @default 'meta', or 'metadata' */
  readonly meta?: string;
  /** Longest line read, in bytes; a longer one is skipped without being held in memory. @default 64 MiB */
  readonly maxLineBytes?: number;
  /** Log that skipped lines join. @default a new one */
  readonly skipped?: SkipLog;
}

const NEWLINE = 10;

/**
 * Reads documents from JSON lines: plain, gzip (any number of members) or zstd.
 *
 * Lines that are no JSON object, have no text, or are too long are skipped, counted and named with their line number
 * and byte offset in the unpacked text. A byte order mark, CRLF and blank lines are allowed. Lone surrogates become
 * U+FFFD, so that every text can be written as UTF-8 again.
 *
 * @throws {Error} If the path is a directory or cannot be read.
 * @example
 * const docs = readJsonl(Buffer.from('{"text":"one"}\n{"text":'))
 * for await (const doc of docs) doc // => { id: 'line-1', text: 'one', meta: {} }
 * docs.skipped.first[0]?.reason // => 'not-json'
 */
export function readJsonl(source: ByteSource, options: ReadJsonlOptions = {}): DocReader {
  const { maxLineBytes = 64 << 20, skipped = new SkipLog() } = options;
  const opened = openSource(source);

  async function* documents(): AsyncGenerator<Doc> {
    const lines = new LineSplitter(maxLineBytes);
    const toDoc = docFromLine(options, skipped);
    let empty = true;
    for await (const batch of unpack(opened, looksLikeLine).batches()) {
      for (const piece of batch) {
        empty &&= piece.kind === 'bytes' && piece.bytes.length === 0;
        if (piece.kind === 'damage') {
          skipped.add({ reason: piece.reason, offset: piece.offset, detail: piece.detail });
          lines.dropRest();
          continue;
        }
        for (const line of lines.push(piece.bytes)) {
          const doc = toDoc(line);
          if (doc) yield doc;
        }
      }
    }
    if (empty) skipped.add({ reason: 'empty-file', offset: 0, detail: `${opened.name} has no content` });
    for (const line of lines.end()) {
      const doc = toDoc(line);
      if (doc) yield doc;
    }
  }

  return { skipped, progress: opened.progress, [Symbol.asyncIterator]: documents };
}

/** After a damaged gzip member, a member that begins with an object is taken for the next one. */
function looksLikeLine(head: Uint8Array): boolean {
  return head[0] === 0x7b || (head[0] === 0xef && head[3] === 0x7b);
}

interface Line {
  readonly number: number;
  readonly offset: number;
  /** Undefined for a line longer than allowed. */
  readonly text: string | undefined;
  readonly bytes: number;
}

/** Splits bytes into lines; holds one line at most, and none that is too long. */
class LineSplitter {
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #held = 0; // bytes of the unfinished line, kept or not
  #number = 1;
  #offset = 0; // of the unfinished line

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *push(bytes: Uint8Array): Generator<Line> {
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      this.#hold(bytes.subarray(start, end));
      yield this.#line(1);
      start = end + 1;
    }
    if (start < bytes.length) this.#hold(bytes.subarray(start));
  }

  *end(): Generator<Line> {
    if (this.#held > 0) yield this.#line(0);
  }

  /** Forgets the unfinished line: its end is lost. */
  dropRest(): void {
    if (this.#held > 0) this.#line(0);
  }

  #hold(part: Uint8Array): void {
    this.#held += part.length;
    if (this.#held > this.#maxBytes) this.#parts = [];
    else this.#parts.push(part);
  }

  #line(newline: number): Line {
    const line: Line = {
      number: this.#number++,
      offset: this.#offset,
      bytes: this.#held,
      text: this.#held > this.#maxBytes ? undefined : decodeLine(this.#parts),
    };
    this.#offset += this.#held + newline;
    this.#held = 0;
    this.#parts = [];
    return line;
  }
}

function decodeLine(parts: readonly Uint8Array[]): string {
  return parts.length === 0 ? '' : asBuffer(joinBytes(parts)).toString();
}

function docFromLine(options: ReadJsonlOptions, skipped: SkipLog): (line: Line) => Doc | undefined {
  const { text: textField = 'text', id: idField = 'id', url: urlField = 'url', meta: metaField } = options;

  return (line) => {
    const skip = (reason: string, detail: string): undefined => {
      skipped.add({ reason, offset: line.offset, line: line.number, detail });
      return undefined;
    };
    if (line.text === undefined) return skip('line-too-long', `the line has ${line.bytes} bytes`);
    const content = line.text.charCodeAt(0) === 0xfeff ? line.text.slice(1) : line.text;
    if (content.trim() === '') return undefined;

    let value: Json;
    try {
      value = JSON.parse(content) as Json;
    } catch (error) {
      return skip('not-json', error instanceof Error ? error.message : String(error));
    }
    if (!isObject(value)) return skip('not-an-object', `the line holds ${describe(value)}`);
    const text = value[textField];
    if (typeof text !== 'string') {
      return skip('no-text', `"${textField}" is ${text === undefined ? 'missing' : describe(text)}`);
    }

    const nested = metaField ?? (isObject(value['meta']) ? 'meta' : 'metadata');
    const meta: Record<string, Json> = {};
    for (const [key, field] of Object.entries(value)) {
      if (key === textField || key === idField || key === urlField) continue;
      if (key === nested && isObject(field)) Object.assign(meta, field);
      else define(meta, key, field);
    }
    const id = value[idField];
    const url = value[urlField] ?? meta[urlField];
    return {
      id: typeof id === 'string' || typeof id === 'number' ? String(id) : `line-${line.number}`,
      text: wellFormed(text),
      ...(typeof url === 'string' ? { url } : {}),
      meta,
    };
  };
}

/** Sets a field even when it is called `__proto__`. */
function define(record: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  else record[key] = value;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

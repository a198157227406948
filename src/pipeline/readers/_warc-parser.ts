import { asBuffer } from '../core/_bytes.js';
import { Fields } from './fields.js';
import type { Damage, Piece } from './_piece.js';
import type { SkipLog } from './skip-log.js';
import { WarcRecord } from './warc-record.js';

/** Longest record header read. */
const MAX_HEADER_BYTES = 1 << 20;
const CR = 13;
const LF = 10;

/** What a parser has to know of the file. */
export interface WarcParserOptions {
  readonly maxRecordBytes: number;
  /** Most bytes that the unpacked file can have, where that is known. */
  readonly textBytes?: number;
}

/** A place in the unpacked text and in the file. */
interface Mark {
  readonly text: number;
  readonly file: number;
}

type State = 'start' | 'header' | 'content' | 'pass' | 'resync';

/**
 * Cuts unpacked bytes into WARC records (ISO 28500), and finds the next record after a bad one.
 *
 * A record is believed when its content is followed by the two line breaks that end a record, by the next `WARC/`, or
 * by the end. Else its Content-Length is wrong: the record is skipped and the search goes on in its own content, where the next record is if
 * the length was too large. No more than one record is held, and none over `maxRecordBytes`.
 */
export class WarcParser {
  readonly #maxRecordBytes: number;
  readonly #textBytes: number | undefined;
  readonly #skipped: SkipLog;

  #state: State = 'start';
  #quiet = false; // what precedes the next record has been told already
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0; // start of the unfinished record, or of what was not looked at
  #base = 0; // offset in the text of #buffer[0]
  #queue: Uint8Array[] = []; // bytes after #buffer, joined when there are enough
  #queuedBytes = 0;
  #headroom = 0; // free bytes before the last queued ones
  #needed = 1; // bytes from #at that the next step needs

  #textEnd = 0; // bytes pushed
  #starts: Mark[] = []; // member starts not yet passed
  #memberEnd: Mark | undefined; // the end of the last piece, if a member ends there

  #version = '';
  #fields = new Fields('');
  #contentAt = 0; // in #buffer
  #contentBytes = 0;

  constructor(options: WarcParserOptions, skipped: SkipLog) {
    this.#maxRecordBytes = options.maxRecordBytes;
    this.#textBytes = options.textBytes;
    this.#skipped = skipped;
  }

  /** Takes the next bytes; gives the records that are complete with them. */
  push(piece: Piece): WarcRecord[] {
    const records: WarcRecord[] = [];
    const { bytes } = piece;
    if (piece.memberStart !== undefined) {
      // a member that begins with a record: whatever is unfinished before it ends here
      if (this.#pending() && beginsWithWarc(bytes)) this.#run(records, true);
      this.#starts.push({ text: this.#textEnd, file: piece.memberStart });
    }
    this.#textEnd += bytes.length;
    this.#memberEnd =
      piece.memberEnd === undefined ? undefined : { text: this.#textEnd, file: piece.memberEnd };
    this.#queue.push(bytes);
    this.#headroom = piece.headroom ?? 0;
    this.#queuedBytes += bytes.length;
    const left = this.#buffer.length - this.#at + this.#queuedBytes;
    if (left < this.#needed && this.#memberEnd === undefined) return records;
    this.#join();
    this.#run(records, false);
    return records;
  }

  /** Notes a place that could not be unpacked, and forgets the record that it cut. */
  damage({ reason, offset, detail }: Damage): void {
    this.#skipped.add({ reason, offset, detail });
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#buffer = Buffer.alloc(0);
    this.#at = 0;
    this.#base = this.#textEnd;
    this.#starts = [];
    this.#memberEnd = undefined;
    this.#state = 'start';
    this.#quiet = true;
    this.#needed = 1;
  }

  /** The last records, when no more bytes come. */
  end(): WarcRecord[] {
    const records: WarcRecord[] = [];
    this.#run(records, true);
    return records;
  }

  #pending(): boolean {
    return this.#state !== 'start' || this.#buffer.length > this.#at || this.#queuedBytes > 0;
  }

  #join(): void {
    if (this.#queuedBytes === 0) return;
    const left = this.#buffer.length - this.#at;
    const [first] = this.#queue;
    if (left === 0 && this.#queue.length === 1) {
      this.#buffer = asBuffer(first!);
    } else if (this.#queue.length === 1 && left <= this.#headroom) {
      // what is left goes right before the new bytes: a record across two chunks costs no copy of the chunk
      const { buffer, byteOffset, length } = first!;
      const joined = Buffer.from(buffer, byteOffset - left, left + length);
      joined.set(this.#buffer.subarray(this.#at));
      this.#buffer = joined;
    } else {
      this.#buffer = Buffer.concat([this.#buffer.subarray(this.#at), ...this.#queue]);
    }
    this.#base += this.#at;
    this.#contentAt -= this.#at;
    this.#at = 0;
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  /** Steps until more bytes are needed. `ended`: none will come that belong to what is here. */
  #run(records: WarcRecord[], ended: boolean): void {
    this.#join();
    for (;;) {
      let more: boolean;
      switch (this.#state) {
        case 'start':
          more = this.#start(ended);
          break;
        case 'header':
          more = this.#readHeader(ended);
          break;
        case 'content':
          more = this.#readContent(records, ended);
          break;
        case 'pass':
          more = this.#pass(ended);
          break;
        case 'resync':
          more = this.#resync(ended);
          break;
      }
      if (!more) return;
    }
  }

  #wait(bytes: number): false {
    this.#needed = bytes;
    return false;
  }

  /** Leaves what is here for good. */
  #dropAll(): false {
    this.#at = this.#buffer.length;
    this.#state = 'start';
    return this.#wait(1);
  }

  #start(ended: boolean): boolean {
    const buffer = this.#buffer;
    let at = this.#at;
    while (at < buffer.length && (buffer[at] === CR || buffer[at] === LF)) at++;
    this.#at = at;
    if (at === buffer.length) return this.#wait(1);
    const begins = matchWarc(buffer, at);
    if (begins === 'yes') {
      this.#state = 'header';
      this.#quiet = false;
      return true;
    }
    if (begins === 'short' && !ended) return this.#wait(6);
    if (!this.#quiet) {
      const found = JSON.stringify(buffer.toString('latin1', at, at + 16));
      this.#skip('no-record', `"WARC/" should stand here, found ${found}`);
    }
    this.#state = 'resync';
    return true;
  }

  #readHeader(ended: boolean): boolean {
    const end = this.#headerEnd();
    if (end === undefined) {
      const left = this.#buffer.length - this.#at;
      if (left > MAX_HEADER_BYTES) {
        return this.#reject(
          'bad-header',
          `the header does not end within ${MAX_HEADER_BYTES} bytes`,
          this.#at + 5,
        );
      }
      if (ended) return this.#cut('the file ends inside the header', this.#at + 5);
      return this.#wait(left + Math.max(64, left >> 1));
    }
    this.#contentAt = end.content;
    const header = this.#buffer.toString('utf8', this.#at, end.header);
    const newline = header.indexOf('\n');
    this.#version = header.slice(5, newline < 0 ? undefined : newline).trimEnd();
    if (!/^\d+\.\d+$/.test(this.#version)) {
      return this.#reject('bad-header', 'no version stands after "WARC/"', this.#at + 5);
    }
    this.#fields = new Fields(newline < 0 ? '' : header, newline + 1);
    const length = this.#fields.get('Content-Length');
    if (length === undefined)
      return this.#reject('no-content-length', 'Content-Length is missing', end.content);
    if (!/^\d{1,15}$/.test(length)) {
      return this.#reject('wrong-content-length', `Content-Length is ${JSON.stringify(length)}`, end.content);
    }
    this.#contentBytes = Number(length);
    const textEnd = this.#base + end.content + this.#contentBytes;
    if (
      this.#textBytes !== undefined &&
      textEnd > this.#textBytes &&
      this.#contentBytes > this.#maxRecordBytes
    ) {
      const detail = `Content-Length is ${length}, but the file ends ${textEnd - this.#textBytes} bytes earlier`;
      return this.#reject('wrong-content-length', detail, end.content);
    }
    if (this.#contentBytes > this.#maxRecordBytes) {
      this.#skip('too-large', `Content-Length is ${length}, the limit is ${this.#maxRecordBytes}`);
      this.#at = end.content;
      this.#state = 'pass';
      return true;
    }
    this.#state = 'content';
    return true;
  }

  /** The first empty line: where the header ends and the content starts. */
  #headerEnd(): { header: number; content: number } | undefined {
    const buffer = this.#buffer;
    const limit = this.#at + MAX_HEADER_BYTES;
    for (let lf = buffer.indexOf(LF, this.#at); lf >= 0 && lf < limit; lf = buffer.indexOf(LF, lf + 1)) {
      if (buffer[lf + 1] === LF) return { header: lf, content: lf + 2 };
      if (buffer[lf + 1] === CR && buffer[lf + 2] === LF) return { header: lf, content: lf + 3 };
    }
    return undefined;
  }

  #readContent(records: WarcRecord[], ended: boolean): boolean {
    const buffer = this.#buffer;
    const contentEnd = this.#contentAt + this.#contentBytes;
    if (contentEnd > buffer.length) {
      if (!ended) return this.#wait(contentEnd - this.#at);
      const missing = contentEnd - buffer.length;
      return this.#cut(
        `Content-Length is ${this.#contentBytes}, but ${missing} bytes of it are missing`,
        this.#contentAt,
      );
    }
    let end = contentEnd;
    while (end < contentEnd + 4 && (buffer[end] === CR || buffer[end] === LF)) end++;
    const atEnd = ended || this.#memberEnd?.text === this.#base + buffer.length;
    if (end === buffer.length && end < contentEnd + 4 && !atEnd) return this.#wait(contentEnd + 4 - this.#at);
    const follows = isBlankLine(buffer, contentEnd, end) ? 'yes' : matchWarc(buffer, end);
    if (follows === 'short' && !atEnd) return this.#wait(end - this.#at + 6);
    if (follows === 'yes' || end === buffer.length) {
      records.push(this.#record(contentEnd, end));
      this.#at = end;
      this.#state = 'start';
      return true;
    }
    return this.#reject(
      'wrong-content-length',
      `Content-Length is ${this.#contentBytes}, but neither the end nor a record follows`,
      this.#contentAt,
    );
  }

  #record(contentEnd: number, end: number): WarcRecord {
    const version = this.#version;
    const fields = this.#fields;
    const type = fields.get('WARC-Type')?.toLowerCase() ?? '';
    const content = this.#buffer.subarray(this.#contentAt, contentEnd);

    const text = this.#base + this.#at;
    const start = this.#fileOffset(text);
    // a record that is one member can be read again from the file alone
    if (start !== undefined && this.#memberEnd?.text === this.#base + end) {
      return new WarcRecord(version, type, fields, start, this.#memberEnd.file - start, content);
    }
    return new WarcRecord(version, type, fields, text, end - this.#at, content);
  }

  /** Where in the file the member starts that begins at this place of the text, if one does. */
  #fileOffset(text: number): number | undefined {
    while (this.#starts.length > 0 && this.#starts[0]!.text < text) this.#starts.shift();
    return this.#starts[0]?.text === text ? this.#starts[0].file : undefined;
  }

  #skip(reason: string, detail: string): void {
    const text = this.#base + this.#at;
    this.#skipped.add({ reason, offset: this.#fileOffset(text) ?? text, detail });
  }

  /** Skips a bad record and looks for the next one from `from` on. */
  #reject(reason: string, detail: string, from: number): true {
    this.#skip(reason, detail);
    this.#at = from;
    this.#state = 'resync';
    return true;
  }

  /** Skips a record that is not complete; where another stands in what there is of it, its length was wrong. */
  #cut(detail: string, from: number): boolean {
    const whole = this.#memberEnd?.text === this.#base + this.#buffer.length;
    if (whole || this.#nextStart(from) >= 0) return this.#reject('wrong-content-length', detail, from);
    this.#skip('truncated', detail);
    return this.#dropAll();
  }

  /** Goes past the content of a record that is too large. */
  #pass(ended: boolean): boolean {
    const step = Math.min(this.#contentBytes, this.#buffer.length - this.#at);
    this.#at += step;
    this.#contentBytes -= step;
    if (this.#contentBytes > 0 && !ended) return this.#wait(1);
    this.#state = 'start';
    this.#quiet = true;
    return true;
  }

  #resync(ended: boolean): boolean {
    const found = this.#nextStart(this.#at);
    if (found >= 0) {
      this.#at = found;
      this.#state = 'start';
      return true;
    }
    if (ended) return this.#dropAll();
    // a start may be cut by the end of the buffer
    this.#at = Math.max(this.#at, this.#buffer.length - 7);
    return this.#wait(8);
  }

  /** Where the next line begins with `WARC/` and a digit, or -1. */
  #nextStart(from: number): number {
    const member = this.#starts.find((mark) => mark.text >= this.#base + from);
    if (member && matchWarc(this.#buffer, member.text - this.#base) === 'yes')
      return member.text - this.#base;
    for (let at = from; ; at++) {
      at = this.#buffer.indexOf('\nWARC/', at, 'latin1');
      if (at < 0) return -1;
      if (matchWarc(this.#buffer, at + 1) === 'yes') return at + 1;
    }
  }
}

/** Whether line breaks from `at` to `end` are the two that end a record. */
function isBlankLine(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at === 4) return bytes[at] === CR && bytes[at + 1] === LF && bytes[at + 2] === CR;
  return end - at === 2 && bytes[at] === LF && bytes[at + 1] === LF;
}

function beginsWithWarc(bytes: Uint8Array): boolean {
  return matchWarc(bytes, 0) === 'yes';
}

const WARC = [0x57, 0x41, 0x52, 0x43, 0x2f];

/** Whether `WARC/` and a digit stand at a place; `short` when the bytes end before it is decided. */
export function matchWarc(bytes: Uint8Array, at: number): 'yes' | 'no' | 'short' {
  for (let i = 0; i < WARC.length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return 'short';
    if (byte !== WARC[i]) return 'no';
  }
  const digit = bytes[at + WARC.length];
  if (digit === undefined) return 'short';
  return digit >= 0x30 && digit <= 0x39 ? 'yes' : 'no';
}

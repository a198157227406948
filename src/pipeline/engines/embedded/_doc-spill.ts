import { closeSync, openSync, readSync } from 'node:fs';
import type { Doc } from '../../core/doc.js';
import type { TextSize } from '../../core/measure-text.js';
import { FileWriter } from './_file-writer.js';

/** A document between two passes, with its size, so that it is not measured again. */
export interface SpilledDoc {
  readonly doc: Doc;
  readonly size: Readonly<TextSize>;
}

// a record: bytes of the head, bytes of the text, words, encoding (four little-endian 32-bit integers); head as JSON; text
const HEADER_BYTES = 16;
const BUFFER_BYTES = 1 << 20;
// in Unicode mode a surrogate of a pair is no character of its own
const LONE_SURROGATE = /\p{Surrogate}/u;
const ENCODINGS = ['utf8', 'latin1', 'utf16le'] as const;

/** Writes documents for the next pass. */
export class DocSpillWriter {
  readonly #file: FileWriter;
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #length = 0;

  constructor(path: string) {
    this.#file = new FileWriter(path);
  }

  write({ id, url, text, meta }: Doc, size: Readonly<TextSize>): void {
    const head = JSON.stringify(url === undefined ? { id, meta } : { id, url, meta });
    // ASCII is the fastest to write and read; a lone surrogate has no UTF-8
    const encoding = size.bytes === text.length ? 1 : LONE_SURROGATE.test(text) ? 2 : 0;
    const textBytes = encoding === 2 ? 2 * text.length : size.bytes;
    const headBytes = Buffer.byteLength(head);
    const total = HEADER_BYTES + headBytes + textBytes;
    let target = this.#buffer;
    let at = this.#length;
    if (at + total > BUFFER_BYTES) {
      this.#flush();
      at = 0;
      if (total > BUFFER_BYTES) target = Buffer.allocUnsafeSlow(total);
    }
    target.writeUInt32LE(headBytes, at);
    target.writeUInt32LE(textBytes, at + 4);
    target.writeUInt32LE(size.words, at + 8);
    target.writeUInt32LE(encoding, at + 12);
    target.write(head, at + HEADER_BYTES);
    target.write(text, at + HEADER_BYTES + headBytes, ENCODINGS[encoding]);
    if (target === this.#buffer) this.#length = at + total;
    else this.#file.write(target);
  }

  commit(): void {
    this.#flush();
    this.#file.commit();
  }

  discard(): void {
    this.#file.discard();
  }

  #flush(): void {
    this.#file.write(this.#buffer, 0, this.#length);
    this.#length = 0;
  }
}

/** Reads back what a {@link DocSpillWriter} wrote, holding one document at a time. */
export function* readDocSpill(path: string): Generator<SpilledDoc> {
  const file = openSync(path, 'r');
  try {
    let buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
    let start = 0;
    let end = 0;
    const need = (bytes: number): boolean => {
      if (end - start >= bytes) return true;
      if (bytes > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(bytes);
        buffer.copy(larger, 0, start, end);
        buffer = larger;
      } else buffer.copyWithin(0, start, end);
      end -= start;
      start = 0;
      while (end < bytes) {
        const read = readSync(file, buffer, end, buffer.length - end, null);
        if (read === 0) return false;
        end += read;
      }
      return true;
    };
    while (need(HEADER_BYTES)) {
      const headBytes = buffer.readUInt32LE(start);
      const textBytes = buffer.readUInt32LE(start + 4);
      const words = buffer.readUInt32LE(start + 8);
      const encoding = ENCODINGS[buffer.readUInt32LE(start + 12)];
      if (!need(HEADER_BYTES + headBytes + textBytes)) break;
      const textStart = start + HEADER_BYTES + headBytes;
      const head = JSON.parse(buffer.toString('utf8', start + HEADER_BYTES, textStart)) as Omit<Doc, 'text'>;
      const text = buffer.toString(encoding, textStart, textStart + textBytes);
      start = textStart + textBytes;
      const bytes = encoding === 'utf16le' ? Buffer.byteLength(text) : textBytes;
      yield { doc: { ...head, text }, size: { words, bytes } };
      if (buffer.length > BUFFER_BYTES && end - start <= BUFFER_BYTES) {
        // a giant is past: its buffer is given back
        const smaller = Buffer.allocUnsafeSlow(BUFFER_BYTES);
        buffer.copy(smaller, 0, start, end);
        buffer = smaller;
        end -= start;
        start = 0;
      }
    }
    if (end > start)
      throw new Error(`Cannot read ${path}: it ends inside a document; delete the output and run again`);
  } finally {
    closeSync(file);
  }
}

const ascii = new TextDecoder('latin1');

/** Reads little-endian values one after another; what it is reading is named when the bytes end too early. */
export class ByteReader {
  /** Byte offset of the next value. */
  offset = 0;
  /** The part of the file being read, for messages. */
  part = 'the header';
  readonly #view: DataView;

  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    // a Buffer's slice() does not copy, a Uint8Array's does
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  boolean(): boolean {
    return this.uint8() !== 0;
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  /** A 64-bit integer as a number. */
  int64(): number {
    const at = this.#take(8);
    return this.#view.getInt32(at + 4, true) * 2 ** 32 + this.#view.getUint32(at, true);
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** A count that later sizes an array, refused when it cannot be one. */
  count(name: string, value: number): number {
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw this.#invalid(`${name} is ${value}`);
  }

  /** Bytes in place, not copied. */
  take(length: number): Uint8Array {
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  /** 32-bit floats, in place where the offset allows it. */
  floats(length: number): Float32Array {
    const bytes = this.take(length * 4);
    if (bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, length);
    return new Float32Array(bytes.slice().buffer);
  }

  /** The offsets of a string that ends in NUL; moves behind it. */
  terminated(): { start: number; end: number } {
    const start = this.offset;
    const end = this.bytes.indexOf(0, start);
    if (end < 0) throw this.#truncated(1);
    this.offset = end + 1;
    return { start, end };
  }

  /** Four bytes at the start as text, for a message about a foreign file. */
  leading(): string {
    return JSON.stringify(ascii.decode(this.bytes.subarray(0, 4)));
  }

  #take(length: number): number {
    const start = this.offset;
    if (start + length > this.bytes.length) throw this.#truncated(length);
    this.offset = start + length;
    return start;
  }

  #truncated(length: number): Error {
    const missing = this.offset + length - this.bytes.length;
    return new SyntaxError(
      `Cannot read fastText model: ${this.part} needs ${missing} more bytes, ` +
        `the file ends at byte ${this.bytes.length}; it is truncated, fetch it again`,
    );
  }

  #invalid(reason: string): Error {
    return new SyntaxError(`Cannot read fastText model: ${reason} in ${this.part}, at byte ${this.offset}`);
  }
}

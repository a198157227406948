/** A whole zstd frame, found by walking its block headers. */
export interface ZstdFrame {
  readonly bytes: Uint8Array;
  /** The most bytes it can decompress to. */
  readonly contentBound: number;
  /** A frame without content, which decoders pass over. */
  readonly skippable: boolean;
}

const MAGIC = 0xfd2fb528;
const BLOCK_BYTES = 128 << 10;

/**
 * Splits a zstd stream into frames without decompressing it: format of `collet2021zstandard`, section 3.1.1.
 * Holds one frame at most; a caller that finds it too large takes what is there with `drain()`.
 */
export class FrameScanner {
  /** Bytes consumed by frames already given out or drained. */
  position = 0;
  #data = Buffer.alloc(1 << 16);
  #length = 0;
  // where the next block header (or the end of the frame) is, relative to #data; -1 between frames
  #next = -1;
  #ended = false;
  #checksum = 0;
  #contentSize = -1;
  #blocks = 0;
  #skippable = false;

  get buffered(): number {
    return this.#length;
  }

  get inFrame(): boolean {
    return this.#next !== -1 || this.#length > 0;
  }

  push(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#data.length) {
      const grown = Buffer.alloc(Math.max(needed, 2 * this.#data.length));
      this.#data.copy(grown, 0, 0, this.#length);
      this.#data = grown;
    }
    this.#data.set(chunk, this.#length);
    this.#length = needed;
  }

  /** The next whole frame (of what was not drained of it), or undefined if more bytes are needed. */
  next(): ZstdFrame | undefined {
    if (this.#next === -1 && !this.#open()) return undefined;
    while (!this.#ended) {
      if (this.#next + 3 > this.#length) return undefined;
      const header = this.#data.readUIntLE(this.#next, 3);
      const type = (header >> 1) & 3;
      if (type === 3)
        throw new Error(`Cannot decompress zstd: a block at byte ${this.position + this.#next} is damaged`);
      this.#blocks++;
      // a run-length block stores one byte
      this.#next += 3 + (type === 1 ? 1 : header >> 3);
      if (header & 1) {
        this.#ended = true;
        this.#next += this.#checksum;
      }
    }
    if (this.#next > this.#length) return undefined;
    const contentBound = this.#contentSize >= 0 ? this.#contentSize : this.#blocks * BLOCK_BYTES;
    const frame = { bytes: this.#take(this.#next), contentBound, skippable: this.#skippable };
    this.#next = -1;
    return frame;
  }

  /** What has come of an unfinished frame. */
  drain(): Uint8Array {
    const length = Math.min(this.#length, this.#next);
    if (length <= 0) return new Uint8Array(0);
    this.#next -= length;
    return this.#take(length);
  }

  /** Reads a frame's header; false if more bytes are needed. */
  #open(): boolean {
    if (this.#length < 4) return false;
    const magic = this.#data.readUInt32LE(0);
    this.#skippable = magic >= 0x184d2a50 && magic <= 0x184d2a5f;
    this.#ended = this.#skippable;
    this.#blocks = 0;
    this.#contentSize = -1;
    if (this.#skippable) {
      if (this.#length < 8) return false;
      this.#next = 8 + this.#data.readUInt32LE(4);
      this.#contentSize = 0;
      return true;
    }
    if (magic !== MAGIC) throw new Error(`Cannot decompress zstd: no frame begins at byte ${this.position}`);
    if (this.#length < 18) {
      // the longest header is 18 bytes; the shortest frame is shorter, so decide by what the descriptor says
      if (this.#length < 5 || this.#length < headerBytes(this.#data[4] ?? 0)) return false;
    }
    const descriptor = this.#data[4] ?? 0;
    const sizeBytes = contentSizeBytes(descriptor);
    this.#next = headerBytes(descriptor);
    this.#checksum = descriptor & 4 ? 4 : 0;
    const at = this.#next - sizeBytes;
    if (sizeBytes === 1) this.#contentSize = this.#data[at] ?? 0;
    else if (sizeBytes === 2) this.#contentSize = this.#data.readUInt16LE(at) + 256;
    else if (sizeBytes === 4) this.#contentSize = this.#data.readUInt32LE(at);
    else if (sizeBytes === 8) this.#contentSize = Number(this.#data.readBigUInt64LE(at));
    return true;
  }

  #take(length: number): Uint8Array {
    const bytes = Uint8Array.prototype.slice.call(this.#data, 0, length);
    this.#data.copyWithin(0, length, this.#length);
    this.#length -= length;
    this.position += length;
    return bytes;
  }
}

function contentSizeBytes(descriptor: number): number {
  const flag = descriptor >> 6;
  if (flag === 0) return descriptor & 32 ? 1 : 0;
  return 1 << flag;
}

function headerBytes(descriptor: number): number {
  const window = descriptor & 32 ? 0 : 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  return 5 + window + dictionary + contentSizeBytes(descriptor);
}

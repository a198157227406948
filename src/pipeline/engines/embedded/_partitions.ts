import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { FileWriter } from './_file-writer.js';

const MAGIC = 0x4c505431;

/**
 * Rows sorted roughly into partitions in one file: each partition fills a block of its own, and full blocks are
 * appended. At the end stands an index: partition and length of each block, as pairs of 32-bit integers.
 */
export class PartitionWriter {
  readonly #file: FileWriter;
  readonly #blockBytes: number;
  readonly #blocks: ({ bytes: Buffer; length: number } | undefined)[] = [];
  readonly #index: number[] = [];

  constructor(path: string, blockBytes: number) {
    this.#file = new FileWriter(path);
    this.#blockBytes = blockBytes;
  }

  /** Room for one row at the end of a partition, to be filled before the next call. */
  row(partition: number, length: number): { bytes: Buffer; at: number } {
    let block = this.#blocks[partition];
    if (block && block.length + length > block.bytes.length) {
      this.#flush(partition);
      block = this.#blocks[partition];
    }
    if (!block || length > block.bytes.length) {
      block = { bytes: Buffer.allocUnsafeSlow(Math.max(length, this.#blockBytes)), length: 0 };
      this.#blocks[partition] = block;
    }
    const at = block.length;
    block.length += length;
    return { bytes: block.bytes, at };
  }

  commit(): void {
    for (const partition of this.#blocks.keys()) this.#flush(partition);
    const index = Buffer.alloc(4 * this.#index.length + 8);
    this.#index.forEach((number, i) => index.writeUInt32LE(number, 4 * i));
    index.writeUInt32LE(this.#index.length, index.length - 8);
    index.writeUInt32LE(MAGIC, index.length - 4);
    this.#file.write(index);
    this.#file.commit();
  }

  discard(): void {
    this.#file.discard();
  }

  #flush(partition: number): void {
    const block = this.#blocks[partition];
    if (!block || block.length === 0) return;
    this.#file.write(block.bytes, 0, block.length);
    this.#index.push(partition, block.length);
    if (block.bytes.length > this.#blockBytes) this.#blocks[partition] = undefined;
    else block.length = 0;
  }
}

/** Reads the blocks of one partition after the other; holds the index, eight bytes a block. */
export class PartitionReader {
  readonly #path: string;
  readonly #index: Uint32Array;

  constructor(path: string) {
    this.#path = path;
    const file = openSync(path, 'r');
    try {
      const { size } = statSync(path);
      const footer = readAt(file, path, size - 8, 8);
      if (footer.readUInt32LE(4) !== MAGIC) throw damaged(path);
      const numbers = footer.readUInt32LE(0);
      const bytes = readAt(file, path, size - 8 - 4 * numbers, 4 * numbers);
      this.#index = Uint32Array.from({ length: numbers }, (_, i) => bytes.readUInt32LE(4 * i));
    } finally {
      closeSync(file);
    }
  }

  /** Bytes in a partition. */
  bytes(partition: number): number {
    let sum = 0;
    for (const { length } of this.#places(partition)) sum += length;
    return sum;
  }

  /** The blocks of a partition in the order in which they were written; one buffer is used for all. */
  *blocks(partition: number): Generator<Buffer> {
    let file = -1;
    let buffer = Buffer.alloc(0);
    try {
      for (const { at, length } of this.#places(partition)) {
        if (file === -1) file = openSync(this.#path, 'r');
        if (length > buffer.length) buffer = Buffer.allocUnsafeSlow(length);
        readAt(file, this.#path, at, length, buffer);
        yield buffer.subarray(0, length);
      }
    } finally {
      if (file !== -1) closeSync(file);
    }
  }

  *#places(partition: number): Generator<{ readonly at: number; readonly length: number }> {
    let at = 0;
    for (let i = 0; i < this.#index.length; i += 2) {
      const length = this.#index[i + 1] ?? 0;
      if (this.#index[i] === partition) yield { at, length };
      at += length;
    }
  }
}

function damaged(path: string): Error {
  return new Error(`Cannot read ${path}: it is damaged; delete the output folder and run again`);
}

function readAt(
  file: number,
  path: string,
  at: number,
  length: number,
  into = Buffer.allocUnsafeSlow(Math.max(0, length)),
): Buffer {
  for (let done = 0; done < length;) {
    const read = at < 0 ? 0 : readSync(file, into, done, length - done, at + done);
    if (read === 0) throw damaged(path);
    done += read;
  }
  return into;
}

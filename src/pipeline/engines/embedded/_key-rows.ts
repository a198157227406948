import { murmur3 } from '../../core/murmur3.js';
import type { KeyRow, Keyed } from '../../core/stage.js';
import type { PartitionWriter } from './_partitions.js';

// a row: the key's 128-bit hash, number of the document in its shard, part, bytes of the rank, bytes of the key
// (eight little-endian 32-bit integers); rank; key, only where the stage's own rule must see it
export const ROW_BYTES = 32;

const hash = new Uint32Array(4);

/** Bytes of blocks held for each partition while a shard's keys are written. */
export function keyBlockBytes(partitions: number): number {
  return Math.max(4 << 10, Math.min(64 << 10, (8 << 20) / partitions));
}

/** How many partitions the keys of an input are divided into: about eight mebibytes of input each. */
export function partitionsFor(inputBytes: number): number {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, inputBytes / (8 << 20))));
  return Math.max(16, Math.min(2048, wanted));
}

/** Writes the keys of one document. */
export function writeKeys(
  writer: PartitionWriter,
  partitions: number,
  stage: Keyed,
  doc: number,
  rows: readonly KeyRow[],
): void {
  for (const { key, rank, part } of rows) {
    murmur3(key, 0, hash);
    const rankBytes = Buffer.byteLength(rank);
    const keyBytes = stage.losers ? Buffer.byteLength(key) : 0;
    const { bytes, at } = writer.row((hash[0] ?? 0) & (partitions - 1), ROW_BYTES + rankBytes + keyBytes);
    for (let i = 0; i < 4; i++) bytes.writeUInt32LE(hash[i] ?? 0, at + 4 * i);
    bytes.writeUInt32LE(doc, at + 16);
    bytes.writeUInt32LE(part, at + 20);
    bytes.writeUInt32LE(rankBytes, at + 24);
    bytes.writeUInt32LE(keyBytes, at + 28);
    bytes.write(rank, at + ROW_BYTES);
    if (keyBytes > 0) bytes.write(key, at + ROW_BYTES + rankBytes);
  }
}

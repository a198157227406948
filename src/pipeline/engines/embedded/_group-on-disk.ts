import { losersOf } from '../../core/_group.js';
import type { OwnedKey } from '../../core/_group.js';
import type { Keyed } from '../../core/stage.js';
import { BestRows, type OnLoser } from './_best-rows.js';
import { ROW_BYTES } from './_key-rows.js';
import { PartitionReader, PartitionWriter } from './_partitions.js';

/** Bytes of rows grouped at once, by the default rule and by a stage's own, which needs them as objects. */
const DEFAULT_PASS_BYTES = 24 << 20;
const OWN_PASS_BYTES = 4 << 20;
const LOSER_BYTES = 8;

/** What {@link groupOnDisk} works on. */
export interface GroupTask {
  readonly stage: Keyed;
  readonly partitions: number;
  /** Files of keys, a shard each, in the order of shards. */
  readonly keyFiles: readonly string[];
  /** Number of documents of each shard that gave the keys. */
  readonly documents: readonly number[];
  /** Where the losers are written. */
  readonly losersFile: string;
  /** Bytes of rows grouped at once. @default 24 MiB; 4 MiB for a stage with its own rule */
  readonly passBytes?: number;
  /** Called between partitions with the fraction done. */
  readonly pause: (done: number) => Promise<void>;
}

/**
 * Groups the keys of all shards and writes down which parts of which documents lose.
 *
 * Each partition of keys is small enough for memory; one that is not is read several times, a slice of its hashes
 * each time. By the default rule memory grows with the different keys of a slice, not with its rows.
 */
export async function groupOnDisk(task: GroupTask): Promise<void> {
  const { stage, partitions, keyFiles, documents, losersFile, pause } = task;
  const passBytes = task.passBytes ?? (stage.losers ? OWN_PASS_BYTES : DEFAULT_PASS_BYTES);
  const readers = keyFiles.map((path) => new PartitionReader(path));
  const segments = new Segments(documents);
  const writer = new PartitionWriter(losersFile, 2 << 10);
  const onLoser: OnLoser = (shard, doc, part) => {
    const { bytes, at } = writer.row(segments.of(shard, doc), LOSER_BYTES);
    bytes.writeUInt32LE(doc, at);
    bytes.writeUInt32LE(part, at + 4);
  };
  try {
    for (let partition = 0; partition < partitions; partition++) {
      await pause(partition / partitions);
      const bytes = readers.reduce((sum, reader) => sum + reader.bytes(partition), 0);
      const slices = Math.max(1, Math.ceil(bytes / passBytes));
      for (let slice = 0; slice < slices; slice++) {
        const pass = { readers, partition, slice, slices };
        if (stage.losers) groupByOwnRule(stage, pass, onLoser);
        else groupByDefault(pass, onLoser);
      }
    }
    writer.commit();
  } finally {
    writer.discard();
  }
}

/** Documents are numbered off in segments, so that the losers of one segment fit in memory. */
export class Segments {
  readonly #firsts: readonly number[];
  readonly shift: number;

  constructor(documents: readonly number[]) {
    const total = documents.reduce((sum, each) => sum + each, 0);
    // 4,096 documents a segment, and more when there would be too many segments
    this.shift = Math.max(12, Math.ceil(Math.log2(Math.max(1, total / 4096))));
    const firsts: number[] = [];
    let next = 0;
    for (const each of documents) {
      firsts.push(next);
      next += Math.ceil(each / 2 ** this.shift);
    }
    this.#firsts = firsts;
  }

  of(shard: number, doc: number): number {
    return (this.#firsts[shard] ?? 0) + (doc >>> this.shift);
  }
}

/** Gives the parts that each document of a shard lost; documents must be asked for in ascending order. */
export function openLosers(
  losersFile: string,
  segments: Segments,
  shard: number,
): (doc: number) => readonly number[] {
  const reader = new PartitionReader(losersFile);
  const NONE: readonly number[] = [];
  let current = -1;
  let rows = new Float64Array(0);
  let next = 0;
  return (doc) => {
    const segment = segments.of(shard, doc);
    if (segment !== current) {
      current = segment;
      rows = readLosers(reader, segment, segments.shift);
      next = 0;
    }
    const number = doc % 2 ** segments.shift;
    let lost: number[] | undefined;
    while (next < rows.length && Math.floor((rows[next] ?? 0) / 2 ** 32) <= number) {
      const row = rows[next++] ?? 0;
      const part = row % 2 ** 32;
      // the same part may lose under several keys
      if (Math.floor(row / 2 ** 32) === number && lost?.at(-1) !== part) (lost ??= []).push(part);
    }
    return lost ?? NONE;
  };
}

/** The losers of a segment, ascending: document in the segment × 2³² + part. */
function readLosers(reader: PartitionReader, segment: number, shift: number): Float64Array<ArrayBuffer> {
  const rows = new Float64Array(reader.bytes(segment) / LOSER_BYTES);
  let count = 0;
  for (const block of reader.blocks(segment)) {
    for (let at = 0; at < block.length; at += LOSER_BYTES) {
      rows[count++] = (block.readUInt32LE(at) % 2 ** shift) * 2 ** 32 + block.readUInt32LE(at + 4);
    }
  }
  return rows.sort();
}

interface Pass {
  readonly readers: readonly PartitionReader[];
  readonly partition: number;
  /** Rows of this slice of `slices` are taken. */
  readonly slice: number;
  readonly slices: number;
}

function groupByDefault(pass: Pass, onLoser: OnLoser): void {
  const best = new BestRows(onLoser);
  eachRow(pass, (block, at, shard) => {
    const rankBytes = block.readUInt32LE(at + 24);
    best.add(
      block,
      at,
      shard,
      block.readUInt32LE(at + 16),
      block.readUInt32LE(at + 20),
      at + ROW_BYTES,
      rankBytes,
    );
  });
}

function groupByOwnRule(stage: Keyed, pass: Pass, onLoser: OnLoser): void {
  const groups = new Map<string, OwnedKey[]>();
  eachRow(pass, (block, at, shard) => {
    const rankEnd = at + ROW_BYTES + block.readUInt32LE(at + 24);
    const key = block.toString('utf8', rankEnd, rankEnd + block.readUInt32LE(at + 28));
    const rank = block.toString('utf8', at + ROW_BYTES, rankEnd);
    // one number orders all documents: shards hold fewer than 2³² of them
    const doc = shard * 2 ** 32 + block.readUInt32LE(at + 16);
    const row = { key, rank, part: block.readUInt32LE(at + 20), doc };
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  });
  for (const group of groups.values()) {
    for (const { doc, part } of losersOf(stage, group))
      onLoser(Math.floor(doc / 2 ** 32), doc % 2 ** 32, part);
  }
}

function eachRow(
  { readers, partition, slice, slices }: Pass,
  take: (block: Buffer, at: number, shard: number) => void,
): void {
  for (const [shard, reader] of readers.entries()) {
    for (const block of reader.blocks(partition)) {
      for (let at = 0; at < block.length;) {
        const end = at + ROW_BYTES + block.readUInt32LE(at + 24) + block.readUInt32LE(at + 28);
        if (slices === 1 || block.readUInt32LE(at + 8) % slices === slice) take(block, at, shard);
        at = end;
      }
    }
  }
}

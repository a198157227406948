import { zstdDecompress } from '../core/_zstd.js';
import { GzipDecoder } from './_gzip-decoder.js';
import { type Damage, type Decoder, joinBytes, type LooksLikeStart, type Piece } from './_piece.js';
import { PlainDecoder } from './_plain-decoder.js';
import { asBuffer } from '../core/_bytes.js';
import type { OpenSource } from './_source.js';

/** How a file is packed, told by its first bytes and never by its name. */
export type Packing = 'gzip' | 'zstd' | 'plain';

/** A file's unpacked bytes. */
export interface Unpacked {
  /** Undefined until the first batch has come. */
  packing: Packing | undefined;
  /** Batches of pieces, each to be used up before the next is asked for. */
  batches(): AsyncGenerator<Iterable<Piece | Damage>>;
}

const ZSTD_MAGIC = 0xfd2fb528;
const ZSTD_SKIPPABLE_FIRST = 0x184d2a50;
const ZSTD_SKIPPABLE_LAST = 0x184d2a5f;

/** What cannot be read, by its first bytes, and what to do about it. */
const REFUSED: readonly (readonly [magic: string, advice: string])[] = [
  ['BZh', 'it is compressed with bzip2, unpack it with "bunzip2" first'],
  ['\xfd7zXZ', 'it is compressed with xz, unpack it with "unxz" first'],
  ['PK\x03\x04', 'it is a ZIP archive, unpack it first'],
  ['PAR1', 'it is a Parquet file, convert it to JSON lines first'],
];

/**
 * Unpacks a source: gzip (members are marked), zstd or plain, told apart by magic bytes.
 *
 * @throws {Error} While reading, if the file is packed in a way that cannot be read, or the disk fails.
 */
export function unpack(source: OpenSource, looksLikeStart: LooksLikeStart): Unpacked {
  const unpacked: Unpacked = {
    packing: undefined,
    batches: () => run(source, unpacked, looksLikeStart),
  };
  return unpacked;
}

async function* run(
  source: OpenSource,
  unpacked: Unpacked,
  looksLikeStart: LooksLikeStart,
): AsyncGenerator<Iterable<Piece | Damage>> {
  const chunks = source.chunks()[Symbol.asyncIterator]();
  let decoder: Decoder | undefined;
  try {
    const head = await firstBytes(chunks, 8);
    if (head.length === 0) return;
    unpacked.packing = packingOf(head, source.name);
    if (unpacked.packing === 'zstd') {
      yield* unzstd(withHead(head, chunks), source);
      return;
    }
    decoder = unpacked.packing === 'gzip' ? new GzipDecoder(looksLikeStart) : new PlainDecoder();
    yield decoder.push(head);
    for (;;) {
      const { done, value } = await chunks.next();
      if (done) break;
      yield decoder.push(value);
    }
    yield decoder.end();
  } finally {
    decoder?.close();
    await chunks.return?.();
  }
}

async function* unzstd(
  chunks: AsyncIterable<Uint8Array>,
  source: OpenSource,
): AsyncGenerator<[Piece | Damage]> {
  try {
    for await (const bytes of zstdDecompress(chunks)) yield [{ kind: 'bytes', bytes }];
  } catch (error) {
    // a failing disk is no damage of the data
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    yield [{ kind: 'damage', reason: 'bad-zstd', offset: source.progress.bytesRead, detail }];
  }
}

/** Reads until at least `count` bytes are there or the source ends. */
async function firstBytes(chunks: AsyncIterator<Uint8Array>, count: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < count) {
    const { done, value } = await chunks.next();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  return joinBytes(parts);
}

async function* withHead(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (;;) {
    const { done, value } = await rest.next();
    if (done) return;
    yield value;
  }
}

function packingOf(head: Uint8Array, name: string): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const text = asBuffer(head).toString('latin1', 0, 8);
  for (const [magic, advice] of REFUSED) {
    if (text.startsWith(magic)) throw new Error(`Cannot read ${name}: ${advice}`);
  }
  if (head.length >= 4) {
    const magic = new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true);
    if (magic === ZSTD_MAGIC || (magic >= ZSTD_SKIPPABLE_FIRST && magic <= ZSTD_SKIPPABLE_LAST))
      return 'zstd';
  }
  return 'plain';
}

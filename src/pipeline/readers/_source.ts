import { type FileHandle, open } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where bytes come from: a path (or file URL), the bytes themselves, or a stream of them. */
export type ByteSource = string | URL | Uint8Array | AsyncIterable<Uint8Array>;

/** How far a reader is, for progress bars and resumption. */
export interface ReadProgress {
  /** Bytes taken from the source, before decompression. */
  bytesRead: number;
  /** Size of the source, where it is known beforehand. */
  readonly bytesTotal?: number;
}

/** A source ready to be read once. */
export interface OpenSource {
  /** What error messages call it. */
  readonly name: string;
  readonly progress: ReadProgress;
  chunks(): AsyncIterable<Uint8Array>;
}

/** Bytes read from a file at once: large, because every chunk boundary costs a copy of the record across it. */
const CHUNK_BYTES = 1 << 20;
const HEADROOM_BYTES = 1 << 17;

/**
 * Checks a source at once, so that a wrong path is an error where it was written, and gives its bytes in large chunks.
 *
 * @throws {Error} If the path is a directory, does not exist or may not be read.
 * @throws {TypeError} If the source is none of the accepted kinds.
 */
export function openSource(source: ByteSource): OpenSource {
  if (typeof source === 'string' || source instanceof URL) {
    const path = typeof source === 'string' ? source : fileURLToPath(source);
    const progress = { bytesRead: 0, bytesTotal: fileSize(path) };
    return { name: path, progress, chunks: () => fileChunks(path, progress) };
  }
  if (source instanceof Uint8Array) {
    const progress = { bytesRead: 0, bytesTotal: source.length };
    return { name: 'bytes', progress, chunks: () => counted([source], progress) };
  }
  if (typeof source === 'object' && source !== null && Symbol.asyncIterator in source) {
    const progress = { bytesRead: 0 };
    return { name: 'stream', progress, chunks: () => counted(source, progress) };
  }
  throw new TypeError(
    `Cannot read documents: a path, a Uint8Array or an async iterable of Uint8Array is needed, current value is ${String(source)}`,
  );
}

function fileSize(path: string): number | undefined {
  let stat;
  try {
    stat = statSync(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const reason = code === 'ENOENT' ? 'it does not exist, check the path' : (code ?? String(cause));
    throw new Error(`Cannot read ${path}: ${reason}`, { cause });
  }
  if (stat.isDirectory()) {
    throw new Error(`Cannot read ${path}: it is a directory, name a file in it`);
  }
  // a pipe or a device has no size beforehand
  return stat.isFile() ? stat.size : undefined;
}

async function* fileChunks(path: string, progress: ReadProgress): AsyncGenerator<Uint8Array> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'EACCES' ? 'permission is denied' : String(cause);
    throw new Error(`Cannot read ${path}: ${reason}`, { cause });
  }
  try {
    // two chunks are on their way while one is being read; a chunk is never reused, records may point into it
    const positioned = progress.bytesTotal !== undefined;
    let position = 0;
    const ask = (): Promise<Uint8Array> => {
      const chunk = readChunk(file, positioned ? position : null);
      position += CHUNK_BYTES;
      // a rejection is met where the chunk is awaited; until then it must not count as unhandled
      chunk.catch(() => {});
      return chunk;
    };
    const coming = positioned ? [ask(), ask()] : [ask()];
    for (;;) {
      const chunk = await coming.shift()!;
      if (chunk.length === 0) return;
      // a short read in the middle of a file: what follows it was asked for at the wrong place
      if (
        positioned &&
        chunk.length < CHUNK_BYTES &&
        progress.bytesRead + chunk.length < progress.bytesTotal!
      ) {
        position = progress.bytesRead + chunk.length;
        await Promise.allSettled(coming.splice(0));
        coming.push(ask());
      }
      coming.push(ask());
      progress.bytesRead += chunk.length;
      yield chunk;
    }
  } finally {
    await file.close();
  }
}

const roomy = new WeakSet<Uint8Array>();

/** Free bytes right before a chunk in its buffer, where a reader may put what it has left of the chunk before. */
export function headroomOf(chunk: Uint8Array): number {
  return roomy.delete(chunk) ? HEADROOM_BYTES : 0;
}

async function readChunk(file: FileHandle, position: number | null): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(HEADROOM_BYTES + CHUNK_BYTES);
  const { bytesRead } = await file.read(buffer, HEADROOM_BYTES, CHUNK_BYTES, position);
  const chunk = buffer.subarray(HEADROOM_BYTES, HEADROOM_BYTES + bytesRead);
  roomy.add(chunk);
  return chunk;
}

async function* counted(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  progress: ReadProgress,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    progress.bytesRead += chunk.length;
    if (chunk.length > 0) yield chunk;
  }
}

import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import { FrameScanner } from './_zstd-frames.js';

/** The part of `node:zlib` that Node gained in 22.15; absent from the types of Node 20. */
interface NativeZstd {
  createZstdDecompress(): Transform;
  zstdCompressSync(block: Uint8Array): Uint8Array;
}

interface WasmZstd {
  init(): Promise<void>;
  compress(block: Uint8Array, level?: number): Uint8Array;
  decompress(frame: Uint8Array, options: { defaultHeapSize: number }): Uint8Array;
}

/** Frames up to this size are decompressed whole; larger ones are streamed. */
const WHOLE_FRAME_BYTES = 8 << 20;
const WHOLE_CONTENT_BYTES = 32 << 20;

const native = 'createZstdDecompress' in zlib ? (zlib as unknown as NativeZstd) : undefined;
const load = createRequire(import.meta.url);
let wasm: Promise<WasmZstd> | undefined;

/** The WebAssembly build of zstd, loaded once: what stands in for `node:zlib` before Node 22.15. */
function loadWasm(): Promise<WasmZstd> {
  wasm ??= (async () => {
    const module = load('@bokuweb/zstd-wasm') as WasmZstd;
    await module.init();
    return module;
  })();
  return wasm;
}

/**
 * Gives a function that compresses one block into one zstd frame (level 3). Concatenated frames are a legal zstd
 * file (`collet2021zstandard`, section 3.1), so a writer that compresses block by block needs no more memory than one block.
 *
 * @example
 * const compress = await zstdCompressor()
 * compress(Buffer.from('a line\n')).subarray(0, 4) // => the magic number 28 b5 2f fd
 */
export async function zstdCompressor(): Promise<(block: Uint8Array) => Uint8Array> {
  if (native) return (block) => native.zstdCompressSync(block);
  const module = await loadWasm();
  return (block) => module.compress(block, 3);
}

/**
 * Decompresses a zstd stream of any number of frames, in bounded memory whatever the size of a frame.
 *
 * Before Node 22.15 small frames go through WebAssembly, and frames over 8 MiB through a slower JavaScript decoder,
 * which does not verify the optional checksum.
 *
 * @throws {Error} `Cannot decompress zstd: …` if the data is damaged or ends inside a frame; all that was readable
 *   before the damage has been yielded by then.
 * @example
 * for await (const chunk of zstdDecompress(createReadStream('pages.jsonl.zst'))) …
 */
export function zstdDecompress(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  return native ? decompressNative(source, native) : decompressPortable(source);
}

async function* decompressNative(source: AsyncIterable<Uint8Array>, zstd: NativeZstd) {
  const input = Readable.from(source, { objectMode: false, highWaterMark: 1 << 16 });
  const output = zstd.createZstdDecompress();
  // an error of the source is passed on, so that the reader of the output sees it
  input.on('error', (error) => output.destroy(error));
  input.pipe(output);
  let empty = true;
  input.once('data', () => (empty = false));
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } catch (cause) {
    if (empty && (cause as NodeJS.ErrnoException).code === 'Z_BUF_ERROR') return;
    throw zstdError(cause);
  } finally {
    input.destroy();
    output.destroy();
  }
}

/** @internal The path of Node before 22.15, exported so that every Node tests it. */
export async function* decompressPortable(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const module = await loadWasm();
  const scanner = new FrameScanner();
  let stream: FrameStream | undefined;
  for await (const chunk of source) {
    scanner.push(chunk);
    for (;;) {
      const frame = scanner.next();
      if (frame && !stream) {
        if (frame.contentBound > WHOLE_CONTENT_BYTES)
          yield* (await openFrameStream()).push(frame.bytes, true);
        else if (!frame.skippable) yield decompressWhole(module, frame.bytes, frame.contentBound);
      } else if (frame && stream) {
        yield* stream.push(frame.bytes, true);
        stream = undefined;
      } else {
        // a frame that outgrows the limit is handed on as it comes
        if (!stream && scanner.buffered > WHOLE_FRAME_BYTES) stream = await openFrameStream();
        if (stream) yield* stream.push(scanner.drain(), false);
        break;
      }
    }
  }
  if (scanner.inFrame)
    throw zstdError(new Error(`the data ends inside a frame, at byte ${scanner.position}`));
}

function decompressWhole(module: WasmZstd, frame: Uint8Array, contentBound: number): Uint8Array {
  try {
    return module.decompress(frame, { defaultHeapSize: contentBound });
  } catch (cause) {
    throw zstdError(new Error('a frame is damaged', { cause }));
  }
}

interface FrameStream {
  push(bytes: Uint8Array, last: boolean): Uint8Array[];
}

async function openFrameStream(): Promise<FrameStream> {
  const { Decompress } = await import('fzstd');
  let out: Uint8Array[] = [];
  const decoder = new Decompress((chunk) => out.push(chunk.slice()));
  return {
    push(bytes, last) {
      out = [];
      try {
        decoder.push(bytes.slice(), last);
      } catch (cause) {
        throw zstdError(cause);
      }
      return out;
    },
  };
}

function zstdError(cause: unknown): Error {
  if (cause instanceof Error && cause.message.startsWith('Cannot ')) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`Cannot decompress zstd: ${reason}`, { cause });
}

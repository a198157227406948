import type { Decoder, Piece } from './_piece.js';
import { headroomOf } from './_source.js';

/** Passes uncompressed bytes on as they are. */
export class PlainDecoder implements Decoder {
  readonly packed = false;

  *push(chunk: Uint8Array): Generator<Piece> {
    yield { kind: 'bytes', bytes: chunk, headroom: headroomOf(chunk) };
  }

  *end(): Generator<Piece> {}

  close(): void {}
}

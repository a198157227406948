import type { Decoder, Piece } from './_piece.js';

/** Passes uncompressed bytes on as they are. */
export class PlainDecoder implements Decoder {
  readonly packed = false;

  *push(chunk: Uint8Array): Generator<Piece> {
    yield { kind: 'bytes', bytes: chunk };
  }

  *end(): Generator<Piece> {}

  close(): void {}
}

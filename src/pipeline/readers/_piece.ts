/** A run of unpacked bytes, in order. Pieces never overlap and are never written to again. */
export interface Piece {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
  /** Where in the file the compressed member that begins with this piece starts; absent inside a member. */
  readonly memberStart?: number;
  /** Where in the file the compressed member that ends with this piece ends; absent inside a member. */
  readonly memberEnd?: number;
  /** Bytes before `bytes` in its buffer that are free for whoever takes the piece. */
  readonly headroom?: number;
}

/** A place where the packed bytes could not be unpacked; the next piece, if any, begins a new member. */
export interface Damage {
  readonly kind: 'damage';
  readonly reason: string;
  /** Byte offset in the file. */
  readonly offset: number;
  readonly detail: string;
}

/** Unpacks a file that arrives in chunks. */
export interface Decoder {
  /** Whether unpacked bytes keep their offset in the file only through members. */
  readonly packed: boolean;
  push(chunk: Uint8Array): Iterable<Piece | Damage>;
  /** What is left when the file has ended. */
  end(): Iterable<Piece | Damage>;
  /** Gives memory back; called once, also when the reader is left early. */
  close(): void;
}

/** Whether unpacked bytes look like the start of a record: how a reader finds its feet after damage. */
export type LooksLikeStart = (head: Uint8Array) => boolean;

/** Joins byte arrays; gives the only one back uncopied. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

import { crc32 } from 'node:zlib';
import { Inflater } from './_inflate.js';
import { type Damage, type Decoder, joinBytes, type LooksLikeStart, type Piece } from './_piece.js';

/** Unpacked bytes go to slabs of this size; a record points into its slab, so a slab is never reused. */
const SLAB_BYTES = 1 << 21;
/** A member starts in a new slab when less than this is left, so that few members cross slabs. */
const SLAB_TAIL = 1 << 18;
/** Most compressed bytes of a damaged member searched again for the next one. */
const REWIND_BYTES = 1 << 22;
/** Longest gzip member header accepted: optional fields have no limit of their own. */
const MAX_HEADER_BYTES = 1 << 16;
/** Compressed bytes that a trial of a possible member start needs. */
const TRIAL_BYTES = 4096;

const MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const FHCRC = 2;
const RESERVED_FLAGS = 0xe0;

/**
 * Unpacks gzip, any number of members, and finds the next member after a damaged one.
 *
 * Format: RFC 1952. A member's checksum and length are verified before its last piece is given out, so a member
 * that fits one piece (a WARC record, as a rule) is never given out damaged.
 */
export class GzipDecoder implements Decoder {
  readonly packed = true;
  readonly #looksLikeStart: LooksLikeStart;
  readonly #inflater = new Inflater();

  #input: Uint8Array = new Uint8Array(0);
  #at = 0; // next unread byte of #input
  #base = 0; // offset in the file of #input[0]
  #state: 'header' | 'body' | 'trailer' | 'seek' = 'header';

  #memberStart = 0; // offset in the file
  #memberInput: Uint8Array[] = []; // chunks before #input that hold the current member's bytes
  #memberInputBytes = 0;
  #first = true; // no piece of the member is given out yet
  #checksum = 0;
  #length = 0;

  #slab: Uint8Array = new Uint8Array(0);
  #from = 0; // start of what is not yet given out in #slab
  #to = 0;

  constructor(looksLikeStart: LooksLikeStart) {
    this.#looksLikeStart = looksLikeStart;
  }

  *push(chunk: Uint8Array): Generator<Piece | Damage> {
    this.#take(chunk);
    yield* this.#run(false);
  }

  *end(): Generator<Piece | Damage> {
    for (;;) {
      yield* this.#run(true);
      if (this.#state === 'seek') return;
      if (this.#state === 'header') {
        const left = this.#input.length - this.#at;
        if (left === 0) return;
        yield this.#damage('truncated-gzip', `the file ends ${left} bytes into the header of a gzip member`);
      } else {
        // what came out of the unfinished member is still given out: its first lines or records may be whole
        if (this.#to > this.#from) yield this.#piece();
        yield this.#damage('truncated-gzip', 'the file ends inside a gzip member');
      }
      // the cut member may really be a damaged one that ran on over its end
      this.#rewind();
    }
  }

  close(): void {
    this.#inflater.close();
  }

  #take(chunk: Uint8Array): void {
    const rest = this.#input.subarray(this.#at);
    if (this.#state === 'body' || this.#state === 'trailer') {
      // a damaged member is searched again for the next one, for as long as remembering it is cheap
      const start = Math.max(0, this.#memberStart - this.#base);
      const used = this.#input.subarray(start, this.#at);
      this.#memberInputBytes += used.length;
      if (this.#memberInputBytes <= REWIND_BYTES) this.#memberInput.push(used);
      else this.#memberInput = [];
    }
    this.#base += this.#at;
    this.#at = 0;
    this.#input = rest.length === 0 ? chunk : joinBytes([rest, chunk]);
  }

  *#run(ended: boolean): Generator<Piece | Damage> {
    for (;;) {
      switch (this.#state) {
        case 'header': {
          if (this.#at === this.#input.length) return;
          this.#memberStart = this.#base + this.#at;
          const size = this.#headerSize();
          if (size === 'short') return;
          if (size === 'bad') {
            if (this.#input[this.#at] === 0 && this.#restIsZero()) {
              // zero padding after the last member, as tape and block devices leave it
              this.#at = this.#input.length;
              return;
            }
            yield this.#damage('bad-gzip', 'no gzip member starts here');
            this.#at++;
            this.#state = 'seek';
            break;
          }
          this.#at += size;
          this.#startMember();
          break;
        }
        case 'body': {
          if (this.#to === this.#slab.length) {
            if (this.#to > this.#from) yield this.#piece();
            this.#newSlab();
          }
          const ok = this.#inflate();
          if (!ok) {
            yield this.#damage('bad-gzip', `${this.#inflater.problem} at byte ${this.#base + this.#at}`);
            this.#rewind();
            break;
          }
          if (this.#inflater.outputLeft > 0 && this.#inflater.inputLeft > 0) {
            this.#state = 'trailer';
          } else if (this.#inflater.outputLeft > 0) {
            return;
          }
          break;
        }
        case 'trailer': {
          if (this.#input.length - this.#at < 8) return;
          const bytes = this.#slab.subarray(this.#from, this.#to);
          const length = (this.#length + bytes.length) >>> 0;
          if (
            uint32(this.#input, this.#at) !== crc32(bytes, this.#checksum) ||
            uint32(this.#input, this.#at + 4) !== length
          ) {
            yield this.#damage('bad-gzip', 'the checksum of the gzip member differs');
            this.#rewind();
            break;
          }
          this.#at += 8;
          yield this.#give(bytes, this.#base + this.#at);
          this.#state = 'header';
          this.#memberInput = [];
          this.#memberInputBytes = 0;
          break;
        }
        case 'seek': {
          if (!this.#seek(ended)) return;
          break;
        }
      }
    }
  }

  #startMember(): void {
    this.#state = 'body';
    this.#first = true;
    this.#checksum = 0;
    this.#length = 0;
    this.#inflater.reset();
    if (this.#slab.length - this.#to < SLAB_TAIL) this.#newSlab();
    this.#from = this.#to;
  }

  #newSlab(): void {
    this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    this.#from = 0;
    this.#to = 0;
  }

  #inflate(): boolean {
    const { length } = this.#slab;
    if (!this.#inflater.step(this.#input, this.#at, this.#input.length, this.#slab, this.#to, length)) {
      return false;
    }
    this.#at = this.#input.length - this.#inflater.inputLeft;
    this.#to = length - this.#inflater.outputLeft;
    return true;
  }

  /** What there is of an unfinished member. */
  #piece(): Piece {
    const bytes = this.#slab.subarray(this.#from, this.#to);
    this.#checksum = crc32(bytes, this.#checksum);
    this.#length += bytes.length;
    return this.#give(bytes);
  }

  #give(bytes: Uint8Array, memberEnd?: number): Piece {
    const memberStart = this.#first ? this.#memberStart : undefined;
    this.#first = false;
    this.#from = this.#to;
    return { kind: 'bytes', bytes, memberStart, memberEnd };
  }

  #damage(reason: string, detail: string): Damage {
    return { kind: 'damage', reason, offset: this.#memberStart, detail };
  }

  /** Goes back to just after the start of the damaged member, or as near to it as is remembered. */
  #rewind(): void {
    if (this.#memberInput.length > 0) {
      const before = joinBytes(this.#memberInput);
      this.#input = Buffer.concat([before, this.#input]);
      this.#base -= before.length;
      this.#memberInput = [];
    }
    this.#memberInputBytes = 0;
    this.#at = Math.max(0, this.#memberStart + 1 - this.#base);
    this.#to = this.#from;
    this.#state = 'seek';
  }

  /** Finds the next member whose unpacked bytes look like a start; false when more input is needed. */
  #seek(ended: boolean): boolean {
    const input = Buffer.from(this.#input.buffer, this.#input.byteOffset, this.#input.length);
    for (;;) {
      const found = input.indexOf(MAGIC, this.#at);
      if (found < 0) {
        this.#at = Math.max(this.#at, ended ? input.length : input.length - MAGIC.length + 1);
        return false;
      }
      this.#at = found;
      if (!ended && input.length - found < TRIAL_BYTES) return false;
      const size = this.#headerSize();
      if (typeof size === 'number' && this.#trial(found + size)) {
        this.#state = 'header';
        return true;
      }
      this.#at = found + 1;
    }
  }

  #trial(start: number): boolean {
    const head = new Uint8Array(64);
    this.#inflater.reset();
    const ok = this.#inflater.step(this.#input, start, this.#input.length, head, 0, head.length);
    return ok && this.#looksLikeStart(head.subarray(0, head.length - this.#inflater.outputLeft));
  }

  /** Bytes of the member header at `#at`; `short` when more input is needed, `bad` when there is none. */
  #headerSize(): number | 'short' | 'bad' {
    const input = this.#input;
    const start = this.#at;
    const available = input.length - start;
    for (let i = 0; i < MAGIC.length; i++) {
      if (i >= available) return 'short';
      if (input[start + i] !== MAGIC[i]) return 'bad';
    }
    if (available < 10) return 'short';
    const flags = input[start + 3]!;
    if (flags === 0) return 10;
    if (flags & RESERVED_FLAGS) return 'bad';
    let at = start + 10;
    if (flags & FEXTRA) {
      if (at + 2 > input.length) return 'short';
      at += 2 + input[at]! + (input[at + 1]! << 8);
    }
    for (const flag of [FNAME, FCOMMENT]) {
      if (!(flags & flag)) continue;
      const zero = input.indexOf(0, at);
      if (zero < 0) return available > MAX_HEADER_BYTES ? 'bad' : 'short';
      at = zero + 1;
    }
    if (flags & FHCRC) at += 2;
    if (at - start > MAX_HEADER_BYTES * 2) return 'bad';
    return at > input.length ? 'short' : at - start;
  }

  #restIsZero(): boolean {
    for (let i = this.#at; i < this.#input.length; i++) if (this.#input[i] !== 0) return false;
    return true;
  }
}

function uint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

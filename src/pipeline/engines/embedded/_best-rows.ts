/** Called with every row that is not the first of its key. */
export type OnLoser = (shard: number, doc: number, part: number) => void;

const FIELDS = 9; // four words of the hash, shard, doc, part, place and length of the rank

/**
 * The first row of every key seen so far, in typed arrays: a hash table from a key's 128-bit hash to its best row.
 * Rows must come in the order of documents; of equal ranks the first one stays.
 */
export class BestRows {
  #slots = new Int32Array(1 << 12).fill(-1);
  #rows = new Uint32Array(FIELDS << 11);
  #count = 0;
  #ranks = Buffer.allocUnsafeSlow(1 << 16);
  #ranksLength = 0;
  readonly #onLoser: OnLoser;

  constructor(onLoser: OnLoser) {
    this.#onLoser = onLoser;
  }

  /** Takes a row, of which the hash stands in `bytes` at `at`; one of it and the best of its key loses. */
  add(
    bytes: Buffer,
    at: number,
    shard: number,
    doc: number,
    part: number,
    rankAt: number,
    rankBytes: number,
  ): void {
    const h0 = bytes.readUInt32LE(at);
    const h1 = bytes.readUInt32LE(at + 4);
    const h2 = bytes.readUInt32LE(at + 8);
    const h3 = bytes.readUInt32LE(at + 12);
    const rows = this.#rows;
    const mask = this.#slots.length - 1;
    // the low bits of the first word chose the partition
    let slot = h1 & mask;
    for (;;) {
      const index = this.#slots[slot] ?? -1;
      if (index === -1) break;
      const row = index * FIELDS;
      if (rows[row] === h0 && rows[row + 1] === h1 && rows[row + 2] === h2 && rows[row + 3] === h3) {
        this.#compete(row, bytes, shard, doc, part, rankAt, rankBytes);
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#count;
    const row = this.#count++ * FIELDS;
    rows[row] = h0;
    rows[row + 1] = h1;
    rows[row + 2] = h2;
    rows[row + 3] = h3;
    this.#set(row, bytes, shard, doc, part, rankAt, rankBytes);
    if (2 * this.#count === this.#slots.length) this.#grow();
  }

  #compete(
    row: number,
    bytes: Buffer,
    shard: number,
    doc: number,
    part: number,
    rankAt: number,
    rankBytes: number,
  ): void {
    const rows = this.#rows;
    const bestAt = rows[row + 7] ?? 0;
    const bestBytes = rows[row + 8] ?? 0;
    const order = compareBytes(bytes, rankAt, rankBytes, this.#ranks, bestAt, bestBytes);
    if (order >= 0) {
      this.#onLoser(shard, doc, part);
      return;
    }
    this.#onLoser(rows[row + 4] ?? 0, rows[row + 5] ?? 0, rows[row + 6] ?? 0);
    this.#set(row, bytes, shard, doc, part, rankAt, rankBytes);
  }

  #set(
    row: number,
    bytes: Buffer,
    shard: number,
    doc: number,
    part: number,
    rankAt: number,
    rankBytes: number,
  ): void {
    if (this.#ranksLength + rankBytes > this.#ranks.length) {
      const larger = Buffer.allocUnsafeSlow(2 * this.#ranks.length + rankBytes);
      this.#ranks.copy(larger, 0, 0, this.#ranksLength);
      this.#ranks = larger;
    }
    const rows = this.#rows;
    rows[row + 4] = shard;
    rows[row + 5] = doc;
    rows[row + 6] = part;
    rows[row + 7] = this.#ranksLength;
    rows[row + 8] = rankBytes;
    bytes.copy(this.#ranks, this.#ranksLength, rankAt, rankAt + rankBytes);
    this.#ranksLength += rankBytes;
  }

  #grow(): void {
    const rows = new Uint32Array(2 * this.#rows.length);
    rows.set(this.#rows);
    this.#rows = rows;
    const slots = new Int32Array(2 * this.#slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let index = 0; index < this.#count; index++) {
      let slot = (rows[index * FIELDS + 1] ?? 0) & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = index;
    }
    this.#slots = slots;
  }
}

/** Orders two byte strings as unsigned bytes; the shorter of two that begin alike comes first. */
function compareBytes(
  a: Buffer,
  aAt: number,
  aBytes: number,
  b: Buffer,
  bAt: number,
  bBytes: number,
): number {
  const length = Math.min(aBytes, bBytes);
  for (let i = 0; i < length; i++) {
    const difference = (a[aAt + i] ?? 0) - (b[bAt + i] ?? 0);
    if (difference !== 0) return difference;
  }
  return aBytes - bBytes;
}

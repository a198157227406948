import type { ByteReader } from './_byte-reader.js';
import { remainder64, appendInt, type IntList } from './_int-list.js';
import type { FastTextArguments } from './arguments.js';

/** What begins a label's entry. */
const labelPrefix = '__label__';
/** The entry that stands for the end of a line. */
const endOfLine = '</s>';
const wordBegin = 0x3c; // '<'
const wordEnd = 0x3e; // '>'

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** FNV-1a over bytes taken as *signed*, a quirk of the C++ that every model depends on. */
const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

const endOfLineBytes = encoder.encode(endOfLine);
const endOfLineHash = hash(endOfLineBytes, 0, endOfLineBytes.length);

/**
 * The words and labels of a model, and the way from a line of text to rows of the input matrix: words that are known,
 * character n-grams of every word, and word n-grams, the last two hashed into `bucket` rows.
 *
 * Everything works on UTF-8 bytes in buffers that are reused: a line costs no allocation once they have grown.
 */
export class Dictionary {
  readonly wordCount: number;
  readonly labels: readonly string[];
  readonly labelCounts: readonly number[];
  readonly #bytes: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** Open addressing: entry number by hash, -1 where empty. */
  readonly #table: Int32Array;
  readonly #mask: number;
  readonly #settings: FastTextArguments;
  /** Row of a hashed n-gram in a pruned model, -1 where it was pruned; null when nothing is pruned. */
  readonly #kept: Int32Array | null;
  /** One bit a bucket: whether it was kept. Small enough for the processor's cache, which the table is not. */
  readonly #keptBits: Uint32Array | null;
  readonly #allPruned: boolean;
  /** Rows of each known word, found once: offset into `#subwords.values`, or -1. */
  readonly #subwordStarts: Int32Array;
  readonly #subwordEnds: Int32Array;
  readonly #subwords: IntList = { values: new Int32Array(1024), length: 0 };
  readonly #endOfLineWord: number;
  #line = new Uint8Array(1024);
  #word = new Uint8Array(64);
  readonly #hashes: IntList = { values: new Int32Array(64), length: 0 };

  constructor(parts: DictionaryParts, settings: FastTextArguments) {
    const { bytes, starts, ends, wordCount, pruned } = parts;
    this.#bytes = bytes;
    this.#starts = starts;
    this.#ends = ends;
    this.#settings = settings;
    this.wordCount = wordCount;
    this.labels = Array.from(starts.subarray(wordCount), (start, i) =>
      decoder.decode(bytes.subarray(start, ends[wordCount + i])),
    );
    this.labelCounts = parts.counts.slice(wordCount);
    // at most half full, so that a probe is short
    let size = 16;
    while (size < starts.length * 2) size *= 2;
    this.#mask = size - 1;
    this.#table = new Int32Array(size).fill(-1);
    for (let entry = 0; entry < starts.length; entry++) this.#insert(entry);
    this.#allPruned = pruned !== null && pruned.length === 0;
    this.#kept = pruned && pruned.length > 0 ? new Int32Array(settings.bucket).fill(-1) : null;
    this.#keptBits = this.#kept && new Uint32Array((settings.bucket + 31) >>> 5);
    if (pruned && this.#kept && this.#keptBits) {
      for (let i = 0; i < pruned.length; i += 2) {
        const bucket = pruned[i]!;
        this.#kept[bucket] = pruned[i + 1]!;
        this.#keptBits[bucket >>> 5] = this.#keptBits[bucket >>> 5]! | (1 << (bucket & 31));
      }
    }
    this.#subwordStarts = new Int32Array(wordCount).fill(-1);
    this.#subwordEnds = new Int32Array(wordCount);
    this.#endOfLineWord = this.wordId(endOfLine);
  }

  /** How many rows the input matrix must have. */
  get inputRows(): number {
    const { bucket } = this.#settings;
    if (this.#allPruned) return this.wordCount;
    return (
      this.wordCount + (this.#kept ? this.#kept.reduce((most, row) => Math.max(most, row + 1), 0) : bucket)
    );
  }

  /** The number of a known word, or -1. */
  wordId(word: string): number {
    const bytes = encoder.encode(word);
    const entry = this.#find(bytes, 0, bytes.length, hash(bytes, 0, bytes.length));
    return entry < this.wordCount ? entry : -1;
  }

  /**
   * Appends to `rows` the input rows of one line, ended by a line break: what fastText reads from `text + "\n"`.
   *
   * Words are split at space, tab, vertical tab, form feed, carriage return and NUL. Words that begin with `__label__`
   * and are not known are passed over. The order of the rows is fastText's: the sum of floats depends on it.
   */
  lineRows(text: string, rows: IntList): void {
    if (this.#line.length < text.length * 3) this.#line = new Uint8Array(text.length * 4);
    const line = this.#line;
    const length = encoder.encodeInto(text, line).written;
    const hashes = this.#hashes;
    hashes.length = 0;
    let at = 0;
    while (at < length) {
      let byte = line[at]!;
      if (isSpace(byte)) {
        at++;
        continue;
      }
      const start = at;
      let wordHash = fnvOffset;
      do {
        wordHash = Math.imul(wordHash ^ ((byte << 24) >> 24), fnvPrime);
        byte = ++at < length ? line[at]! : 0;
      } while (!isSpace(byte));
      // the line's end may also be written out
      if (wordHash === endOfLineHash && startsWith(line, start, at, endOfLine)) break;
      this.#wordRows(line, start, at, wordHash, rows);
    }
    if (this.#endOfLineWord >= 0) this.#knownRows(this.#endOfLineWord, rows);
    appendInt(hashes, endOfLineHash);
    if (this.#settings.wordNgrams > 1) this.#wordNgramRows(rows);
  }

  #wordRows(line: Uint8Array, start: number, end: number, wordHash: number, rows: IntList): void {
    const entry = this.#find(line, start, end, wordHash);
    if (entry >= this.wordCount || (entry < 0 && startsWith(line, start, end, labelPrefix))) return;
    if (this.#settings.wordNgrams > 1) appendInt(this.#hashes, wordHash);
    if (entry >= 0) this.#knownRows(entry, rows);
    else this.#characterNgramRows(line, start, end, rows);
  }

  /** The word itself and, when the model has them, its character n-grams. */
  #knownRows(entry: number, rows: IntList): void {
    if (this.#settings.maxn <= 0) return appendInt(rows, entry);
    let start = this.#subwordStarts[entry]!;
    const cached = this.#subwords;
    if (start < 0) {
      start = this.#subwordStarts[entry] = cached.length;
      appendInt(cached, entry);
      if (entry !== this.#endOfLineWord) {
        this.#characterNgramRows(this.#bytes, this.#starts[entry]!, this.#ends[entry]!, cached);
      }
      this.#subwordEnds[entry] = cached.length;
    }
    const end = this.#subwordEnds[entry]!;
    for (let i = start; i < end; i++) appendInt(rows, cached.values[i]!);
  }

  /** Rows of the character n-grams of `<word>`, but not of `<` and `>` alone. One pass: each hash grows from the last. */
  #characterNgramRows(from: Uint8Array, start: number, end: number, rows: IntList): void {
    const { minn, maxn } = this.#settings;
    if (maxn <= 0) return;
    const length = end - start + 2;
    if (this.#word.length < length) this.#word = new Uint8Array(length * 2);
    const word = this.#word;
    word[0] = wordBegin;
    for (let i = start; i < end; i++) word[i - start + 1] = from[i]!;
    word[length - 1] = wordEnd;
    for (let i = 0; i < length; i++) {
      if ((word[i]! & 0xc0) === 0x80) continue;
      let ngram = fnvOffset;
      for (let j = i, n = 1; j < length && n <= maxn; n++) {
        do {
          ngram = Math.imul(ngram ^ ((word[j++]! << 24) >> 24), fnvPrime);
        } while (j < length && (word[j]! & 0xc0) === 0x80);
        if (n >= minn && !(n === 1 && (i === 0 || j === length))) this.#hashedRow(ngram >>> 0, rows);
      }
    }
  }

  /** Word n-grams: a 64-bit rolling hash h·116049371 + next, each word's 32-bit hash taken as signed. */
  #wordNgramRows(rows: IntList): void {
    const { wordNgrams, bucket } = this.#settings;
    const { values, length } = this.#hashes;
    const multiplier = 116049371;
    const multiplierLow = multiplier & 0xffff;
    const multiplierHigh = multiplier >>> 16;
    for (let i = 0; i < length; i++) {
      let low = values[i]! >>> 0;
      let high = (values[i]! >> 31) >>> 0;
      for (let j = i + 1; j < length && j < i + wordNgrams; j++) {
        // low × multiplier, in 16-bit steps, so that nothing exceeds 2^53
        const partial = low * multiplierLow;
        const shifted = low * multiplierHigh;
        const product = (partial % 2 ** 32) + (shifted % 2 ** 16) * 2 ** 16 + (values[j]! >>> 0);
        const carry =
          Math.floor(partial / 2 ** 32) + Math.floor(shifted / 2 ** 16) + Math.floor(product / 2 ** 32);
        high = (Math.imul(high, multiplier) + carry + (values[j]! >> 31)) >>> 0;
        low = product % 2 ** 32;
        this.#hashedRow(remainder64(high, low, bucket), rows);
      }
    }
  }

  #hashedRow(ngram: number, rows: IntList): void {
    const bucket = ngram % this.#settings.bucket;
    if (this.#keptBits) {
      if ((this.#keptBits[bucket >>> 5]! >>> (bucket & 31)) & 1) {
        appendInt(rows, this.wordCount + this.#kept![bucket]!);
      }
    } else if (!this.#allPruned) appendInt(rows, this.wordCount + bucket);
  }

  #insert(entry: number): void {
    let slot = hash(this.#bytes, this.#starts[entry]!, this.#ends[entry]!) & this.#mask;
    while (this.#table[slot]! >= 0) slot = (slot + 1) & this.#mask;
    this.#table[slot] = entry;
  }

  #find(from: Uint8Array, start: number, end: number, wordHash: number): number {
    const bytes = this.#bytes;
    for (let slot = wordHash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const entry = this.#table[slot]!;
      if (entry < 0) return -1;
      const entryStart = this.#starts[entry]!;
      if (this.#ends[entry]! - entryStart !== end - start) continue;
      let i = start;
      while (i < end && from[i] === bytes[entryStart + i - start]) i++;
      if (i === end) return entry;
    }
  }
}

/** A dictionary as it lies in a file. */
export interface DictionaryParts {
  /** The file; entries are ranges of it, words before labels. */
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly counts: readonly number[];
  readonly wordCount: number;
  /** Pairs of bucket and row that a pruned model keeps; null when it is not pruned. */
  readonly pruned: Int32Array | null;
}

/** Reads a dictionary. */
export function readDictionary(reader: ByteReader, settings: FastTextArguments): Dictionary {
  reader.part = 'the dictionary';
  const size = reader.count('the number of entries', reader.int32());
  const wordCount = reader.count('the number of words', reader.int32());
  const labelCount = reader.count('the number of labels', reader.int32());
  if (wordCount + labelCount !== size) {
    throw new SyntaxError(
      `Cannot read fastText model: the dictionary has ${wordCount} words and ${labelCount} labels in ${size} entries`,
    );
  }
  reader.int64(); // tokens seen in training
  const prunedCount = reader.int64();
  // an entry takes ten bytes at least: a larger size is not to be believed, nor to be allocated
  if (size * 10 > reader.bytes.length) {
    throw new SyntaxError(
      `Cannot read fastText model: ${size} entries do not fit into ${reader.bytes.length} bytes`,
    );
  }
  const starts = new Int32Array(size);
  const ends = new Int32Array(size);
  const counts: number[] = [];
  for (let entry = 0; entry < size; entry++) {
    const { start, end } = reader.terminated();
    starts[entry] = start;
    ends[entry] = end;
    counts.push(reader.int64());
    const isLabel = reader.uint8() === 1;
    if (isLabel !== entry >= wordCount) {
      throw new SyntaxError(
        `Cannot read fastText model: entry ${entry} of the dictionary is a ${isLabel ? 'label' : 'word'} out of order`,
      );
    }
  }
  let pruned: Int32Array | null = null;
  if (prunedCount >= 0) {
    const pairs = reader.take(reader.count('the number of kept n-grams', prunedCount) * 8).slice();
    pruned = new Int32Array(pairs.buffer);
    for (let i = 0; i < pruned.length; i += 2) {
      if (pruned[i]! < 0 || pruned[i]! >= settings.bucket || pruned[i + 1]! < 0) {
        throw new SyntaxError(
          `Cannot read fastText model: bucket ${pruned[i]} is kept as row ${pruned[i + 1]} of ${settings.bucket} buckets`,
        );
      }
    }
  }
  return new Dictionary({ bytes: reader.bytes, starts, ends, counts, wordCount, pruned }, settings);
}

function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = fnvOffset;
  for (let i = start; i < end; i++) value = Math.imul(value ^ ((bytes[i]! << 24) >> 24), fnvPrime);
  return value | 0;
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13) || byte === 0;
}

function startsWith(bytes: Uint8Array, start: number, end: number, prefix: string): boolean {
  if (end - start < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix.charCodeAt(i)) return false;
  return true;
}

/** Four 32-bit words: a 128-bit hash. */
export type Hash128 = Uint32Array;

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

const encoder = new TextEncoder();
let scratch = new Uint8Array(1 << 12);
let view = new DataView(scratch.buffer);

/**
 * MurmurHash3 x86 128-bit of a string's UTF-8 bytes (Appleby 2011, `appleby2011murmurhash`). Not cryptographic.
 * Writes into `out`, so that hashing many keys allocates nothing.
 *
 * @example
 * murmur3('', 0, new Uint32Array(4)) // => Uint32Array [0, 0, 0, 0]
 */
export function murmur3(text: string, seed: number, out: Hash128): Hash128 {
  const most = 3 * text.length;
  if (most > scratch.length) {
    scratch = new Uint8Array(2 * most);
    view = new DataView(scratch.buffer);
  }
  const { written } = encoder.encodeInto(text, scratch);
  const hash = hashBytes(view, written, seed, out);
  if (scratch.length > 1 << 20) {
    scratch = new Uint8Array(1 << 12);
    view = new DataView(scratch.buffer);
  }
  return hash;
}

/** MurmurHash3 x86 128-bit of the first `length` bytes. See {@link murmur3}. */
export function hashBytes(bytes: DataView, length: number, seed: number, out: Hash128): Hash128 {
  let h1 = seed | 0;
  let h2 = h1;
  let h3 = h1;
  let h4 = h1;
  const blocks = length & ~15;
  for (let i = 0; i < blocks; i += 16) {
    h1 ^= Math.imul(rotate(Math.imul(bytes.getInt32(i, true), C1), 15), C2);
    h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 ^= Math.imul(rotate(Math.imul(bytes.getInt32(i + 4, true), C2), 16), C3);
    h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 ^= Math.imul(rotate(Math.imul(bytes.getInt32(i + 8, true), C3), 17), C4);
    h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 ^= Math.imul(rotate(Math.imul(bytes.getInt32(i + 12, true), C4), 18), C1);
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  // the tail: up to 15 bytes, little-endian, into the words they would have stood in
  let k1 = 0;
  let k2 = 0;
  let k3 = 0;
  let k4 = 0;
  for (let i = length - 1; i >= blocks; i--) {
    const word = (i - blocks) >> 2;
    const byte = bytes.getUint8(i);
    if (word === 0) k1 = (k1 << 8) | byte;
    else if (word === 1) k2 = (k2 << 8) | byte;
    else if (word === 2) k3 = (k3 << 8) | byte;
    else k4 = (k4 << 8) | byte;
  }
  h4 ^= Math.imul(rotate(Math.imul(k4, C4), 18), C1);
  h3 ^= Math.imul(rotate(Math.imul(k3, C3), 17), C4);
  h2 ^= Math.imul(rotate(Math.imul(k2, C2), 16), C3);
  h1 ^= Math.imul(rotate(Math.imul(k1, C1), 15), C2);
  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = mix(h1);
  h2 = mix(h2);
  h3 = mix(h3);
  h4 = mix(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  out[0] = h1;
  out[1] = h2 + h1;
  out[2] = h3 + h1;
  out[3] = h4 + h1;
  return out;
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

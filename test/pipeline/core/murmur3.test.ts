import { expect, test } from 'vitest';
import { hashBytes, murmur3 } from '../../../src/pipeline/core/murmur3.js';

function bytesOf(words: Uint32Array): number[] {
  return [...words].flatMap((word) => [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24]);
}

test('hashBytes() has the verification value that SMHasher publishes for MurmurHash3_x86_128', () => {
  // the hashes of [], [0], [0, 1], … under the seeds 256, 255, … are hashed together under the seed 0
  const key = Uint8Array.from({ length: 256 }, (_, i) => i);
  const joined = new Uint8Array(256 * 16);
  for (let length = 0; length < 256; length++) {
    joined.set(
      bytesOf(hashBytes(new DataView(key.buffer), length, 256 - length, new Uint32Array(4))),
      16 * length,
    );
  }
  expect(hashBytes(new DataView(joined.buffer), joined.length, 0, new Uint32Array(4))[0]).toBe(0xb3ece62a);
});

test('murmur3() hashes the UTF-8 bytes of a string of any length', () => {
  for (const text of ['', 'é', 'word '.repeat(3000), '😀'.repeat(500_000)]) {
    const bytes = new TextEncoder().encode(text);
    const expected = hashBytes(new DataView(bytes.buffer), bytes.length, 7, new Uint32Array(4));
    expect(murmur3(text, 7, new Uint32Array(4))).toEqual(expected);
  }
});

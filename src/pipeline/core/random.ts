import { checkNumber } from './check.js';
import { murmur3 } from './murmur3.js';

/** A stream of random numbers that is the same on every machine, at any sharding and in any order of documents. */
export interface Random {
  /** Uniform in [0, 1), with 32 random bits. */
  next(): number;
  /** Uniform among the 2³² unsigned integers. */
  uint32(): number;
  /** Uniform among 0 … below − 1, without bias. */
  integer(below: number): number;
}

/**
 * The random numbers that belong to one document under a seed.
 *
 * Algorithm: the 128-bit MurmurHash3 (x86) of the id's UTF-8 bytes under the seed is the state (a, b, c, counter) of
 * sfc32 (Doty-Humphrey 2018, `dotyhumphrey2018practrand`), of which the first 12 numbers are thrown away.
 *
 * @param seed an integer from 0 to 2³² − 1
 * @param id the document's id; stages that draw for several purposes append one, such as `${doc.id}/keep`
 * @throws {RangeError} If the seed is not such an integer.
 * @example
 * random(1, 'doc-7').next() === random(1, 'doc-7').next() // => true
 */
export function random(seed: number, id: string): Random {
  checkNumber('Cannot draw random numbers', 'seed', seed, { min: 0, max: 0xffffffff, integer: true });
  const state = murmur3(id, seed, new Uint32Array(4));
  let a = (state[0] ?? 0) | 0;
  let b = (state[1] ?? 0) | 0;
  let c = (state[2] ?? 0) | 0;
  let counter = (state[3] ?? 0) | 0;
  const uint32 = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  };
  for (let i = 0; i < 12; i++) uint32();
  return {
    uint32,
    next: () => uint32() / 0x100000000,
    integer(below) {
      checkNumber('Cannot draw a random integer', 'below', below, {
        min: 1,
        max: 0x100000000,
        integer: true,
      });
      // numbers past the last whole multiple are drawn again
      const end = 0x100000000 - (0x100000000 % below);
      let drawn = uint32();
      while (drawn >= end) drawn = uint32();
      return drawn % below;
    },
  };
}

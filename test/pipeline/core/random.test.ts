import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmur3 } from '../../../src/pipeline/core/murmur3.js';
import { random } from '../../../src/pipeline/core/random.js';

/** sfc32 again, in arbitrary precision. */
function slowSfc32(state: readonly bigint[], skip: number): number {
  let [a = 0n, b = 0n, c = 0n, counter = 0n] = state;
  const mask = 0xffffffffn;
  let out = 0n;
  for (let i = 0; i <= skip; i++) {
    out = (a + b + counter) & mask;
    counter = (counter + 1n) & mask;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & mask;
    c = (((c << 21n) & mask) + (c >> 11n) + out) & mask;
  }
  return Number(out);
}

describe('random()', () => {
  test('is sfc32 started from the murmur3 of the id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 0xffffffff }), (id, seed) => {
        const state = [...murmur3(id, seed, new Uint32Array(4))].map(BigInt);
        expect(random(seed, id).uint32()).toBe(slowSfc32(state, 12));
      }),
    );
  });

  test('gives the same numbers for the same seed and id, and others for another', () => {
    expect(random(1, 'a').next()).toBe(random(1, 'a').next());
    expect(random(1, 'a').next()).not.toBe(random(2, 'a').next());
    expect(random(1, 'a').next()).not.toBe(random(1, 'b').next());
  });

  test('is uniform over documents: ten bins of 100,000 ids pass a chi-square test', () => {
    const bins = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 100_000; i++) {
      const bin = Math.floor(random(3, `doc-${i}`).next() * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chi = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(27.9); // 9 degrees of freedom, p = 0.001
  });

  test('integer() stays below its limit and reaches every value', () => {
    const seen = new Set<number>();
    const draw = random(1, 'x');
    for (let i = 0; i < 200; i++) seen.add(draw.integer(6));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(draw.integer(1)).toBe(0);
  });

  test('refuses a seed that is no unsigned 32-bit integer', () => {
    expect(() => random(-1, 'x')).toThrow(
      new RangeError(
        'Cannot draw random numbers: seed must be an integer of at least 0 and at most 4294967295, current value is -1',
      ),
    );
    expect(() => random(1, 'x').integer(0)).toThrow(RangeError);
  });
});

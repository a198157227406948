import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareStrings } from '../../../src/pipeline/core/compare-strings.js';

test('compareStrings() orders as the UTF-8 bytes do', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\uffff', '\ud7ff', '\ue000', '😀', '𐀀') });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareStrings(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 1000 },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codePointOffset, utf16Offset } from '../../../src/runtime/kernel/code-points.js';

test('offsets agree with counting the characters one by one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, count) => {
      const characters = [...text];
      const expected = characters.slice(0, count).join('').length;
      expect(utf16Offset(text, count)).toBe(expected);
      expect(codePointOffset(text, expected)).toBe(Math.min(count, characters.length));
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureText } from '../../../src/pipeline/core/measure-text.js';

function slow(text: string) {
  return { words: text.split(/\s+/).filter((word) => word !== '').length, bytes: Buffer.byteLength(text) };
}

test('measureText() counts as split and Buffer.byteLength do, for any text', () => {
  const unit = fc.oneof(
    fc.constantFrom(...' \t\n\v\f\r\u0085\u00a0\u1680\u2000\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff'),
    fc.constantFrom('a', 'é', '字', '😀', '\ud83d', '\ude00', '\u001c', '\u0000'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(measureText(text, { words: 0, bytes: 0 })).toEqual(slow(text));
    }),
    { numRuns: 2000 },
  );
});

test('measureText() counts nothing in an empty text', () => {
  expect(measureText('', { words: 9, bytes: 9 })).toEqual({ words: 0, bytes: 0 });
});

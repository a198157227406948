import { describe, expect, test } from 'vitest';
import { resolveParameters } from '../../../src/pipeline/core/recipe.js';

const recipe = {
  name: 'toy',
  readings: { paper: 'as described', code: 'as programmed' },
  parameters: (reading?: string) => ({
    page: { min: reading === 'code' ? 3 : 2, words: ['a'], limit: null, strict: true },
    other: {},
  }),
};

describe('resolveParameters()', () => {
  test('gives the first reading, or the one that is named', () => {
    expect(resolveParameters(recipe)['page']?.['min']).toBe(2);
    expect(resolveParameters(recipe, { reading: 'code' })['page']?.['min']).toBe(3);
  });

  test('sets single options over it and leaves the rest', () => {
    const set = { page: { min: 5, limit: 0.5 } };
    expect(resolveParameters(recipe, { set })).toEqual({
      page: { min: 5, words: ['a'], limit: 0.5, strict: true },
      other: {},
    });
    expect(resolveParameters(recipe)['page']?.['min']).toBe(2);
  });

  test('null turns an option off, whatever its type', () => {
    expect(resolveParameters(recipe, { set: { page: { min: null } } })['page']?.['min']).toBeNull();
  });

  test.each([
    [{ reading: 'codes' }, 'Cannot make recipe "toy": there is no reading "codes"; did you mean "code"?'],
    [{ set: { pages: {} } }, 'Cannot make recipe "toy": there is no stage "pages"; did you mean "page"?'],
    [
      { set: { page: { mim: 1 } } },
      'Cannot make recipe "toy": there is no option of stage "page" "mim"; did you mean "min"?',
    ],
    [
      { set: { other: { x: 1 } } },
      'Cannot make recipe "toy": there is no option of stage "other" "x"; there are none',
    ],
    [
      { set: { page: { min: '5' } } },
      'Cannot make recipe "toy": page.min must be a number, current value is "5"',
    ],
    [
      { set: { page: { words: 'a' } } },
      'Cannot make recipe "toy": page.words must be a list, current value is "a"',
    ],
    [
      { set: { constructor: {} } },
      'Cannot make recipe "toy": there is no stage "constructor"; one of "page", "other"',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => resolveParameters(recipe, options as never)).toThrow(message);
  });
});

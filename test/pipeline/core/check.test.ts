import { describe, expect, test } from 'vitest';
import {
  checkBoolean,
  checkFraction,
  checkNumber,
  checkOneOf,
  checkOrder,
  checkString,
  checkStrings,
} from '../../../src/pipeline/core/check.js';

const action = 'Cannot make stage "x"';

describe('checkNumber()', () => {
  test('gives back a number on either limit', () => {
    expect(checkNumber(action, 'min', 0, { min: 0, max: 5 })).toBe(0);
    expect(checkNumber(action, 'min', 5, { min: 0, max: 5 })).toBe(5);
  });

  test.each([
    [-1, { min: 0 }, new RangeError(`${action}: n must be a number of at least 0, current value is -1`)],
    [6, { max: 5 }, new RangeError(`${action}: n must be a number of at most 5, current value is 6`)],
    [1.5, { integer: true }, new RangeError(`${action}: n must be an integer, current value is 1.5`)],
    [
      NaN,
      { min: 0, max: 1 },
      new RangeError(`${action}: n must be a number of at least 0 and at most 1, current value is NaN`),
    ],
    ['5', {}, new TypeError(`${action}: n must be a number, current value is "5"`)],
    [undefined, {}, new TypeError(`${action}: n must be a number, current value is undefined`)],
  ])('refuses %s under %o', (value, bounds, error) => {
    expect(() => checkNumber(action, 'n', value, bounds)).toThrow(error);
  });

  test('an infinite limit allows infinity, a missing one does too', () => {
    expect(checkNumber(action, 'n', Infinity, { min: 0 })).toBe(Infinity);
  });
});

test('checkFraction() takes 0 and 1 and nothing past them', () => {
  expect(checkFraction(action, 'f', 0)).toBe(0);
  expect(checkFraction(action, 'f', 1)).toBe(1);
  expect(() => checkFraction(action, 'f', 1.01)).toThrow(RangeError);
});

test('checkOrder() takes equal limits and refuses a minimum over the maximum', () => {
  expect(() => checkOrder(action, ['min', 2], ['max', 2])).not.toThrow();
  expect(() => checkOrder(action, ['min', 3], ['max', 2])).toThrow(
    new RangeError(`${action}: min 3 is greater than max 2`),
  );
});

test('checkString(), checkBoolean() and checkStrings() give back what fits and refuse the rest', () => {
  expect(checkString(action, 's', 'a')).toBe('a');
  expect(() => checkString(action, 's', '')).toThrow(TypeError);
  expect(checkBoolean(action, 'b', false)).toBe(false);
  expect(() => checkBoolean(action, 'b', 0)).toThrow(
    new TypeError(`${action}: b must be true or false, current value is 0`),
  );
  expect(checkStrings(action, 'l', [])).toEqual([]);
  expect(() => checkStrings(action, 'l', ['a', 1])).toThrow(
    new TypeError(`${action}: l must be a list of strings, current value is ["a",1]`),
  );
});

test('checkOneOf() names the nearest, or all', () => {
  const names = ['tfds', 'datatrove'] as const;
  expect(checkOneOf(action, 'reading', 'tfds', names)).toBe('tfds');
  expect(() => checkOneOf(action, 'reading', 'tdfs', names)).toThrow(
    new RangeError(
      `${action}: there is no reading "tdfs"; did you mean "tfds"? (one of "tfds", "datatrove")`,
    ),
  );
  expect(() => checkOneOf(action, 'reading', 'zzz', names)).toThrow(
    new RangeError(`${action}: there is no reading "zzz"; one of "tfds", "datatrove"`),
  );
});

import { describe, expect, test } from 'vitest';
import {
  byteUnit,
  count,
  decimalsFor,
  formatBytes,
  formatNumber,
  formatPercent,
} from '../../src/render/numbers.js';

describe('formatNumber()', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [-1234567.5, '−1,234,567.5'],
    [0.1 + 0.2, '0.3'],
    [1 / 3, '0.3333'],
    [1234.5678, '1,235'],
    [0.000012, '1.2e−5'],
    [1e21, '1e21'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
    [Number.NaN, 'NaN'],
    [-(10n ** 20n), '−100,000,000,000,000,000,000'],
  ])('writes %d as %s', (value, text) => {
    // -1234567.5 has one significant decimal less than it needs
    expect(formatNumber(value, value === -1234567.5 ? 1 : undefined)).toBe(text);
  });

  test('does not write minus zero after rounding', () => {
    expect(formatNumber(-0.04, 1)).toBe('0.0');
  });

  test('groups as Intl does in en-US', () => {
    for (let size = 1; size < 1e14; size *= 7) {
      expect(formatNumber(Math.round(size))).toBe(Math.round(size).toLocaleString('en-US'));
    }
  });
});

test('decimalsFor() gives up to four significant digits', () => {
  expect([0.5, 12.25, 123.456, 0.00125, 7, 1234.5].map(decimalsFor)).toEqual([1, 2, 1, 5, 0, 0]);
});

test('byteUnit() changes at each thousand', () => {
  expect([0, 999, 1000, 999_999, 1e6, 1e18].map((bytes) => byteUnit(bytes).name)).toEqual([
    'B',
    'B',
    'kB',
    'kB',
    'MB',
    'PB',
  ]);
});

test('formatBytes(), formatPercent() and count() name their unit', () => {
  expect([
    formatBytes(0),
    formatBytes(1234),
    formatPercent(0.5),
    formatPercent(Number.NaN),
    count(1, 'stage'),
    count(0, 'stage'),
    count(2, 'match', 'matches'),
  ]).toEqual(['0 B', '1.2 kB', '50.0 %', '–', '1 stage', '0 stages', '2 matches']);
});

import { describe, expect, test } from 'vitest';
import { knobValue, setKnob } from '../../../src/runtime/serve/protocol/knob-source.js';

describe('setKnob()', () => {
  test.each([
    ['const ROWS = 8 // rows a band', 4, 'const ROWS = 4 // rows a band'],
    [
      'const a = 1\nconst ROWS: number = 0.5;\nrun(ROWS)',
      0.75,
      'const a = 1\nconst ROWS: number = 0.75;\nrun(ROWS)',
    ],
    ['let ROWS = -1e-3', 2, 'let ROWS = 2'],
    ['const ROWS = 50_000', 1250000, 'const ROWS = 1_250_000'],
    ['const ROWS = true', false, 'const ROWS = false'],
    ["const ROWS = 'en'", "it's", "const ROWS = 'it\\'s'"],
    ['const ROWS = "en"', 'zh', 'const ROWS = "zh"'],
    ['const ROWS = 8', 0.1 + 0.2, 'const ROWS = 0.3'],
    ['const ROWS = 8 as const', 4, 'const ROWS = 4 as const'],
  ])('rewrites %s', (source, value, expected) => {
    expect(setKnob(source, 'ROWS', value)).toBe(expected);
  });

  test.each([
    'const ROWS = rows(8)',
    'const ROWS = 8 * 2',
    'const OTHER = 8',
    'const ROWSX = 8',
    '// const ROWS = 8',
    'ROWS = 8',
  ])('leaves %s alone: it is no literal of that name', (source) => {
    expect(setKnob(source, 'ROWS', 4)).toBeUndefined();
  });
});

test.each([
  ['const ROWS = 50_000', 50_000],
  ['const ROWS = -0.5;', -0.5],
  ["const ROWS = 'it\\'s'", "it's"],
  ['const ROWS = false', false],
  ['const ROWS = other', undefined],
])('knobValue() reads %s', (source, value) => {
  expect(knobValue(source, 'ROWS')).toBe(value);
});

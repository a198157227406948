import { expect, test } from 'vitest';
import { parseAnsi } from '../../src/app/ansi.js';

test.each([
  ['', []],
  ['plain', [{ text: 'plain', classes: [] }]],
  ['\x1b[31mno\x1b[0m', [{ text: 'no', classes: ['ansi-red'] }]],
  [
    'a\x1b[1;92mb\x1b[22mc\x1b[39md',
    [
      { text: 'a', classes: [] },
      { text: 'b', classes: ['ansi-bold', 'ansi-green'] },
      { text: 'c', classes: ['ansi-green'] },
      { text: 'd', classes: [] },
    ],
  ],
  [
    '\x1b[38;5;1mx\x1b[38;2;1;2;3my',
    [
      { text: 'x', classes: ['ansi-red'] },
      { text: 'y', classes: ['ansi-red'] },
    ],
  ],
  ['\x1b[41mx\x1b[m', [{ text: 'x', classes: ['ansi-on-red'] }]],
  [
    '\x1b[2Ka\x1b]8;;http://x\x07b\x1b]8;;\x07',
    [
      { text: 'a', classes: [] },
      { text: 'b', classes: [] },
    ],
  ],
])('parseAnsi() splits %j', (text, spans) => {
  expect(parseAnsi(text)).toEqual(spans);
});

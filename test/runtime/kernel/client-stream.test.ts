import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StreamText } from '../../../src/runtime/kernel/client-stream.js';

function show(...chunks: string[]): string {
  const text = new StreamText();
  for (const chunk of chunks) text.write(chunk);
  return text.toString();
}

/** The slow, obvious terminal: a list of lines and a cursor. */
function terminal(text: string): string {
  const lines: string[][] = [[]];
  let cursor = 0;
  for (const character of text) {
    const line = lines.at(-1)!;
    if (character === '\n') {
      lines.push([]);
      cursor = 0;
    } else if (character === '\r') cursor = 0;
    else if (character === '\b') {
      if (cursor > 0) line.splice(--cursor, 1);
    } else line[cursor++] = character;
  }
  return lines.map((line) => line.join('')).join('\n');
}

const written = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '\n', '\r', '\b', 'é') });

test('text is what a terminal shows', () => {
  fc.assert(
    fc.property(written, (text) => {
      expect(show(text)).toBe(terminal(text));
    }),
  );
});

test('the result does not depend on the chunks, even where one ends within a character', () => {
  fc.assert(
    fc.property(written, fc.array(fc.nat(40)), (text, cuts) => {
      const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
      const chunks = [0, ...ends].map((start, index) => text.slice(start, ends[index] ?? text.length));
      expect(show(...chunks)).toBe(terminal(text));
    }),
  );
});

test('nothing is nothing', () => {
  expect(show()).toBe('');
  expect(show('', '')).toBe('');
});

test('a progress line overwrites itself and keeps a longer tail', () => {
  expect(show('10 %\r', '20 %\r', '100 %\n')).toBe('100 %\n');
  expect(show('abcdef\rxy')).toBe('xycdef');
});

test('a Windows line end is one line end, cut or not', () => {
  expect(show('a\r\nb')).toBe('a\nb');
  expect(show('a\r', '\nb')).toBe('a\nb');
});

test('a backspace does not go back over a line end', () => {
  expect(show('a\n\b\bb')).toBe('a\nb');
  expect(show('ab\bc')).toBe('ac');
});

test('100,000 lines and 100,000 progress steps take a moment', () => {
  const text = new StreamText();
  for (let line = 0; line < 100_000; line++) text.write(`line ${line}\n`);
  for (let step = 0; step < 100_000; step++) text.write(`\r${step}`);
  expect(text.toString().length).toBe(1_088_890 + 5);
});

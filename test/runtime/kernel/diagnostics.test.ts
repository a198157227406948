import { expect, test } from 'vitest';
import { describeDiagnostics, frameOf } from '../../../src/runtime/kernel/diagnostics.js';

/** A diagnostic at a place of a text; lines and characters from 0. */
function at(
  line: number,
  character: number,
  length: number,
  messageText: string,
  code = 2322,
  fileName?: string,
) {
  const offset = line * 100 + character;
  return {
    start: { offset, line, character },
    end: { offset: offset + length, line, character: character + length },
    messageText,
    category: 1,
    code,
    ...(fileName === undefined ? {} : { fileName }),
  };
}

test('a chain of messages is told as one, each link a step deeper', () => {
  const told = describeDiagnostics('f(1)', [at(0, 2, 1, 'Outer.'), at(0, 2, 1, 'Inner.', 2345)]);
  expect(told).toEqual({
    ename: 'TypeScriptError',
    evalue: '1:3 - Outer.\n  Inner. (TS2322)',
    traceback: ['1:3 - Outer.', '  Inner. (TS2322)', '> 1 | f(1)', '    |   ^'],
  });
});

test('one in a file that the cell imports is told by the name of the file', () => {
  expect(describeDiagnostics('x', [at(4, 0, 1, 'Bad.', 2322, 'local.ts')]).traceback).toEqual([
    'local.ts:5:1 - Bad. (TS2322)',
  ]);
});

test('more than ten are counted', () => {
  const many = Array.from({ length: 13 }, (_, line) => at(line, 0, 1, 'Bad.'));
  const { traceback, evalue } = describeDiagnostics('x\n'.repeat(13), many);
  expect(traceback.at(-1)).toBe('and 3 more');
  expect(evalue.split('\n').length).toBe(13);
});

test('only syntax errors make a SyntaxError', () => {
  expect(describeDiagnostics('x', [at(0, 0, 1, 'a', 1005)]).ename).toBe('SyntaxError');
  expect(describeDiagnostics('x', [at(0, 0, 1, 'a', 1005), at(0, 1, 1, 'b', 2304)]).ename).toBe(
    'TypeScriptError',
  );
});

test('frameOf() marks a place below a line with tabs, at its end, and past the text', () => {
  expect(frameOf(['\tabc'], 0, 2, 4)).toBe('> 1 | \tabc\n    | \t ^^');
  expect(frameOf(['ab'], 0, 2)).toBe('> 1 | ab\n    |   ^');
  expect(frameOf([], 0, 0)).toBe('> 1 | \n    | ^');
  expect(frameOf(['a', '', 'b'], 2, 0)).toBe('> 3 | b\n    | ^');
});

import { expect, test } from 'vitest';
import { readCommand } from '../../../src/runtime/serve/lesson-socket.js';

test.each([
  '{"kind":"run","cells":["a"]}',
  '{"kind":"run-all"}',
  '{"kind":"run-to","cell":"a","changed":true}',
  '{"kind":"edit","cell":"a","source":"","from":"w"}',
  '{"kind":"restore"}',
  '{"kind":"knob","cell":"a","value":0.5,"from":"w"}',
  '{"kind":"answer","cell":"a","choice":0}',
])('readCommand() reads %s', (text) => {
  expect(readCommand(text)).toEqual(JSON.parse(text));
});

test.each([
  'no json',
  'null',
  '[]',
  '{"kind":"__proto__"}',
  '{"kind":"toString"}',
  '{"kind":"run","cells":"a"}',
  '{"kind":"run","cells":[1]}',
  '{"kind":"edit","cell":"a","source":1,"from":"w"}',
  '{"kind":"answer","cell":"a","choice":-1}',
  '{"kind":"knob","cell":"a","value":{},"from":"w"}',
])('readCommand() refuses %s', (text) => {
  expect(readCommand(text)).toBeUndefined();
});

import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { describeThrown } from '../../../src/runtime/kernel/thrown.js';

test.each([
  ['text', { ename: 'Error', evalue: 'text', traceback: ["Uncaught 'text'"] }],
  [undefined, { ename: 'Error', evalue: 'undefined', traceback: ['Uncaught undefined'] }],
  [null, { ename: 'Error', evalue: 'null', traceback: ['Uncaught null'] }],
  [{ a: 1 }, { ename: 'Error', evalue: '{ a: 1 }', traceback: ['Uncaught { a: 1 }'] }],
])('describeThrown() tells what is no error: %j', (value, expected) => {
  expect(describeThrown(value)).toEqual(expected);
});

test('describeThrown() takes name and message from the error, of any realm', () => {
  const foreign: unknown = runInNewContext("new RangeError('far')");
  expect(describeThrown(foreign)).toMatchObject({ ename: 'RangeError', evalue: 'far' });
  expect(describeThrown(new (class Own extends Error {})('x'))).toMatchObject({
    ename: 'Error',
    evalue: 'x',
  });
});

test('describeThrown() tells a value that defends itself', () => {
  const trap = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no');
      },
      getPrototypeOf: () => {
        throw new Error('no');
      },
    },
  );
  expect(describeThrown(trap)).toMatchObject({ ename: 'Error', evalue: 'a value that cannot be shown' });
  const odd = new Error('x');
  Object.defineProperty(odd, 'stack', {
    get: () => {
      throw new Error('no');
    },
  });
  expect(describeThrown(odd).evalue).toBe('a value that cannot be shown');
});

test('describeThrown() ends on causes that lead in a circle', () => {
  const first = new Error('first');
  const second = new Error('second', { cause: first });
  first.cause = second;
  expect(describeThrown(second).traceback.filter((line) => /^(caused by )?Error/.test(line))).toEqual([
    'Error: second',
    'caused by Error: first',
  ]);
});

test('describeThrown() tells the members of an AggregateError', () => {
  const { traceback } = describeThrown(new AggregateError([new TypeError('a'), 'b'], 'both'));
  expect(traceback.filter((line) => !line.startsWith('    '))).toEqual([
    'AggregateError: both',
    'with TypeError: a',
    "with 'b'",
  ]);
});

test('describeThrown() says what to write instead', () => {
  expect(describeThrown(new ReferenceError('__dirname is not defined')).evalue).toBe(
    '__dirname is not defined; a cell is no file: write `process.cwd()` for the folder of the notebook',
  );
});

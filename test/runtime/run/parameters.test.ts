import { expect, test } from 'vitest';
import type { CellMetadata, CodeCell, Notebook } from '../../../src/runtime/format/notebook.js';
import { setParameters } from '../../../src/runtime/run/parameters.js';

function cell(id: string, source: string, metadata: CellMetadata = {}): CodeCell {
  return { cell_type: 'code', id, metadata, source, execution_count: null, outputs: [] };
}
const tagged = (source: string) => cell('p', source, { tags: ['parameters'] });
const knob = (source: string, more = {}) => cell('k', source, { lectern: { role: 'knob', knob: more } });

function notebook(...cells: CodeCell[]): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

function set(source: string, name: string, value: string): string {
  const { cells } = setParameters(notebook(tagged(source), cell('next', 'n')), new Map([[name, value]]));
  expect(cells.map(({ id }) => id)).toEqual(['p', 'injected-parameters', 'next']);
  expect(cells[1]!.metadata).toEqual({ tags: ['injected-parameters'] });
  return cells[1]!.source;
}

test('no values change nothing', () => {
  const given = notebook(tagged('const n = 1;'));
  expect(setParameters(given, new Map())).toBe(given);
});

test.each([
  ['const n = 1;', 'n', '2.5', 'const n = 2.5;'],
  ['const n = -1', 'n', '-0', 'const n = -0;'],
  ['let n: number = 1_000', 'n', ' 1e3 ', 'let n: number = 1000;'],
  ['const s = "a" as const', 's', 'it\'s "x"\n', 'const s = "it\'s \\"x\\"\\n";'],
  ['const s = `a`', 's', '12', 'const s = "12";'],
  ['var yes = false', 'yes', 'true', 'var yes = true;'],
  ['const list = [1, 2]', 'list', '[3, {"a": null}]', 'const list = [3, { "a": null }];'],
  ['const o = {}', 'o', '{"__proto__": 1}', 'const o = { ["__proto__"]: 1 };'],
  ['const big = 10n', 'big', '12345678901234567890', 'const big = 12345678901234567890n;'],
  ["const mode: 'a' | 'b' = 'a'", 'mode', 'b', "const mode: 'a' | 'b' = \"b\";"],
  ['// const n = 0\nconst m = 1, n = (2)', 'n', '3', 'const n = 3;'],
])('%s: %s is set to %s', (source, name, value, line) => {
  expect(set(source, name, value)).toBe(`// Parameters\n${line}`);
});

test.each([
  ['const n = 1', 'n', 'x', 'parameter "n" must be a number, current value is "x"'],
  ['const n = 1', 'n', '', 'parameter "n" must be a number, current value is ""'],
  ['const n = 1', 'n', 'Infinity', 'parameter "n" must be a number, current value is "Infinity"'],
  ['const yes = true', 'yes', '1', 'parameter "yes" must be true or false, current value is "1"'],
  [
    'const list = []',
    'list',
    '[',
    'parameter "list" must be JSON (a text in double quotes), current value is "["',
  ],
  ['const big = 1n', 'big', '1.5', 'parameter "big" must be an integer, current value is "1.5"'],
  [
    "const mode: 'a' | 'b' = 'a'",
    'mode',
    'c',
    'parameter "mode" must be one of "a", "b", current value is "c"',
  ],
  [
    'const n = 1; let s = ""',
    'm',
    '1',
    'parameter "m" cannot be set: the notebook has n (number), s (string)',
  ],
  [
    'console.log(1)',
    'm',
    '1',
    'parameter "m" cannot be set: the notebook declares no parameters; tag a cell "parameters" and declare constants in it',
  ],
])('%s: %s cannot be set to "%s"', (source, name, value, message) => {
  expect(() => setParameters(notebook(tagged(source)), new Map([[name, value]]))).toThrow(
    new RangeError(message),
  );
});

test('a declaration within a function is no parameter', () => {
  expect(() =>
    setParameters(notebook(tagged('function f() { const n = 1; }')), new Map([['n', '1']])),
  ).toThrow('cannot be set');
});

test('a knob is turned where it stands, and nothing else of its cell changes', () => {
  const source = '// rows a band\nconst ROWS = 8 as number; // eight\nconst NAME = "a";';
  const given = notebook(knob(source));
  const { cells } = setParameters(
    given,
    new Map([
      ['NAME', 'b'],
      ['ROWS', '16'],
    ]),
  );
  expect(cells.map((one) => one.source)).toEqual([source.replace('8 as', '16 as').replace('"a"', '"b"')]);
  expect(given.cells[0]!.source).toBe(source);
});

test('a knob keeps to its range and its options, ends included', () => {
  const turn = (more: object, value: string) =>
    setParameters(notebook(knob('const K = 1', more)), new Map([['K', value]])).cells[0]!.source;
  expect(turn({ min: 0, max: 5 }, '5')).toBe('const K = 5');
  expect(turn({ min: 0, max: 5 }, '0')).toBe('const K = 0');
  expect(() => turn({ min: 0 }, '-0.1')).toThrow('parameter "K" must be 0 or more, current value is "-0.1"');
  expect(() => turn({ max: 5 }, '5.1')).toThrow('parameter "K" must be 5 or less, current value is "5.1"');
  expect(() => turn({ options: [1, 2] }, '3')).toThrow(
    'parameter "K" must be one of 1, 2, current value is "3"',
  );
});

test('each parameters cell is followed by its own values, and an earlier injection is replaced', () => {
  const first = setParameters(
    notebook(tagged('const a = 1'), cell('use', 'a'), { ...tagged('const b = 2'), id: 'p2' }),
    new Map([
      ['a', '5'],
      ['b', '6'],
    ]),
  );
  expect(first.cells.map(({ id }) => id)).toEqual([
    'p',
    'injected-parameters',
    'use',
    'p2',
    'injected-parameters-2',
  ]);
  const second = setParameters(first, new Map([['b', '7']]));
  expect(second.cells.map(({ id, source }) => [id, source])).toEqual([
    ['p', 'const a = 1'],
    ['use', 'a'],
    ['p2', 'const b = 2'],
    ['injected-parameters', '// Parameters\nconst b = 7;'],
  ]);
});

import { expect, test } from 'vitest';
import { parseNotebook } from '../../../src/runtime/format/parse-notebook.js';

const code = { cell_type: 'code', id: 'a', metadata: {}, source: '1', execution_count: null, outputs: [] };

function notebook(cells: object[], more: object = {}): string {
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...more });
}

const refused: [name: string, text: string, message: string | RegExp][] = [
  ['an empty file', '', 'it is empty; a notebook is a JSON object with the field "cells"'],
  ['blanks alone', ' \n', /^it is empty/],
  [
    'what is not JSON',
    '{"cells": [\n  oops]}',
    /^it is not JSON: Unexpected token.*\(2:3\)$|^it is not JSON: Unexpected token/,
  ],
  ['a list', '[]', 'it is not a notebook: a JSON object is needed, found []'],
  ['an object without nbformat', '{}', 'it is not a notebook: the field "nbformat" is missing'],
  ['nbformat as text', '{"nbformat": "4"}', 'nbformat must be the number 4, found "4"'],
  [
    'nbformat 3',
    '{"nbformat": 3, "worksheets": []}',
    'it is of nbformat 3, and 4 is needed; upgrade it with "jupyter nbconvert --to notebook --nbformat 4"',
  ],
  [
    'nbformat 5',
    '{"nbformat": 5}',
    'it is of nbformat 5, and versions 4.0 to 4.5 are known; save it as nbformat 4',
  ],
  ['missing cells', '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', 'cells is missing'],
  ['cells of a wrong type', notebook([]).replace('[]', '{}'), 'cells must be of type array, found {}'],
  ['a cell that is no object', notebook([]).replace('[]', '[1]'), 'cells.0 must be of type object, found 1'],
  ['an unknown field', notebook([], { extra: 1 }), 'extra is not a field that nbformat 4 knows here'],
  [
    'an unknown cell type',
    notebook([{ ...code, cell_type: 'sql' }]),
    /^cell 1 \(id "a"\): cell_type must be one of "code"/,
  ],
  [
    'missing outputs',
    notebook([code, { ...code, id: 'b', outputs: undefined }]),
    'cell 2 (id "b"): outputs is missing',
  ],
  [
    'a wrong execution count',
    notebook([{ ...code, execution_count: 'x' }]),
    'cell 1 (id "a"): execution_count must be of type integer or null, found "x"',
  ],
  [
    'a negative execution count',
    notebook([{ ...code, execution_count: -1 }]),
    /execution_count must be 0 or more, found -1$/,
  ],
  [
    'a source that is a number',
    notebook([{ ...code, source: 5 }]),
    /source must be of type string or array, found 5$/,
  ],
  [
    'a line that is a number',
    notebook([{ ...code, source: ['a', 5] }]),
    /source.1 must be of type string, found 5$/,
  ],
  [
    'an id with a blank',
    notebook([{ ...code, id: 'a b' }]),
    /id must match \^\[a-zA-Z0-9_-\]\{1,64\}\$, found "a b"$/,
  ],
  ['an id of 65 characters', notebook([{ ...code, id: 'x'.repeat(65) }]), /id must match/],
  [
    'a tag twice',
    notebook([{ ...code, metadata: { tags: ['a', 'a'] } }]),
    /metadata.tags must not hold the same item twice/,
  ],
  [
    'an unknown output',
    notebook([{ ...code, outputs: [{ output_type: 'pyout' }] }]),
    /^cell 1 \(id "a"\), output 1: output_type must be one of .*, found "pyout"$/,
  ],
  [
    'an output without data',
    notebook([{ ...code, outputs: [{ output_type: 'display_data', metadata: {} }] }]),
    'cell 1 (id "a"), output 1: data is missing',
  ],
  [
    'text/plain that is a number',
    notebook([
      { ...code, outputs: [{ output_type: 'display_data', metadata: {}, data: { 'text/plain': 1 } }] },
    ]),
    'cell 1 (id "a"), output 1: data.text/plain must be of type string or array, found 1',
  ],
  [
    'an unknown role',
    notebook([{ ...code, metadata: { lectern: { role: 'nob' } } }]),
    /metadata.lectern.role must be "knob", "predict", "exercise", "figure", "facts", found "nob"$/,
  ],
  [
    'an id twice',
    notebook([code, { ...code, id: 'b' }, code]),
    'cell ids must be unique, found twice: "a" (cells 1, 3); give each cell an id of its own, or have it done with --repair-ids',
  ],
  [
    'a missing id',
    notebook([{ ...code, id: undefined }]),
    'cell 1: id is missing; give each cell an id of its own, or have it done with --repair-ids',
  ],
  [
    'deep nesting',
    notebook([]).replace('"metadata":{}', `"metadata":{"x":${'['.repeat(1000)}${']'.repeat(1000)}}`),
    /deeper than 500/,
  ],
];

test.each(refused)('%s is refused with the place and the reason', (_, text, message) => {
  expect(() => parseNotebook(text)).toThrow(SyntaxError);
  expect(() => parseNotebook(text)).toThrow(message);
});

test('an id of 64 characters is taken', () => {
  expect(parseNotebook(notebook([{ ...code, id: 'x'.repeat(64) }])).cells[0]!.id).toHaveLength(64);
});

test('nesting of 490 levels is taken', () => {
  const text = notebook([]).replace('"metadata":{}', `"metadata":{"x":${'['.repeat(490)}${']'.repeat(490)}}`);
  expect(parseNotebook(text).cells).toEqual([]);
});

test('texts held as lists of lines become one string; JSON types stay as they are', () => {
  const outputs = [
    { output_type: 'stream', name: 'stdout', text: ['a\n', 'b'] },
    {
      output_type: 'display_data',
      metadata: {},
      data: { 'text/html': ['<b>', 'x'], 'application/vnd.a+json': ['k', 'l'] },
    },
  ];
  const [cell] = parseNotebook(notebook([{ ...code, source: ['x\n', 'y'], outputs }])).cells;
  expect(cell).toEqual({
    ...code,
    source: 'x\ny',
    outputs: [
      { output_type: 'stream', name: 'stdout', text: 'a\nb' },
      {
        output_type: 'display_data',
        metadata: {},
        data: { 'text/html': '<b>x', 'application/vnd.a+json': ['k', 'l'] },
      },
    ],
  });
});

test('a byte order mark and Windows line ends are no obstacle', () => {
  const text = `\ufeff${JSON.stringify(JSON.parse(notebook([code])), null, 1).replaceAll('\n', '\r\n')}`;
  expect(parseNotebook(text).cells).toEqual([code]);
});

test.each([0, 1, 2, 3, 4])('version 4.%i is upgraded, with ids that are the same each time', (minor) => {
  const { id: _, ...old } = code;
  const cells = [old, old, { cell_type: 'markdown', metadata: {}, source: 'x' }];
  const first = parseNotebook(notebook(cells, { nbformat_minor: minor }));
  const again = parseNotebook(notebook(cells, { nbformat_minor: minor }));
  expect(first.nbformat_minor).toBe(5);
  expect(first).toEqual(again);
  expect(new Set(first.cells.map(({ id }) => id)).size).toBe(3);
  for (const { id } of first.cells) expect(id).toMatch(/^[0-9a-f]{8}$/);
});

test('an upgraded cell keeps its id when another is put before it', () => {
  const { id: _, ...old } = code;
  const [alone] = parseNotebook(notebook([old], { nbformat_minor: 4 })).cells;
  const [, second] = parseNotebook(notebook([{ ...old, source: '2' }, old], { nbformat_minor: 4 })).cells;
  expect(second!.id).toBe(alone!.id);
});

test('a later minor version is read, unknown fields and all', () => {
  const read = parseNotebook(notebook([{ ...code, future: 1 }], { nbformat_minor: 6, more: 2 }));
  expect(read).toMatchObject({ nbformat_minor: 6, more: 2, cells: [{ future: 1 }] });
});

test('in a later minor version the known fields are still judged', () => {
  const text = notebook([{ ...code, future: 1, execution_count: 'x' }], { nbformat_minor: 6 });
  expect(() => parseNotebook(text)).toThrow('execution_count must be of type integer or null, found "x"');
});

test('repairIds gives ids to cells that lack them or repeat one', () => {
  const text = notebook([code, code, { ...code, id: undefined }]);
  const ids = parseNotebook(text, { repairIds: true }).cells.map(({ id }) => id);
  expect(ids[0]).toBe('a');
  expect(new Set(ids).size).toBe(3);
  expect(parseNotebook(text, { repairIds: true }).cells.map(({ id }) => id)).toEqual(ids);
});

test('a key named __proto__ is an ordinary key and changes no prototype', () => {
  const text = notebook([code]).replace('"metadata":{}', '"metadata":{"__proto__":{"polluted":1},"b":2}');
  const { metadata } = parseNotebook(text);
  expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
  expect(Object.keys(metadata)).toEqual(['__proto__', 'b']);
  expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
});

test('100 MB of outputs are read', () => {
  const text = notebook([
    { ...code, outputs: [{ output_type: 'stream', name: 'stdout', text: 'x'.repeat(100_000_000) }] },
  ]);
  const cell = parseNotebook(text).cells[0]!;
  expect(
    cell.cell_type === 'code' && cell.outputs[0]!.output_type === 'stream' && cell.outputs[0]?.text.length,
  ).toBe(100_000_000);
});

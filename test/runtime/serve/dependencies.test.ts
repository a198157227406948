import { describe, expect, test } from 'vitest';
import { cellNames } from '../../../src/runtime/serve/cell-names.js';
import {
  dependentsOf,
  missingFor,
  needsOf,
  staleCells,
  type CellFacts,
} from '../../../src/runtime/serve/dependencies.js';

/** Facts of a cell that ran as number `order` of this kernel, 0 if not. */
function facts(id: string, source: string, order = 0, more: Partial<CellFacts> = {}): CellFacts {
  return { id, source, order, names: cellNames(source), shownSource: source, storedSource: source, ...more };
}

describe('cellNames()', () => {
  test.each([
    ['const kept = run(pages, [gopher({ min: LIMIT })])', ['kept'], ['LIMIT', 'gopher', 'pages', 'run']],
    ['function f(x: Page): Doc { return g(x) }', ['f'], ['Doc', 'Page', 'g', 'x']],
    ['const { a, b: [c], ...d } = source', ['a', 'c', 'd'], ['source']],
    ['interface Page { url: string }\nclass Store extends Base<Page> {}', ['Page', 'Store'], ['Base']],
    ['a.b.c', [], ['a']],
    ['const o = { key: value, short }', ['o'], ['short', 'value']],
    ['', [], []],
    ['const x = ((', ['x'], []],
  ])('reads %s', (source, defines, uses) => {
    const names = cellNames(source);
    expect(names.defines).toEqual(defines);
    expect(names.uses.filter((name) => name !== '')).toEqual(uses);
  });

  test('tells imports apart', () => {
    const names = cellNames(
      "import fs, { join as j } from 'path'\nimport * as all from 'all'\nconst x = j('a')",
    );
    expect(names).toEqual({ defines: ['all', 'fs', 'j', 'x'], imports: ['all', 'fs', 'j'], uses: [] });
  });
});

describe('staleCells()', () => {
  test('marks a cell whose text is not the one that ran, and what follows from it', () => {
    const cells = [
      facts('a', 'const a = 2', 1, { shownSource: 'const a = 1' }),
      facts('b', 'const b = a', 2),
      facts('c', 'b', 3),
    ];
    expect([...staleCells(cells)]).toEqual([
      ['a', { kind: 'edited' }],
      ['b', { kind: 'changed', names: ['a'], cell: 'a' }],
      ['c', { kind: 'changed', names: ['b'], cell: 'b' }],
    ]);
  });

  test('marks a cell when one above it that it uses ran later', () => {
    expect(staleCells([facts('a', 'const a = 1', 3), facts('b', 'a', 2)]).get('b')).toEqual({
      kind: 'changed',
      names: ['a'],
      cell: 'a',
    });
    expect(staleCells([facts('a', 'const a = 1', 1), facts('b', 'a', 2)]).size).toBe(0);
  });

  test('does not mark it for what an import brings', () => {
    expect(staleCells([facts('a', "import { a } from 'x'", 3), facts('b', 'a', 2)]).size).toBe(0);
  });

  test('marks a stored output only when what it rests on ran with another text', () => {
    expect(staleCells([facts('a', 'const a = 1', 1), facts('b', 'a')]).size).toBe(0);
    const changed = facts('a', 'const a = 2', 1, { storedSource: 'const a = 1' });
    expect(staleCells([changed, facts('b', 'a')]).get('b')).toMatchObject({ names: ['a'] });
  });

  test('does not mark a cell that shows nothing', () => {
    expect(
      staleCells([facts('a', 'const a = 1', 3), facts('b', 'a', 0, { shownSource: undefined })]).size,
    ).toBe(0);
  });
});

test('needsOf() takes the nearest definition above, and none from below', () => {
  const needs = needsOf([
    facts('a', 'const x = 1', 1),
    facts('b', 'const x = 2'),
    facts('c', 'x + y'),
    facts('d', 'const y = 1'),
  ]);
  expect(needs.get('c')).toEqual([{ name: 'x', cell: 'b', ran: false }]);
});

test('dependentsOf() and missingFor() follow names through other cells', () => {
  const cells = [
    facts('a', 'const a = 1'),
    facts('n', 'const n = 0'),
    facts('b', 'const b = a'),
    facts('c', 'b'),
  ];
  expect(dependentsOf('a', cells)).toEqual(['b', 'c']);
  expect(missingFor('c', cells)).toEqual(['a', 'b']);
  expect(missingFor('a', cells)).toEqual([]);
});

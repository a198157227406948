import { table as arqueroTable } from 'arquero';
import { parseFragment } from 'parse5';
import { describe, expect, test } from 'vitest';
import { table } from '../../src/render/table.js';
import { htmlOf, textOf } from './html.js';

const cells = (html: string): string[][] =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
    [...(row ?? '').matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) =>
      (cell ?? '').replace(/<[^>]+>/g, ''),
    ),
  );

describe('table()', () => {
  test('of nothing says so', () => {
    expect(textOf(table([]))).toContain('no rows');
    expect(htmlOf(table([]))).toContain('no rows');
    expect(textOf(table(arqueroTable({ a: [], b: [] })))).toBe('a  b\n─  ─\nno rows');
  });

  test('of one row is a head and a row', () => {
    expect(cells(htmlOf(table([{ stage: 'c4', docs: 1200 }])))).toEqual([
      ['stage', 'docs'],
      ['c4', '1,200'],
    ]);
  });

  test('leaves the rows as they were', () => {
    const rows = Object.freeze([Object.freeze({ a: 1 })]);
    expect(textOf(table(rows))).toContain('1');
  });

  test('shows an arquero table as its rows, derived columns and order too', () => {
    const derived = arqueroTable({ n: [3, 1, 2] })
      .orderby('n')
      .derive({ square: (row: { n: number }) => row.n * row.n });
    expect(textOf(table(derived))).toBe(
      textOf(
        table([
          { n: 1, square: 1 },
          { n: 2, square: 4 },
          { n: 3, square: 9 },
        ]),
      ),
    );
  });

  test('is a real table: caption, column heads with scope, body', () => {
    const html = htmlOf(table([{ a: 1 }], { title: 'Title' }));
    expect(html).toContain('<caption>Title</caption>');
    expect(html).toContain('<th scope="col" class="lx-r" align="right">a</th>');
    expect(html.indexOf('<thead>')).toBeLessThan(html.indexOf('<tbody>'));
  });

  test('aligns decimals by giving a column as many as its values need', () => {
    expect(cells(htmlOf(table([{ v: 0.5 }, { v: 0.125 }, { v: 2 }]))).map(([cell]) => cell)).toEqual([
      'v',
      '0.500',
      '0.125',
      '2.000',
    ]);
  });

  test('writes a percentage and a size with the unit in the head', () => {
    const html = htmlOf(
      table(
        [
          { share: 0.1234, size: 1_500_000 },
          { share: 1, size: 900 },
        ],
        { formats: { share: 'percent', size: 'bytes' } },
      ),
    );
    expect(cells(html)).toEqual([
      ['share (%)', 'size (MB)'],
      ['12.3', '1.5'],
      ['100.0', '0.0'],
    ]);
  });

  test('does not group the digits of a year', () => {
    expect(cells(htmlOf(table([{ year: 2019, yearly: 2019 }])))).toEqual([
      ['year', 'yearly'],
      ['2019', '2,019'],
    ]);
  });

  test.each([
    [null, '–'],
    [undefined, '–'],
    [Number.NaN, 'NaN'],
    [-Infinity, '−∞'],
    [-0, '0'],
    [12345678901234567890n, '12,345,678,901,234,567,890'],
    [new Date(Date.UTC(2024, 1, 29)), '2024-02-29'],
    [new Date(Date.UTC(2024, 1, 29, 12, 30)), '2024-02-29T12:30:00.000Z'],
    [new Date('nonsense'), 'invalid date'],
    [true, 'true'],
    [{ a: [1, { b: null }] }, '{"a":[1,{"b":null}]}'],
    [{ big: 2n ** 70n }, '{"big":"1180591620717411303424"}'],
    [new Map([['k', 1]]), '{"k":1}'],
    ['two\nlines\tand  spaces', 'two lines and spaces'],
    ['\u0000\u202eevil', '␀\ufffdevil'],
    ['\ud800', '\ufffd'],
  ])('writes a value as $1', (value, text) => {
    expect(
      textOf(table([{ v: value, end: '|' }]))
        .split('\n')[2]
        ?.replace(/\s*\|$/, '')
        .trim(),
    ).toBe(text);
  });

  test('writes a circular object without failing', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(textOf(table([{ circle }]))).toContain('cannot be written as JSON');
  });

  test('shortens a long text, never within a character', () => {
    const text = textOf(table([{ v: '𝒳'.repeat(300) }], { maxText: 12 }));
    expect(text.split('\n')[2]).toBe(`${'𝒳'.repeat(5)}…`);
  });

  test('shows at most so many rows and counts the rest', () => {
    const rows = Array.from({ length: 1003 }, (_, n) => ({ n }));
    expect(textOf(table(rows, { maxRows: 3 }))).toBe('n\n─\n0\n1\n2\n… and 1,000 more');
    expect(textOf(table(rows.slice(0, 3), { maxRows: 3 }))).not.toContain('more');
  });

  test('puts wide characters in line', () => {
    expect(
      textOf(
        table([
          { name: '网页', n: 1 },
          { name: 'page', n: 2 },
        ]),
      ),
    ).toBe('name  n\n────  ─\n网页  1\npage  2');
  });

  test('keeps the columns of rows that differ', () => {
    expect(cells(htmlOf(table([{ a: 1 }, { b: 'x' }])))).toEqual([
      ['a', 'b'],
      ['1', '–'],
      ['–', 'x'],
    ]);
  });

  test('takes columns in the order asked, and a function that writes', () => {
    const shown = table([{ a: 1, b: 2, c: 3 }], {
      columns: ['c', 'a'],
      formats: { a: (value) => `no. ${String(value)}` },
    });
    expect(cells(htmlOf(shown))).toEqual([
      ['c', 'a'],
      ['3', 'no. 1'],
    ]);
  });

  test.each([
    [{ columns: ['x'] }, RangeError, 'Cannot show a table: it has no column "x", its columns are "a"'],
    [{ formats: { x: 2 } }, RangeError, 'it has no column "x"'],
    [
      { formats: { a: 'percentage' as 'percent' } },
      TypeError,
      'the style must be one of number, plain, percent',
    ],
    [{ formats: { a: 2.5 } }, RangeError, 'decimals must be an integer from 0 to 20, current value is 2.5'],
    [{ maxRows: 0 }, RangeError, 'maxRows must be a positive integer, current value is 0'],
    [{ maxText: Number.NaN }, RangeError, 'maxText must be a positive integer'],
  ])('refuses options %j', (options, error, message) => {
    expect(() => table([{ a: 1 }], options)).toThrow(error);
    expect(() => table([{ a: 1 }], options)).toThrow(message);
  });

  test.each([
    [null, 'null'],
    [5, '5'],
    ['rows', '"rows"'],
    [[1], 'row 0 must be an object'],
    [[[1]], 'an array'],
  ])('refuses %j as rows', (rows, message) => {
    expect(() => table(rows as never)).toThrow(TypeError);
    expect(() => table(rows as never)).toThrow(message);
  });

  test('lets no value become markup, in no place', () => {
    const evil = '<img src=x onerror="alert(1)">\'"&';
    const html = htmlOf(
      table([{ [evil]: evil, n: 1 }], {
        title: evil,
        caption: evil,
        formats: { n: { unit: evil, title: evil } },
      }),
    );
    const tags = new Set<string>();
    const walk = (node: { tagName?: string; attrs?: { name: string }[]; childNodes?: unknown[] }): void => {
      if (node.tagName) tags.add(node.tagName);
      for (const { name } of node.attrs ?? []) expect(name).not.toMatch(/^on/);
      for (const child of node.childNodes ?? []) walk(child as typeof node);
    };
    walk(parseFragment(html) as never);
    expect([...tags].sort()).toEqual([
      'caption',
      'div',
      'p',
      'span',
      'table',
      'tbody',
      'td',
      'th',
      'thead',
      'tr',
    ]);
  });
});

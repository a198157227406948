import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align } from '../../src/render/alignment.js';
import { changedLines, compareLines, type DiffLine } from '../../src/render/diff-lines.js';
import { diff } from '../../src/render/diff.js';
import { EDITED } from './cases.js';
import { htmlOf, textOf } from './html.js';

const side = (lines: readonly DiffLine[], without: 'cut' | 'add'): string =>
  lines
    .filter(({ kind }) => kind !== without)
    .map(({ pieces }) =>
      pieces
        .filter(({ kind }) => kind !== without)
        .map(({ text }) => text)
        .join(''),
    )
    .join('\n');

describe('align()', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 });

  /** The length of the longest common subsequence, by trying everything. */
  function longest(a: readonly string[], b: readonly string[]): number {
    const [x, ...restA] = a;
    const [y, ...restB] = b;
    if (x === undefined || y === undefined) return 0;
    return x === y ? 1 + longest(restA, restB) : Math.max(longest(a, restB), longest(restA, b));
  }

  test('keeps as much as can be kept, and its steps give both sequences back', () => {
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const steps = align(before, after);
        const of = (kinds: readonly string[], from: (kind: string) => readonly string[]): string[] =>
          steps
            .filter(({ kind }) => kinds.includes(kind))
            .flatMap(({ kind, at, length }) => from(kind).slice(at, at + length));
        expect(of(['same', 'cut'], () => before)).toEqual(before);
        const kept = steps.filter(({ kind }) => kind === 'same').reduce((sum, { length }) => sum + length, 0);
        expect(kept).toBe(longest(before, after));
        expect(of(['same', 'add'], (kind) => (kind === 'add' ? after : before))).toEqual(after);
      }),
    );
  });

  test('of sequences too long to compare replaces the middle alone', () => {
    const far = (name: string): string[] => [
      'head',
      ...Array.from({ length: 3000 }, (_, at) => `${name}${at}`),
      'tail',
    ];
    expect(align(far('a'), far('b')).map(({ kind, length }) => [kind, length])).toEqual([
      ['same', 1],
      ['cut', 3000],
      ['add', 3000],
      ['same', 1],
    ]);
  });
});

describe('compareLines()', () => {
  test('gives back both texts, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a b', 'a c', '', 'x y z', 'x  y'), { maxLength: 6 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = compareLines(before, after);
        expect(side(lines, 'add')).toBe(before);
        expect(side(lines, 'cut')).toBe(after);
      }),
    );
  });

  test('shows words within a line that is alike, whole lines otherwise', () => {
    expect(compareLines('the brown fox', 'the red fox').map(({ kind }) => kind)).toEqual(['changed']);
    expect(compareLines('one', 'two').map(({ kind }) => kind)).toEqual(['cut', 'add']);
  });
});

describe('changedLines()', () => {
  test('takes the lines and the reasons from the edit', () => {
    expect(
      changedLines(EDITED.before, EDITED.changes).map(({ kind, reasons }) => [kind, ...reasons]),
    ).toEqual([
      ['cut', 'no-terminal-punctuation'],
      ['same'],
      ['changed', 'citation-mark'],
      ['cut', 'javascript'],
      ['same'],
      ['same'],
    ]);
  });

  test('keeps every sign of the old text', () => {
    const edit = fc.tuple(
      fc.string({ unit: fc.constantFrom('a', ' ', '\n'), maxLength: 12 }),
      fc.array(fc.nat(12), { maxLength: 6 }),
    );
    fc.assert(
      fc.property(edit, ([before, cuts]) => {
        const bounds = [...new Set(cuts.map((cut) => Math.min(cut, before.length)))].sort((a, b) => a - b);
        const changes = [];
        for (let at = 0; at + 1 < bounds.length; at += 2)
          changes.push({ start: bounds[at] ?? 0, end: bounds[at + 1] ?? 0, reason: 'r' });
        expect(side(changedLines(before, changes), 'add').replaceAll('⏎', '')).toBe(before);
      }),
    );
  });

  test('a removal that begins with the break before it is of the line after', () => {
    expect(
      changedLines('keep\ngone\nkeep', [{ start: 4, end: 9, reason: 'r' }]).map(({ kind }) => kind),
    ).toEqual(['same', 'cut', 'same']);
  });

  test('shows where two lines were joined, and what came in', () => {
    expect(changedLines('a\nb', [{ start: 1, end: 2, reason: 'join', replacement: ' ' }])[0]).toEqual({
      kind: 'changed',
      pieces: [
        { kind: 'same', text: 'a' },
        { kind: 'add', text: ' ' },
        { kind: 'cut', text: '⏎' },
      ],
      reasons: ['join'],
    });
  });
});

describe('diff()', () => {
  test('of equal texts says so', () => {
    expect(textOf(diff('', ''))).toBe('nothing changed');
    expect(textOf(diff('same', { text: 'same', changes: [] }))).toBe('nothing changed');
  });

  test('sets the reason beside the line', () => {
    expect(textOf(diff(EDITED.before, EDITED))).toBe(
      [
        '− Home | About | Contact    (no-terminal-punctuation)',
        '  The river rises in the western hills and runs for forty miles to the sea.',
        '~ It is fed by [−[12] −]three smaller streams, all of which dry out in summer.    (citation-mark)',
        '− Please enable javascript to see the map    (javascript)',
        '',
        '  A mill stood here until 1931.',
      ].join('\n'),
    );
    expect(htmlOf(diff(EDITED.before, EDITED))).toMatch(
      /lx-cut"><span class="lx-sign" role="img" aria-label="removed">−<\/span> .*<del>Home \| About \| Contact<\/del>.*no-terminal-punctuation/,
    );
  });

  test('folds what is far from any change, and stops at so many lines', () => {
    const before = Array.from({ length: 100 }, (_, at) => `line ${at}`);
    const after = before.map((line, at) => (at === 50 ? 'other' : line)).join('\n');
    expect(textOf(diff(before.join('\n'), after))).toContain(
      '… 48 unchanged lines\n  line 48\n  line 49\n− line 50\n+ other\n  line 51',
    );
    expect(textOf(diff(before.join('\n'), '', { maxLines: 10 }))).toContain('more changed line');
  });

  test('shows what would run as text', () => {
    expect(htmlOf(diff('<i>a</i>', '<i>b</i>', { title: '<u>' }))).not.toMatch(/<[iu]>/);
  });

  test.each([
    [[undefined, 'a'], TypeError, 'it takes two texts, current value is undefined'],
    [['a', 5], TypeError, 'it takes two texts'],
    [
      ['abc', { text: 'a', changes: [{ start: 1, end: 9, reason: 'r' }] }],
      RangeError,
      'within the 3 characters of the old text, current value is 1 to 9',
    ],
  ])('refuses %j', ([before, after], error, message) => {
    expect(() => diff(before as string, after as string)).toThrow(error);
    expect(() => diff(before as string, after as string)).toThrow(message);
  });
});

import { describe, expect, test } from 'vitest';
import { formatNotebook } from '../../../src/runtime/format/format-notebook.js';
import { parseNotebook } from '../../../src/runtime/format/parse-notebook.js';
import { composeCopy, mergeWork } from '../../../src/runtime/serve/student-work.js';
import { code, notebook, prose } from './support/lesson.js';

const original = notebook(prose('p', 'Prose.'), code('a', 'first', 'out\n'), code('b', 'second'));

/** The copy of a student who changed cells, by id, as the disk gives it back. */
function copyWith(edits: Readonly<Record<string, string>>, shown?: string) {
  const work = mergeWork(original, undefined);
  const cells = work.cells.map((cell) => {
    const source = edits[cell.original.id] ?? cell.source;
    const ran = source !== cell.source;
    return {
      ...cell,
      source,
      own: ran,
      shownSource: cell.shownSource && (ran ? (shown ?? source) : cell.source),
    };
  });
  return parseNotebook(formatNotebook(composeCopy(original, { ...work, cells })));
}

describe('mergeWork()', () => {
  test('gives the original where there is no copy', () => {
    const { cells, outdated } = mergeWork(original, undefined);
    expect(cells.map((cell) => cell.source)).toEqual(['Prose.', 'first', 'second']);
    expect(cells.map((cell) => cell.shownSource)).toEqual([undefined, 'first', undefined]);
    expect(outdated).toEqual([]);
  });

  test('keeps the student’s text, and the original as it was', () => {
    const before = structuredClone(original);
    expect(mergeWork(original, copyWith({ a: 'mine' })).cells[1]).toMatchObject({
      source: 'mine',
      shownSource: 'mine',
    });
    expect(original).toEqual(before);
  });

  test('knows that an output is of another text', () => {
    expect(mergeWork(original, copyWith({ a: 'mine' }, 'first')).cells[1]).toMatchObject({
      source: 'mine',
      shownSource: '',
    });
  });

  test('follows the lecture where it was updated and the student had not edited', () => {
    const updated = notebook(
      prose('p', 'Prose.'),
      code('a', 'first, better', 'better\n'),
      code('b', 'second'),
    );
    const { cells, outdated } = mergeWork(updated, copyWith({ b: 'mine' }));
    expect(cells.map((cell) => cell.source)).toEqual(['Prose.', 'first, better', 'mine']);
    expect(cells[1]?.outputs).toMatchObject([{ text: 'better\n' }]);
    expect(outdated).toEqual([]);
  });

  test('follows outputs that the lecture stored anew, but keeps those of the student’s own runs', () => {
    const updated = notebook(
      prose('p', 'Prose.'),
      code('a', 'first', 'other\n'),
      code('b', 'second', 'made\n'),
    );
    expect(mergeWork(updated, copyWith({})).cells.map((cell) => cell.outputs)).toMatchObject([
      [],
      [{ text: 'other\n' }],
      [{ text: 'made\n' }],
    ]);
    expect(mergeWork(updated, copyWith({ a: 'mine' })).cells[1]?.outputs).toMatchObject([{ text: 'out\n' }]);
  });

  test('keeps the student’s text where the lecture changed the same cell, and names it', () => {
    const updated = notebook(code('a', 'first, better'));
    const { cells, outdated } = mergeWork(updated, copyWith({ a: 'mine' }));
    expect(cells[0]?.source).toBe('mine');
    expect(outdated).toEqual(['a']);
  });

  test('passes over a record of the wrong shape', () => {
    const copy = copyWith({ a: 'mine' });
    copy.metadata['lectern'] = { work: { bases: 7, seen: 'all', answers: { p: 'x' } } };
    expect(mergeWork(original, copy)).toMatchObject({ seen: [], answers: {}, outdated: [] });
  });
});

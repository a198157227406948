import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { History } from '../../../src/runtime/kernel/history.js';
import { matchesGlob } from '../../../src/runtime/kernel/glob.js';

function filled(): History {
  const history = new History();
  ['1 + 1', 'const a = 2', '1 + 1', 'a'].forEach((code, index) => history.add(index + 1, code));
  history.setOutput(1, '2');
  return history;
}

describe('History', () => {
  test('an empty one finds nothing', () => {
    for (const hist_access_type of ['tail', 'range', 'search', 'other', undefined]) {
      expect(new History().find({ hist_access_type, n: 3, pattern: '*' })).toEqual([]);
    }
  });

  test.each([
    [{ hist_access_type: 'tail', n: 2 }, [3, 4]],
    [{ hist_access_type: 'tail', n: 0 }, []],
    [{ hist_access_type: 'tail', n: 9 }, [1, 2, 3, 4]],
    [{ hist_access_type: 'range', session: 0, start: 2, stop: 4 }, [2, 3]],
    [{ hist_access_type: 'range', session: 1, start: 4 }, [4]],
    [{ hist_access_type: 'range', session: 7, start: 1, stop: 4 }, []],
    [{ hist_access_type: 'search', pattern: '1 *' }, [1, 3]],
    [{ hist_access_type: 'search', pattern: '1 *', unique: true }, [3]],
    [{ hist_access_type: 'search', pattern: '?', n: 5 }, [4]],
    [{ hist_access_type: 'search', pattern: '*', n: 2 }, [3, 4]],
  ])('%j finds the lines %j', (request, lines) => {
    expect(
      filled()
        .find(request)
        .map(([session, line]) => [session, line]),
    ).toEqual(lines.map((line) => [1, line]));
  });

  test('outputs come when they are asked for', () => {
    expect(filled().find({ hist_access_type: 'range', start: 1, stop: 3, output: true })).toEqual([
      [1, 1, ['1 + 1', '2']],
      [1, 2, ['const a = 2', null]],
    ]);
  });
});

test('matchesGlob() agrees with a regular expression', () => {
  const letters = (extra: string) => fc.string({ unit: fc.constantFrom(...`ab${extra}`), maxLength: 8 });
  fc.assert(
    fc.property(letters(''), letters('*?'), (text, pattern) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(matchesGlob(text, pattern)).toBe(expression.test(text));
    }),
    { numRuns: 2000 },
  );
});

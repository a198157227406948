import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.js';
import { identifyLanguage, languageScores } from '../../src/pipeline/models/identify-language.js';
import { inFolder } from '../pipeline/engines/embedded/_folders.js';
import { capture } from './_capture.js';

const call = (...args: string[]) => capture(() => main(['langid', ...args]));
const rows = (out: string): unknown[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('lectern langid', () => {
  test('gives one JSON line a file', async () => {
    await inFolder(async (folder) => {
      const [a, b] = [join(folder, 'a.txt'), join(folder, 'b.txt')];
      writeFileSync(a, 'Guten Morgen,\nliebe Leute');
      writeFileSync(b, 'Bonjour tout le monde');
      const { code, out, err } = await call(join(folder, '*.txt'));
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(rows(out)).toEqual([
        { file: a, ...identifyLanguage('Guten Morgen,\nliebe Leute') },
        { file: b, ...identifyLanguage('Bonjour tout le monde') },
      ]);
    });
  });

  test('gives one JSON line a line that is not empty with --lines', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'a.txt');
      writeFileSync(file, 'Guten Morgen\r\n\nBonjour tout le monde\n');
      const { out } = await call('--lines', file);
      expect(rows(out)).toEqual([
        { file, line: 1, ...identifyLanguage('Guten Morgen') },
        { file, line: 3, ...identifyLanguage('Bonjour tout le monde') },
      ]);
    });
  });

  test('names the likeliest languages with --top, in the reading asked for', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'a.txt');
      writeFileSync(file, 'GUTEN MORGEN');
      const { out } = await call('--top', '2', '--reading', 'dolma', file);
      const languages = languageScores('GUTEN MORGEN', { reading: 'dolma' }, 2);
      expect(rows(out)).toEqual([{ file, ...languages[0], languages }]);
    });
  });

  test('goes on past a file that cannot be read, names it, and exits with 2', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'a.txt');
      writeFileSync(file, 'Bonjour');
      const { code, out, err } = await call(join(folder, 'none.txt'), folder, file);
      expect(code).toBe(2);
      expect(err).toBe(
        `lectern langid: Cannot read ${join(folder, 'none.txt')}: there is no such file; check the path\n` +
          `lectern langid: Cannot read ${folder}: it is a folder; name the files in it\n`,
      );
      expect(rows(out)).toHaveLength(1);
    });
  });

  test.each([
    [['--reading', 'dolmo', 'x'], 'there is no reading "dolmo"; did you mean "dolma"?'],
    [['--top', '0', 'x'], '--top must be a positive integer, current value is "0"'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await call(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('shows its help with an example', async () => {
    const { code, out } = await call('--help');
    expect(code).toBe(0);
    expect(out).toContain('Example:\n  lectern langid --lines greetings.txt\n');
  });
});

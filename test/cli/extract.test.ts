import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.js';
import { inFolder } from '../pipeline/engines/embedded/_folders.js';
import { capture } from './_capture.js';

const call = (...args: string[]) => capture(() => main(['extract', ...args]));
const page = (text: string) => `<!doctype html><title>T</title><body><p>${text}</p></body>`;

describe('lectern extract', () => {
  test('gives one JSON line a file, in the order of the names', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'b.html'), page('second'));
      writeFileSync(join(folder, 'a.html'), page('first'));
      const { code, out, err } = await call('--method', 'wet', join(folder, '*.html'));
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const lines = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { file: string; text: string });
      expect(lines.map(({ file }) => file)).toEqual([join(folder, 'a.html'), join(folder, 'b.html')]);
      expect(lines.map((line) => Object.keys(line))).toEqual([
        ['file', 'text'],
        ['file', 'text'],
      ]);
      expect(lines[0]?.text).toContain('first');
    });
  });

  test('refuses a charset that it does not know, by name', async () => {
    const { code, out, err } = await call('--method', 'wet', '--charset', 'nosuch', 'a.html');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(
      'there is no charset "nosuch"; give a name of the Encoding Standard, such as utf-8',
    );
  });

  test('decodes by the bytes, or as --charset says', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.html'), Buffer.from(page('caf\xe9 cr\xe8me'), 'latin1'));
      const { out } = await call('--method', 'wet', '--charset', 'iso-8859-1', join(folder, 'a.html'));
      expect((JSON.parse(out) as { text: string }).text).toContain('café crème');
    });
  });

  test('goes on past a file that cannot be read, names it, and exits with 2', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.html'), page('first'));
      mkdirSync(join(folder, 'pages'));
      const files = ['none.html', 'pages', 'a.html'].map((name) => join(folder, name));
      const { code, out, err } = await call('--method', 'wet', ...files);
      expect(code).toBe(2);
      expect(out.trimEnd().split('\n')).toHaveLength(1);
      expect(err.replaceAll(folder, 'F')).toBe(
        'lectern extract: Cannot read F/none.html: there is no such file; check the path\n' +
          'lectern extract: Cannot read F/pages: it is a folder; name the files in it\n',
      );
    });
  });

  test('an empty file has an empty text', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'e.html'), '');
      const { code, out } = await call('--method', 'resiliparse', join(folder, 'e.html'));
      expect({ code, text: (JSON.parse(out) as { text: string }).text }).toEqual({ code: 0, text: '' });
    });
  });

  test.each([
    [['x.html'], 'no method is named'],
    [['--method', 'resilipars', 'x.html'], 'there is no method "resilipars"; did you mean "resiliparse"?'],
    [['--method', 'wet'], 'no file is named'],
    [['--methd', 'wet', 'x'], "Unknown option '--methd'"],
  ])('%j is refused with exit code 2', async (args, message) => {
    const { code, err } = await call(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
    expect(err).toContain('Try "lectern extract --help".\n');
  });

  test('--help has an example', async () => {
    expect((await call('--help')).out).toContain('Example:\n  lectern extract --method');
  });
});

import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { safePath } from '../../../src/runtime/serve/safe-path.js';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'lectern-safe-')));
const folder = join(base, 'lecture');
mkdirSync(join(folder, 'part'), { recursive: true });
mkdirSync(join(base, 'lecture-secret'));
writeFileSync(join(base, 'lecture-secret', 'key'), 'key');
symlinkSync(join(base, 'lecture-secret'), join(folder, 'out'));
symlinkSync(join(folder, 'part'), join(folder, 'in'));

test.each([
  ['', ''],
  ['a.ipynb', 'a.ipynb'],
  ['/part/a.ipynb', 'part/a.ipynb'],
  ['in/a.ipynb', 'in/a.ipynb'],
  ['não/文.ipynb', 'não/文.ipynb'],
])('safePath() finds "%s" inside', (path, clean) => {
  expect(safePath(folder, path)).toEqual({ kind: 'inside', file: join(folder, clean), path: clean });
});

test.each([
  ['../lecture-secret/key', 'it leads out of the folder'],
  ['part/../../lecture-secret/key', 'it leads out of the folder'],
  ['..', 'it leads out of the folder'],
  ['out/key', 'it leads out of the folder'],
  ['out', 'it leads out of the folder'],
  ['C:/windows', 'it leads out of the folder'],
  ['.lectern/work/a.ipynb', 'hidden files are not served'],
  ['part/.env', 'hidden files are not served'],
  ['a\\..\\b', 'the name has a character that is not allowed'],
  ['a\0.ipynb', 'the name has a character that is not allowed'],
])('safePath() refuses "%s"', (path, reason) => {
  const found = safePath(folder, path);
  expect(found.kind === 'refused' && found.reason).toMatch(new RegExp(`^Cannot open ".*": ${reason}$`));
});

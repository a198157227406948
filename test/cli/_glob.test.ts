import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expandGlob } from '../../src/cli/_glob.js';
import { inFolder } from '../pipeline/engines/embedded/_folders.js';

test('expandGlob() finds files by pattern, in order, and takes a plain name as it is', async () => {
  await inFolder(async (folder) => {
    for (const name of [
      'b.gz',
      'a.gz',
      'a.txt',
      '.hidden.gz',
      'x[1].gz',
      'sub/c.gz',
      'sub/deep/d.gz',
      '.git/e.gz',
    ]) {
      const path = join(folder, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, '');
    }
    const found = (pattern: string) =>
      expandGlob(join(folder, pattern)).map((path) => path.slice(folder.length + 1));
    expect(found('*.gz')).toEqual(['a.gz', 'b.gz', 'x[1].gz']);
    expect(found('?.gz')).toEqual(['a.gz', 'b.gz']);
    expect(found('[!a].gz')).toEqual(['b.gz']);
    expect(found('a.{txt,gz}')).toEqual(['a.gz', 'a.txt']);
    expect(found('**/*.gz')).toEqual(['a.gz', 'b.gz', 'sub/c.gz', 'sub/deep/d.gz', 'x[1].gz']);
    expect(found('*/c.gz')).toEqual(['sub/c.gz']);
    expect(found('.*.gz')).toEqual(['.hidden.gz']);
    expect(found('x[1].gz')).toEqual(['x[1].gz']);
    expect(found('none*')).toEqual([]);
    expect(found('none')).toEqual(['none']);
    expect(found('a.gz/*')).toEqual([]);
  });
});

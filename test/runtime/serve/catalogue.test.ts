import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Catalogue, describe as describeNotebook } from '../../../src/runtime/serve/catalogue.js';

const cell = (cell_type: string, source: string | string[], id: string, zh?: string) => ({
  cell_type,
  id,
  source,
  metadata: zh === undefined ? {} : { lectern: { zh } },
});
const text = (...cells: object[]) => JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });

test('describe() gives title, headings and minutes, in both languages', () => {
  const notebook = text(
    cell('markdown', ['# *Web* data\n', '\n', 'Text.'], 't', '# 网页数据'),
    cell('code', '# no heading\nx', 'c'),
    cell('markdown', '## First\n```\n## not this\n```\n## Second ##', 'h', '## 第一\n## 第二'),
  );
  expect(describeNotebook('14-web.ipynb', notebook)).toEqual({
    path: '14-web.ipynb',
    title: 'Web data',
    zh: '网页数据',
    minutes: 1,
    headings: [
      { text: 'First', zh: '第一', cell: 'h' },
      { text: 'Second', zh: '第二', cell: 'h' },
    ],
    cells: 3,
  });
});

test('Catalogue lists notebooks in natural order, looks into folders but not hidden ones, and lists what it cannot read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-catalogue-'));
  mkdirSync(join(folder, '.lectern'));
  mkdirSync(join(folder, 'more'));
  for (const name of ['10-b.ipynb', '2-a.ipynb', '.lectern/work.ipynb', 'more/x.ipynb'])
    writeFileSync(join(folder, name), text());
  writeFileSync(join(folder, '3-broken.ipynb'), 'not json');
  const list = await new Catalogue(folder).list();
  expect(list.map(({ path, problem }) => [path, problem])).toEqual([
    ['2-a.ipynb', undefined],
    ['3-broken.ipynb', 'Cannot read 3-broken.ipynb: it is not JSON'],
    ['10-b.ipynb', undefined],
    ['more/x.ipynb', undefined],
  ]);
  expect(list[0]?.title).toBe('2 a');
});

test('Catalogue of a folder that is not there is empty', async () => {
  expect(await new Catalogue(join(tmpdir(), 'lectern-nowhere')).list()).toEqual([]);
});

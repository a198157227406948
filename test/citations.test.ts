import { fileURLToPath } from 'node:url';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bibliography } from '../src/render/bibliography.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A key: the first author, the year and a word of the title; an institution that has one work here needs no word. */
const FORM = String.raw`(?:[a-z]{2,}(?:19|20)\d\d[a-z][a-z0-9]*|[a-z]{5,}(?:19|20)\d\d)`;
/** A citation's key in quotes, in backquotes, or after an at sign. */
const KEY = new RegExp(`(?<=['"\`@])${FORM}(?=['"\`\\];])`, 'g');

function filesOf(folder: string, endings: readonly string[]): readonly string[] {
  const whole = path.join(ROOT, folder);
  if (!existsSync(whole)) return [];
  return readdirSync(whole, { recursive: true, encoding: 'utf8' })
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => path.join(whole, file));
}

/** Each key cited in the project, with the first place that cites it. */
function citedKeys(): ReadonlyMap<string, string> {
  const cited = new Map<string, string>();
  const files = [
    ...filesOf('src', ['.ts', '.mjs']),
    ...filesOf('notebooks', ['.ipynb']),
    ...filesOf('bench', ['.mjs', '.py', '.ts']),
    path.join(ROOT, 'README.md'),
  ];
  for (const file of files.filter((each) => existsSync(each))) {
    // in a notebook quotes stand escaped within the source of a cell
    for (const [key] of readFileSync(file, 'utf8').replaceAll('\\"', '"').matchAll(KEY)) {
      if (!cited.has(key)) cited.set(key, path.relative(ROOT, file));
    }
  }
  return cited;
}

test('every work that is cited stands in references.bib', () => {
  const works = bibliography();
  const unknown = [...citedKeys()]
    .filter(([key]) => !works.has(key))
    .map(([key, file]) => `${key} (${file})`);
  expect(unknown).toEqual([]);
});

test('every work in references.bib is cited somewhere', () => {
  const cited = citedKeys();
  expect([...bibliography().keys()].filter((key) => !cited.has(key))).toEqual([]);
});

test('every key is made of the first author, the year of the entry and mostly a word', () => {
  for (const { key, year } of bibliography().values()) {
    expect(key).toMatch(new RegExp(`^${FORM}$`));
    expect(/(?:19|20)\d\d/.exec(key)?.[0]).toBe(year);
  }
  expect(bibliography().size).toBeGreaterThan(0);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusPath, sources } from '../../src/pipeline/readers/corpora.js';

/** What a reference program gave, as `bench/oracles` wrote it to `test/golden`. */
export function readGolden<Golden>(name: string): Golden {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')) as Golden;
}

/** The text of a corpus file, by the name a golden file gives it: `<package>@<version>/<path>`, with `+` for a scope's slash. */
export function goldenCorpusText(file: string): string {
  const [folder = '', ...path] = file.split('/');
  const name = folder.slice(0, folder.lastIndexOf('@')).replace('+', '/');
  if (!sources().some((source) => source.name === name))
    throw new Error(`Cannot read "${file}": no such corpus`);
  return readFileSync(join(corpusPath(name), ...path), 'utf8');
}

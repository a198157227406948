import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collocation, type PunktParameters } from './parameters.js';

/**
 * Reads Punkt's parameters from a folder in the `punkt_tab` format: `abbrev_types.txt`, `collocations.tab`,
 * `sent_starters.txt` and `ortho_context.tab`, as NLTK stores them.
 *
 * @throws {Error} If one of the four files cannot be read.
 * @throws {SyntaxError} If a row of the orthographic contexts has no number, or a collocation no second word.
 * @example
 * readPunkt('punkt_tab/english').abbreviations.has('dr') // => true
 */
export function readPunkt(folder: string): PunktParameters {
  const rows = (name: string): string[] => {
    const text = readFileSync(join(folder, name), 'utf8');
    return text === '' ? [] : text.replace(/\n$/, '').split('\n');
  };
  const pairs = (name: string): [string, string][] =>
    rows(name).map((row, at) => {
      const tab = row.lastIndexOf('\t');
      if (tab < 0) {
        throw new SyntaxError(`Cannot read "${join(folder, name)}": a tab is missing (${at + 1}:1)`);
      }
      return [row.slice(0, tab), row.slice(tab + 1)];
    });
  return {
    abbreviations: new Set(rows('abbrev_types.txt')),
    collocations: new Set(pairs('collocations.tab').map(([first, second]) => collocation(first, second))),
    sentenceStarters: new Set(rows('sent_starters.txt')),
    orthography: new Map(
      pairs('ortho_context.tab').map(([type, flags], at) => {
        if (!/^\d+$/.test(flags)) {
          throw new SyntaxError(
            `Cannot read "${join(folder, 'ortho_context.tab')}": "${flags}" is not a number (${at + 1}:1)`,
          );
        }
        return [type, Number(flags)];
      }),
    ),
  };
}

/**
 * Writes Punkt's parameters to a folder in the `punkt_tab` format, sorted, so that equal parameters give equal files.
 *
 * @throws {Error} If the folder cannot be written.
 */
export function writePunkt(folder: string, parameters: PunktParameters): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, rows: Iterable<string>): void => {
    writeFileSync(join(folder, name), [...rows].sort().join('\n'));
  };
  write('abbrev_types.txt', parameters.abbreviations);
  write('collocations.tab', parameters.collocations);
  write('sent_starters.txt', parameters.sentenceStarters);
  write(
    'ortho_context.tab',
    [...parameters.orthography].map(([type, flags]) => `${type}\t${flags}`),
  );
}

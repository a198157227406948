import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Work } from '../render/bibliography.js';
import type { ReferenceCard } from '../runtime/serve/protocol/lesson.js';

/**
 * The works that a folder of notebooks can cite, ready for the page: its own `references.bib`, or that of the folder
 * above it, or this package's.
 */
export async function referenceCards(folder: string): Promise<Readonly<Record<string, ReferenceCard>>> {
  const [{ bibliography, parseBibliography }, { linkOf }] = await Promise.all([
    import('../render/bibliography.js'),
    import('../render/cite.js'),
  ]);
  const own = await readFirst([join(folder, 'references.bib'), join(dirname(folder), 'references.bib')]);
  const works = own === undefined ? bibliography() : parseBibliography(own);
  return Object.fromEntries([...works].map(([key, work]) => [key, card(work, linkOf(work))]));
}

async function readFirst(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}

function card({ authors, others, year, title, venue }: Work, url: string | undefined): ReferenceCard {
  const families = authors.map(({ family }) => family);
  const [first = '', second] = families;
  const many = families.length > 2 || others;
  return {
    label: `${many ? `${first}+` : [first, second].filter(Boolean).join(' & ')} ${year}`,
    authors: many ? `${first} et al.` : families.join(' & '),
    year,
    title,
    ...(venue === '' ? {} : { venue }),
    ...(url === undefined ? {} : { url }),
  };
}

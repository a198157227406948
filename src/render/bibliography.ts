import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageRoot } from '#setup/cache-folder.mjs';
import { latexText } from './latex-text.js';

/** A person or an institution. */
export interface Author {
  /** The name by which it is cited and sorted. */
  readonly family: string;
  readonly given: string;
}

/** One work of the bibliography, its fields as text. */
export interface Work {
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  readonly authors: readonly Author[];
  /** Whether the entry names more authors as "and others". */
  readonly others: boolean;
  readonly year: string;
  /** Where it appeared: journal, proceedings, publisher, or how it was published. */
  readonly venue: string;
  readonly arxiv?: string;
  readonly doi?: string;
  readonly url?: string;
}

/** Works by their keys, in the order of the file. */
export type Bibliography = ReadonlyMap<string, Work>;

interface ParsedEntry {
  readonly citationKey?: string;
  readonly entryType: string;
  readonly entryTags?: Readonly<Record<string, string>>;
}

let cached: { readonly changed: number; readonly works: Bibliography } | undefined;

/** The package's `references.bib`, read once and again when it changes. */
export function bibliography(): Bibliography {
  const file = path.join(packageRoot, 'references.bib');
  const changed = statSync(file).mtimeMs;
  if (cached?.changed !== changed) cached = { changed, works: parseBibliography(readFileSync(file, 'utf8')) };
  return cached.works;
}

/**
 * Reads BibTeX.
 *
 * @throws {SyntaxError} If it cannot be parsed, or a key stands twice, or an entry lacks a title, an author or a year.
 */
export function parseBibliography(bibtex: string): Bibliography {
  const works = new Map<string, Work>();
  for (const entry of parse(bibtex)) {
    const key = entry.citationKey?.trim();
    if (!key || !entry.entryTags) continue;
    if (works.has(key)) throw new SyntaxError(`Cannot read the bibliography: the key "${key}" stands twice`);
    works.set(key, toWork(key, entry.entryType.toLowerCase(), entry.entryTags));
  }
  return works;
}

function parse(bibtex: string): readonly ParsedEntry[] {
  const { toJSON } = createRequire(import.meta.url)('@orcid/bibtex-parse-js') as {
    toJSON(text: string): readonly ParsedEntry[];
  };
  try {
    return toJSON(bibtex);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read the bibliography: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function toWork(key: string, kind: string, tags: Readonly<Record<string, string>>): Work {
  const raw = new Map(Object.entries(tags).map(([name, value]) => [name.trim().toLowerCase(), value]));
  const text = (...names: readonly string[]): string =>
    latexText(names.map((name) => raw.get(name)).find((value) => value) ?? '');
  const { authors, others } = toAuthors(raw.get('author') ?? raw.get('editor') ?? '');
  const year = text('year') || text('date').slice(0, 4);
  const title = text('title');
  for (const [name, value] of Object.entries({ title, author: authors[0]?.family, year })) {
    if (!value) throw new SyntaxError(`Cannot read the bibliography: "${key}" has no ${name}`);
  }
  const arxiv = arxivOf(raw);
  const doi = raw
    .get('doi')
    ?.trim()
    .replace(/^https?:\/\/(dx\.)?doi\.org\//i, '')
    .replace(/\\_/g, '_');
  const url = raw
    .get('url')
    ?.trim()
    .replace(/\\([_%&#~])/g, '$1')
    .replace(/^\\url\{(.*)\}$/, '$1');
  return {
    key,
    kind,
    title,
    authors,
    others,
    year,
    venue: text(
      'journal',
      'booktitle',
      'journaltitle',
      'publisher',
      'institution',
      'school',
      'organization',
      'howpublished',
    ),
    ...(arxiv ? { arxiv } : {}),
    ...(doi ? { doi } : {}),
    ...(url && /^https?:\/\//.test(url) ? { url } : {}),
  };
}

function arxivOf(raw: ReadonlyMap<string, string>): string | undefined {
  const prefix = (raw.get('archiveprefix') ?? raw.get('eprinttype') ?? '').toLowerCase();
  const eprint = raw
    .get('eprint')
    ?.trim()
    .replace(/^arxiv:/i, '');
  if (eprint && (prefix === 'arxiv' || /^\d{4}\.\d{4,5}/.test(eprint))) return eprint;
  return /arxiv(?:\.org\/abs\/|:|\.)\s*(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+\/\d{7})/i.exec(
    [raw.get('journal'), raw.get('url'), raw.get('note'), raw.get('doi')].join(' '),
  )?.[1];
}

/** Names are divided by the word "and" outside of braces; a name all in braces is an institution's. */
function toAuthors(field: string): { readonly authors: readonly Author[]; readonly others: boolean } {
  const names = splitOutside(field.replace(/\s+/g, ' ').trim(), /^\s+and\s+/i);
  const others = names.at(-1)?.toLowerCase() === 'others';
  return { authors: (others ? names.slice(0, -1) : names).filter(Boolean).map(toAuthor), others };
}

function toAuthor(name: string): Author {
  if (/^\{[^{}]*(\{[^{}]*\}[^{}]*)*\}$/.test(name)) return { family: latexText(name), given: '' };
  const [family = '', ...rest] = splitOutside(name, /^\s*,\s*/);
  if (rest.length > 0) return { family: latexText(family), given: latexText(rest.at(-1) ?? '') };
  const words = splitOutside(name, /^\s+/);
  // "van der Berg": the family name begins with the first word in lower case
  const particle = words.findIndex((word, at) => at > 0 && at < words.length - 1 && /^[a-z]/.test(word));
  const at = particle === -1 ? words.length - 1 : particle;
  return { family: latexText(words.slice(at).join(' ')), given: latexText(words.slice(0, at).join(' ')) };
}

function splitOutside(text: string, separator: RegExp): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const found = depth === 0 ? separator.exec(text.slice(at)) : null;
    if (found && found[0].length > 0) {
      parts.push('');
      at += found[0].length;
      continue;
    }
    const sign = text.charAt(at);
    depth += sign === '{' ? 1 : sign === '}' ? -1 : 0;
    parts[parts.length - 1] += sign;
    at += 1;
  }
  return parts.map((part) => part.trim());
}

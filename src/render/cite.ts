import { bibliography, type Bibliography, type Work } from './bibliography.js';
import { display, type Display } from './display.js';
import { escapeHtml } from './escape.js';
import { styled } from './styles.js';

/**
 * Cites works of `references.bib` in running text: "Raffel et al. 2020", linked to the work.
 *
 * @throws {RangeError} If a key is unknown; the message names the nearest known ones.
 * @example
 * cite('raffel2020t5').data['text/plain'] // => 'Raffel et al. 2020'
 */
export function cite(...keys: readonly [string, ...string[]]): Display {
  const works = keys.map((key) => workOf(key, bibliography()));
  return display({
    'text/html': styled(works.map(citeHtml).join(' ')),
    'text/plain': works.map(citeText).join('; '),
  });
}

/**
 * The work of a key.
 *
 * @throws {RangeError} If the key is unknown; the message names the nearest known ones.
 */
export function workOf(key: string, works: Bibliography): Work {
  const work = works.get(key);
  if (work) return work;
  const near = nearKeys(key, [...works.keys()]);
  const advice =
    near.length > 0
      ? `did you mean ${near.map((known) => `"${known}"`).join(' or ')}?`
      : 'add an entry to it';
  throw new RangeError(`Cannot cite "${key}": references.bib has no such key; ${advice}`);
}

/** A work's short name: one author, two, or the first "et al.", and the year. */
export function citeText({ authors, others, year }: Work): string {
  const [first, second] = authors.map(({ family }) => family);
  const names =
    authors.length === 2 && !others
      ? `${first} & ${second}`
      : authors.length === 1 && !others
        ? first
        : `${first} et al.`;
  return `${names} ${year}`;
}

/** The citation as HTML: a link to the work where it has one. */
export function citeHtml(work: Work): string {
  const link = linkOf(work);
  const title = `title="${escapeHtml(work.title)}"`;
  const text = escapeHtml(citeText(work));
  return link === undefined
    ? `<span class="lx-cite" ${title}>${text}</span>`
    : `<a class="lx-cite" href="${escapeHtml(link)}" ${title} rel="noopener noreferrer">${text}</a>`;
}

/** Where a work can be read: arXiv, its DOI, or its own address. */
export function linkOf({ arxiv, doi, url }: Work): string | undefined {
  if (arxiv) return `https://arxiv.org/abs/${encodeURI(arxiv)}`;
  return doi ? `https://doi.org/${encodeURI(doi)}` : url;
}

/** Known keys that share a long part or most letter pairs with an unknown one, nearest first. */
function nearKeys(key: string, known: readonly string[]): readonly string[] {
  const wanted = pairs(key);
  const likeness = (other: string): number => {
    const theirs = pairs(other);
    const shared = [...wanted].filter((pair) => theirs.has(pair)).length;
    return (2 * shared) / (wanted.size + theirs.size || 1);
  };
  return known
    .map((other) => ({ other, like: likeness(other) }))
    .filter(({ like }) => like >= 0.4)
    .sort((a, b) => b.like - a.like || (a.other < b.other ? -1 : 1))
    .slice(0, 3)
    .map(({ other }) => other);
}

function pairs(word: string): ReadonlySet<string> {
  const lower = word.toLowerCase();
  return new Set(Array.from({ length: Math.max(0, lower.length - 1) }, (_, at) => lower.slice(at, at + 2)));
}

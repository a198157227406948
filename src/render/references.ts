import { bibliography, type Author, type Work } from './bibliography.js';
import { workOf } from './cite.js';
import { display, type Display } from './display.js';
import { escapeHtml } from './escape.js';
import { styled } from './styles.js';

/**
 * Lists works of `references.bib` in full, by the first author's name and the year, each with links to arXiv and DOI.
 *
 * @param keys the works to list; all of the bibliography by default
 * @throws {RangeError} If a key is unknown; the message names the nearest known ones.
 * @example
 * references(['raffel2020t5', 'penedo2024fineweb'])
 */
export function references(keys?: readonly string[]): Display {
  const all = bibliography();
  const works = keys === undefined ? [...all.values()] : [...new Set(keys)].map((key) => workOf(key, all));
  const sorted = [...works].sort((a, b) => compare(sortKey(a), sortKey(b)));
  return display({
    'text/html': styled(`<ul class="lx-references">\n${sorted.map(referenceHtml).join('\n')}\n</ul>`),
    'text/plain': sorted.length === 0 ? 'no references' : sorted.map(referenceText).join('\n'),
  });
}

/** One work in full as text. */
export function referenceText(work: Work): string {
  const parts = [
    `${authorsText(work)} (${work.year}). ${sentence(work.title)}`,
    work.venue && !isArxivVenue(work) ? sentence(work.venue) : '',
  ];
  const link = work.arxiv ? `arXiv:${work.arxiv}` : work.doi ? `doi:${work.doi}` : work.url;
  return [...parts, link].filter(Boolean).join(' ');
}

function referenceHtml(work: Work): string {
  const venue = work.venue && !isArxivVenue(work) ? ` ${escapeHtml(sentence(work.venue))}` : '';
  const links = [
    work.arxiv && [`https://arxiv.org/abs/${encodeURI(work.arxiv)}`, `arXiv ${work.arxiv}`],
    work.doi && [`https://doi.org/${encodeURI(work.doi)}`, 'doi'],
    work.url && !work.arxiv && !work.doi && [work.url, hostOf(work.url)],
  ].filter((link): link is [string, string] => Array.isArray(link));
  const linked = links
    .map(([href, name]) => ` <a href="${escapeHtml(href)}" rel="noopener noreferrer">${escapeHtml(name)}</a>`)
    .join('');
  return `<li id="ref-${escapeHtml(work.key)}">${escapeHtml(authorsText(work))} (${escapeHtml(work.year)}). <i>${escapeHtml(sentence(work.title))}</i>${venue}${linked}</li>`;
}

/** Up to six authors in full; of more the first three and "et al." */
function authorsText({ authors, others }: Work): string {
  const names = authors.map(nameOf);
  if (others || names.length > 6) return `${names.slice(0, others ? 6 : 3).join(', ')} et al.`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function nameOf({ family, given }: Author): string {
  return given === '' ? family : `${given} ${family}`;
}

function isArxivVenue({ arxiv, venue }: Work): boolean {
  return arxiv !== undefined && /arxiv/i.test(venue);
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

// accents do not move a name, and the order does not depend on the machine's locale
function sortKey({ authors, year, title }: Work): string {
  return `${authors[0]?.family ?? ''} ${year} ${title}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { LessonCell, ReferenceCard } from '../runtime/serve/protocol/lesson.js';
import { el } from './dom.js';
import { cellNumber, type Page } from './page.js';
import { say } from './words.js';

/** Pixels between two notes. */
const gap = 20;

/**
 * The notes that stand beside a cell: the works it cites, each level with its mention, and the names that tie it to others.
 *
 * @param cited - The works that have a note further up, and get a short one here; those of this cell are added.
 */
export function notesFor(
  page: Page,
  cell: LessonCell,
  element: HTMLElement,
  cited: Set<string>,
): HTMLElement[] {
  const inline = new Map<string, HTMLElement>();
  for (const link of element.querySelectorAll<HTMLElement>('a.cite')) {
    const key = link.getAttribute('href')?.replace('#cite-', '') ?? '';
    if (!inline.has(key)) inline.set(key, link);
  }
  const keys = new Set([...inline.keys(), ...(cell.lesson.cites ?? [])]);
  const notes = [...keys].flatMap((key) => {
    const card = page.references.get(key);
    if (!card) return [];
    const note = cited.has(key) ? shortNote(card) : citeNote(key, card);
    cited.add(key);
    const mention = inline.get(key);
    if (mention) {
      levels.set(note, mention);
      mention.addEventListener('pointerenter', () => note.classList.add('lit'));
      mention.addEventListener('pointerleave', () => note.classList.remove('lit'));
    }
    return [note];
  });
  return cell.kind === 'code' ? [...notes, namesNote(page, cell)] : notes;
}

/** The mention that a note stands level with. */
const levels = new WeakMap<HTMLElement, HTMLElement>();

function citeNote(key: string, { label, authors, year, title, venue, url }: ReferenceCard): HTMLElement {
  const who = authors === '' ? label : `${authors} ${year}`;
  const sameVenue = /arxiv/i.test(venue ?? '') && /arxiv\.org/.test(url ?? '');
  const safe = url !== undefined && /^https?:\/\//.test(url);
  return el(
    'aside',
    { class: 'note', id: `cite-${key}`, 'aria-label': `Reference: ${label}` },
    el('b', { text: who }),
    el('span', { class: 'note-title', text: title }),
    venue === undefined || sameVenue ? undefined : el('span', { class: 'note-venue', text: venue }),
    safe
      ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', text: shortAddress(url) })
      : undefined,
  );
}

/** A work that has been told of above. */
function shortNote({ label, title, url }: ReferenceCard): HTMLElement {
  const safe = url !== undefined && /^https?:\/\//.test(url);
  return el(
    'aside',
    { class: 'note note-short', 'aria-label': `Reference: ${label}`, title },
    el('span', { class: 'note-label', text: label }),
    safe ? ' ' : undefined,
    safe
      ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', text: shortAddress(url) })
      : undefined,
  );
}

function shortAddress(url: string): string {
  const arxiv = /arxiv\.org\/(?:abs|pdf)\/([\w.-]+?)(?:v\d+)?(?:\.pdf)?$/.exec(url)?.[1];
  if (arxiv !== undefined) return `arXiv ${arxiv}`;
  return url
    .replace(/^https?:\/\/(?:www\.|doi\.org\/)?/, '')
    .replace(/\/$/, '')
    .slice(0, 40);
}

/** What the current cell defines and needs; seen only beside the current cell. */
function namesNote(page: Page, cell: LessonCell): HTMLElement {
  const note = el('aside', { class: 'note names', 'aria-label': `Names of cell ${cellNumber(page, cell)}` });
  const fill = () => {
    const now = page.store.cell(cell.id) ?? cell;
    const { defines, needs } = now;
    note.hidden = defines.length + needs.length === 0;
    note.replaceChildren(
      ...(needs.length > 0
        ? [
            el('h3', { text: `${say('needs')}` }),
            el(
              'ul',
              {},
              ...needs.slice(0, 14).map((need) => {
                const from = page.store.cell(need.cell);
                const link = el('a', { href: `#${need.cell}`, text: from ? cellNumber(page, from) : '' });
                return el('li', {}, el('code', { text: need.name }), link);
              }),
            ),
          ]
        : []),
      ...(defines.length > 0
        ? [
            el('h3', { text: say('defines') }),
            el('ul', {}, ...defines.slice(0, 14).map((name) => el('li', {}, el('code', { text: name })))),
          ]
        : []),
    );
  };
  fill();
  page.store.listen((event) => {
    if (event.kind === 'cell' && event.id === cell.id && (event.change.needs ?? event.change.defines)) fill();
  });
  return note;
}

/**
 * Sets every note level with what it speaks of, or below the note above it where that one is in the way. Everything is
 * measured before anything is set, so that the page is laid out once.
 */
export function arrangeNotes(main: HTMLElement): void {
  const notes = [...main.querySelectorAll<HTMLElement>('.note:not(.names)')];
  const first = notes[0];
  // in a narrow window notes stand in the text
  if (!first || getComputedStyle(first).position !== 'absolute') return;
  let free = -Infinity;
  const places = notes.map((note): [HTMLElement, number] => {
    const row = note.parentElement?.getBoundingClientRect().top ?? 0;
    const level = levels.get(note)?.getBoundingClientRect().top ?? row + 10;
    const top = Math.max(level - 4, free);
    free = top + note.offsetHeight + gap;
    return [note, top - row];
  });
  for (const [note, top] of places) note.style.top = `${Math.round(top)}px`;
}

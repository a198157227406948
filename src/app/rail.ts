import type { Contents, ContentsEntry } from '../runtime/serve/protocol/lesson.js';
import { el } from './dom.js';
import { readAddress } from './lesson-view.js';
import type { LessonStore } from './lesson-store.js';
import { currentLanguage, say } from './words.js';

/** The contents: every notebook with its progress and minutes, under the open one its headings. */
export class Rail {
  readonly #element: HTMLElement;
  readonly #store: LessonStore;
  #contents: Contents = { title: '', entries: [] };
  #path: string | undefined;

  constructor(element: HTMLElement, store: LessonStore) {
    this.#element = element;
    this.#store = store;
  }

  /** Draws the contents with one notebook open. */
  draw(contents: Contents, path: string | undefined): void {
    this.#contents = contents;
    this.#path = path;
    const parts = new Map<string, ContentsEntry[]>();
    for (const entry of contents.entries) {
      const part = entry.part ?? contents.title;
      parts.set(part, [...(parts.get(part) ?? []), entry]);
    }
    const scroll = this.#element.scrollTop;
    this.#element.replaceChildren(
      ...[...parts].flatMap(([part, entries]) => [
        el('h2', { text: part === '' ? say('contents') : part }),
        el('ul', {}, ...entries.map((entry) => this.#item(entry))),
      ]),
    );
    this.#element.scrollTop = scroll;
    if (scroll === 0) this.#element.querySelector('.on')?.scrollIntoView({ block: 'nearest' });
    this.progress();
  }

  /** Follows the progress in the open notebook. */
  progress(): void {
    const { lesson } = this.#store;
    const ring = this.#element.querySelector<HTMLElement>('.on .ring');
    const entry = this.#contents.entries.find(({ path }) => path === this.#path);
    if (ring && entry && lesson && lesson.path === this.#path)
      setRing(ring, lesson.seen.length, lesson.cells.length);
    const seen = new Set(lesson?.seen);
    const headings = [...this.#element.querySelectorAll<HTMLElement>('.headings a')];
    for (const link of headings) link.classList.toggle('seen', seen.has(link.dataset['target'] ?? ''));
  }

  /** Marks the heading under which the reader is. */
  at(cell: string | undefined): void {
    for (const link of this.#element.querySelectorAll<HTMLElement>('.headings a')) {
      const here = link.dataset['target'] === cell;
      link.classList.toggle('here', here);
      if (here) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  }

  #item(entry: ContentsEntry): HTMLElement {
    const open = entry.path === this.#path;
    const chinese = currentLanguage() === 'zh';
    const ring = el('span', { class: 'ring', 'aria-hidden': 'true' });
    setRing(ring, entry.seen, entry.cells);
    const percent =
      entry.cells === 0 ? 0 : Math.round((100 * Math.min(entry.seen, entry.cells)) / entry.cells);
    const link = el(
      'a',
      {
        href: readAddress(entry.path),
        class: `entry${open ? ' on' : ''}${entry.problem === undefined ? '' : ' broken'}`,
        'aria-current': open ? 'page' : undefined,
        title: entry.problem ?? `${percent} % read`,
      },
      ring,
      el('span', { class: 'entry-title', text: (chinese ? entry.zh : undefined) ?? entry.title }),
      entry.problem === undefined
        ? el('span', {
            class: 'minutes',
            text: String(entry.minutes),
            'aria-label': `${entry.minutes} ${say('minutes')}`,
          })
        : el('span', { class: 'minutes', text: '!' }),
    );
    if (!open || entry.headings.length === 0) return el('li', {}, link);
    const headings = entry.headings.map(({ text, zh, cell }) =>
      el(
        'li',
        {},
        el('a', { href: `#${cell}`, 'data-target': cell, text: (chinese ? zh : undefined) ?? text }),
      ),
    );
    return el('li', {}, link, el('ul', { class: 'headings' }, ...headings));
  }
}

function setRing(ring: HTMLElement, seen: number, all: number): void {
  const share = all === 0 ? 0 : Math.min(seen / all, 1);
  ring.classList.toggle('done', share > 0.95);
  ring.classList.toggle('half', share > 0 && share <= 0.95);
  ring.style.setProperty('--share', `${Math.round(share * 100)}%`);
}

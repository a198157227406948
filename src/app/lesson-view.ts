import type { ContentsEntry, LessonEvent } from '../runtime/serve/protocol/lesson.js';
import type { CellView } from './cell-view.js';
import { CodeCell } from './code-cell.js';
import { el } from './dom.js';
import { arrangeNotes, notesFor } from './margin.js';
import { MarkdownCell } from './markdown-cell.js';
import type { Page } from './page.js';
import { say } from './words.js';

/** The middle and right columns: the cells of the lesson, each with its notes beside it. */
export class LessonView {
  readonly #page: Page;
  readonly #main: HTMLElement;
  #views = new Map<string, CellView>();
  #current: string | undefined;
  #entry: ContentsEntry | undefined;

  constructor(page: Page, main: HTMLElement) {
    this.#page = page;
    this.#main = main;
    const arrange = () => arrangeNotes(main);
    new ResizeObserver(arrange).observe(main);
    void document.fonts.ready.then(arrange);
  }

  /** The view of a cell. */
  view(id: string): CellView | undefined {
    return this.#views.get(id);
  }

  /** The current cell's id. */
  get current(): string | undefined {
    return this.#current;
  }

  /** Draws the whole lesson. The place on the page is kept, and so is an editor whose text is not sent yet. */
  draw(entry: ContentsEntry | undefined, neighbours: readonly (ContentsEntry | undefined)[]): void {
    const { store } = this.#page;
    const ids = store.cells.map((cell) => cell.id).join(' ');
    if (ids === [...this.#views.keys()].join(' ') && this.#main.querySelector('.cells')) {
      // the same cells: each follows, none is made anew, nothing jumps
      for (const cell of store.cells) this.#views.get(cell.id)?.update(cell);
      return;
    }
    const current = this.#current;
    this.#current = undefined;
    this.#views = new Map();
    const cited = new Set<string>();
    const cells = el('div', { class: 'cells' });
    for (const cell of store.cells) {
      if (cell.kind === 'raw') continue;
      const view = cell.kind === 'code' ? new CodeCell(this.#page, cell) : new MarkdownCell(this.#page, cell);
      this.#views.set(cell.id, view);
      const row = el('div', { class: `row row-${cell.kind}` }, view.element);
      row.append(...notesFor(this.#page, cell, view.element, cited));
      row.addEventListener('pointerdown', () => this.goTo(cell.id, { scroll: false }));
      row.addEventListener('focusin', () => this.goTo(cell.id, { scroll: false }));
      cells.append(row);
    }
    this.#entry = entry;
    this.#addTitle(cells);
    this.#main.replaceChildren(cells, this.#footer(neighbours));
    if (current !== undefined) this.goTo(current, { scroll: false });
  }

  /** Follows an event. */
  follow(event: LessonEvent): void {
    if (event.kind === 'cell' || event.kind === 'outputs' || event.kind === 'append') {
      const cell = this.#page.store.cell(event.id);
      if (cell) this.#views.get(event.id)?.update(cell, event);
    } else if (event.kind === 'progress') {
      for (const cell of this.#page.store.cells) {
        if (cell.kind === 'markdown') this.#views.get(cell.id)?.update(cell, event);
        else this.#views.get(cell.id)?.update(cell, { kind: 'cell', id: cell.id, change: {} });
      }
    }
  }

  /** Draws prose and words anew in the language of the page. */
  translate(): void {
    const cited = new Set<string>();
    for (const cell of this.#page.store.cells) {
      const view = this.#views.get(cell.id);
      view?.update(cell, { kind: 'cell', id: cell.id, change: {} });
      const row = view?.element.parentElement;
      if (!row || !view) continue;
      for (const note of row.querySelectorAll('.note')) note.remove();
      row.append(...notesFor(this.#page, cell, view.element, cited));
    }
    this.#addTitle(this.#main);
    arrangeNotes(this.#main);
  }

  /** Makes a cell the current one, and brings it into sight. */
  goTo(id: string, { focus = false, scroll = true }: { focus?: boolean; scroll?: boolean } = {}): void {
    const view = this.#views.get(id);
    if (!view) return;
    if (this.#current !== id) {
      if (this.#current !== undefined) this.#views.get(this.#current)?.element.classList.remove('now');
      this.#current = id;
      view.element.classList.add('now');
    }
    if (scroll) intoSight(view.element);
    if (focus) {
      view.element.tabIndex = -1;
      view.element.focus({ preventScroll: true });
    }
  }

  /** The cell before or after the current one; where none is current or it is out of sight, the first in sight. */
  neighbour(step: 1 | -1): string | undefined {
    const ids = [...this.#views.keys()];
    const at = this.#current === undefined ? -1 : ids.indexOf(this.#current);
    const element = at < 0 ? undefined : this.#views.get(ids[at] ?? '')?.element;
    const rect = element?.getBoundingClientRect();
    if (rect && rect.bottom > 52 && rect.top < innerHeight) return ids[at + step];
    return (
      ids.find((id) => (this.#views.get(id)?.element.getBoundingClientRect().bottom ?? 0) > 120) ?? ids[0]
    );
  }

  /** Sends what was typed anywhere and not sent yet. */
  flush(): void {
    for (const view of this.#views.values()) view.flush?.();
  }

  /** Sets the line over the title, and the first paragraph under it apart. */
  #addTitle(cells: HTMLElement): void {
    const entry = this.#entry;
    const title = cells.querySelector('h1');
    if (!title) return;
    title.closest('.row')?.classList.add('row-title');
    const { section } = this.#page;
    const parts = [
      section === '' ? undefined : say('section').replace('#', section),
      entry && entry.minutes > 0 ? `${entry.minutes} ${say('minutes')}` : undefined,
    ];
    title.closest('.prose')?.setAttribute('data-kicker', parts.filter(Boolean).join(' · '));
  }

  #footer([before, after]: readonly (ContentsEntry | undefined)[]): HTMLElement {
    const link = (entry: ContentsEntry | undefined, word: 'previous' | 'next') =>
      entry
        ? el(
            'a',
            { class: `turn turn-${word}`, href: readAddress(entry.path) },
            el('small', { text: say(word) }),
            entry.title,
          )
        : el('span');
    return el('footer', { class: 'turns' }, link(before, 'previous'), link(after, 'next'));
  }
}

/** The page's address of a notebook. */
export function readAddress(path: string): string {
  return `/read/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Scrolls no more than is needed; a cell that does not fit begins under the head. */
function intoSight(element: HTMLElement): void {
  const rect = element.getBoundingClientRect();
  const top = 52 + 28;
  const fits = rect.height < innerHeight - top - 40;
  if (rect.top >= top && (rect.bottom <= innerHeight - 40 || (!fits && rect.top < innerHeight * 0.4))) return;
  const quiet =
    matchMedia('(prefers-reduced-motion: reduce)').matches || Math.abs(rect.top - top) > 2 * innerHeight;
  const target =
    fits && rect.top > innerHeight / 2
      ? Math.min(rect.top - top, rect.bottom - innerHeight + innerHeight * 0.3)
      : rect.top - top;
  scrollBy({ top: Math.max(target, fits ? -Infinity : rect.top - top), behavior: quiet ? 'auto' : 'smooth' });
}

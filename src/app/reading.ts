import { byId } from './dom.js';

/** Whom the reading position tells. */
export interface ReadingOptions {
  /** Cells that were read to their end since the last call. */
  readonly onSeen: (ids: readonly string[]) => void;
  /** The cell at the top of the window. */
  readonly onPlace: (id: string | undefined) => void;
}

/** Follows the reading: the line at the top of the page, the place in the contents, and which cells were read. */
export class Reading {
  readonly #options: ReadingOptions;
  readonly #observer: IntersectionObserver;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #known = new Set<string>();
  #fresh: string[] = [];
  #sending: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ReadingOptions) {
    this.#options = options;
    // a cell is read when its end has stood in the window for a moment
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting, boundingClientRect } of entries) {
          const id = (target as HTMLElement).dataset['cell'] ?? '';
          clearTimeout(this.#waiting.get(id));
          if (isIntersecting || (boundingClientRect.bottom > 0 && boundingClientRect.bottom < innerHeight)) {
            this.#waiting.set(
              id,
              setTimeout(() => this.#read(id, target), 900),
            );
          }
        }
      },
      { threshold: [0, 0.5, 1] },
    );
    let asked = false;
    addEventListener(
      'scroll',
      () => {
        if (asked) return;
        asked = true;
        requestAnimationFrame(() => {
          asked = false;
          this.#scrolled();
        });
      },
      { passive: true },
    );
  }

  /** Watches the cells of a lesson, of which some were read before. */
  watch(cells: Iterable<HTMLElement>, seen: readonly string[]): void {
    this.#observer.disconnect();
    this.#known.clear();
    for (const id of seen) this.#known.add(id);
    for (const cell of cells) this.#observer.observe(cell);
    requestAnimationFrame(() => this.#scrolled());
  }

  #read(id: string, target: Element): void {
    const { bottom } = target.getBoundingClientRect();
    if (this.#known.has(id) || bottom > innerHeight + 40 || document.visibilityState !== 'visible') return;
    this.#known.add(id);
    this.#fresh.push(id);
    clearTimeout(this.#sending);
    this.#sending = setTimeout(() => this.#options.onSeen(this.#fresh.splice(0)), 600);
  }

  #scrolled(): void {
    const all = document.documentElement.scrollHeight - innerHeight;
    byId('bar').style.setProperty('--read', `${all <= 0 ? 100 : (100 * scrollY) / all}%`);
    const cells = [...document.querySelectorAll<HTMLElement>('[data-cell]')];
    const here = cells.findLast((cell) => cell.getBoundingClientRect().top < innerHeight * 0.35) ?? cells[0];
    this.#options.onPlace(here?.dataset['cell']);
  }
}

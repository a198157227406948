import type { LessonCell } from '../runtime/serve/protocol/lesson.js';
import { el } from './dom.js';
import { outputView } from './output-view.js';
import type { Page } from './page.js';
import { predictOutput, questionFor } from './predict.js';
import { say } from './words.js';

/** What stands under a cell's code. Of what a running cell writes, only what is new is drawn. */
export class OutputArea {
  readonly element: HTMLElement;
  readonly #page: Page;
  #pending: { cell: LessonCell; at: number } | undefined;

  constructor(page: Page, cell: LessonCell) {
    this.#page = page;
    this.element = el('div', { class: 'outputs', role: 'group', 'aria-label': 'Output' });
    this.mark(cell);
  }

  /** Draws the outputs from number `at` on; in the next frame, however often it is asked. */
  show(cell: LessonCell, at: number): void {
    if (this.#pending) {
      this.#pending = { cell, at: Math.min(at, this.#pending.at) };
      return;
    }
    this.#pending = { cell, at };
    // the first drawing is part of the page's own
    if (!this.element.isConnected) this.#draw();
    else requestAnimationFrame(() => this.#draw());
  }

  /** Adds text to the stream at a number. */
  append(cell: LessonCell, at: number, text: string): void {
    const view = this.element.children[at];
    const before = view?.textContent ?? '';
    const plain = view instanceof HTMLPreElement && before.length < 20_000 && !text.includes('\x1b');
    if (this.#pending || !plain || (before + text).split('\n').length > 300) return this.show(cell, at);
    const end = view.scrollHeight - view.scrollTop - view.clientHeight < 30;
    view.append(text);
    if (end) view.scrollTop = view.scrollHeight;
  }

  /** Shows whether the output waits for a prediction, is being made anew, or is stale. */
  mark(cell: LessonCell): void {
    this.element.classList.toggle('is-old', cell.status === 'running' || cell.status === 'queued');
    const question = questionFor(this.#page.store, cell.id);
    const covered =
      question !== undefined &&
      this.#page.store.lesson?.answers[question.id] === undefined &&
      cell.outputs.length > 0;
    const cover = this.element.previousElementSibling?.classList.contains('cover')
      ? this.element.previousElementSibling
      : undefined;
    this.element.hidden = covered;
    if (!covered) return void cover?.remove();
    if (cover || !question) return;
    const reveal = () =>
      this.#page.send({ kind: 'answer', cell: question.id, choice: question.kind === 'code' ? 0 : 999 });
    this.element.before(
      el(
        'div',
        { class: 'cover' },
        el('p', { text: say('predictFirst') }),
        el('button', { class: 'pill', text: say('reveal'), onclick: reveal }),
      ),
    );
  }

  #draw(): void {
    const { cell, at } = this.#pending ?? {};
    this.#pending = undefined;
    if (!cell || at === undefined) return;
    const page = this.#page;
    const now = page.store.cell(cell.id) ?? cell;
    const options = { base: page.base, label: (key: string) => page.references.get(key)?.label };
    // the height is held while a drawing takes the place of another, so that what is read below does not jump
    const height = this.element.offsetHeight;
    if (at === 0 && height > 0) this.element.style.minHeight = `${height}px`;
    while (this.element.children.length > at) this.element.lastElementChild?.remove();
    for (const output of now.outputs.slice(this.element.children.length)) {
      const view = outputView(output, options);
      predictOutput(page, cell.id, view);
      this.element.append(view);
    }
    setTimeout(() => this.element.style.removeProperty('min-height'), 400);
    if (!this.element.isConnected) this.element.style.removeProperty('min-height');
    this.mark(now);
  }
}

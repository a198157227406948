import type { LessonCell, LessonEvent } from '../runtime/serve/protocol/lesson.js';
import type { CellView } from './cell-view.js';
import { el } from './dom.js';
import { renderMarkdown } from './markdown.js';
import type { Page } from './page.js';
import { choicesInto } from './predict.js';
import { currentLanguage } from './words.js';

/** A cell of prose, in the language of the page where it has one. */
export class MarkdownCell implements CellView {
  readonly element: HTMLElement;
  readonly id: string;
  readonly #page: Page;
  #shown = '';

  constructor(page: Page, cell: LessonCell) {
    this.#page = page;
    this.id = cell.id;
    const predict = cell.lesson.role === 'predict';
    this.element = el('div', {
      class: predict ? 'prose predict' : 'prose',
      id: `cell-${cell.id}`,
      'data-cell': cell.id,
      tabindex: -1,
    });
    this.update(cell);
  }

  /** Shows the text as it is now. */
  update(cell: LessonCell, _event?: LessonEvent): void {
    const { zh } = cell.lesson;
    const chinese = currentLanguage() === 'zh' && zh !== undefined;
    const text = chinese ? zh : cell.source;
    const answer = this.#page.store.lesson?.answers[cell.id];
    const state = `${text}\n${currentLanguage()} ${answer ?? ''}`;
    if (state === this.#shown) return;
    this.#shown = state;
    const { base, references } = this.#page;
    this.element.replaceChildren(renderMarkdown(text, { base, label: (key) => references.get(key)?.label }));
    if (chinese) this.element.lang = 'zh-Hans';
    else this.element.removeAttribute('lang');
    if (cell.lesson.role === 'predict') choicesInto(this.#page, cell, this.element);
    for (const heading of this.element.querySelectorAll('h1, h2, h3, h4')) {
      const anchor = el('a', {
        class: 'anchor',
        href: `#${cell.id}`,
        'aria-label': 'Link to this heading',
        text: '#',
      });
      heading.append(anchor);
    }
  }
}

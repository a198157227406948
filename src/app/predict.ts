import type { LessonCell } from '../runtime/serve/protocol/lesson.js';
import { el } from './dom.js';
import type { LessonStore } from './lesson-store.js';
import type { Page } from './page.js';
import { say } from './words.js';

/**
 * The predict cell whose answer uncovers a code cell's output: the cell itself, or the prose right above it.
 * Undefined where nothing is to be predicted.
 */
export function questionFor(store: LessonStore, id: string): LessonCell | undefined {
  const at = store.cells.findIndex((cell) => cell.id === id);
  const cell = store.cells[at];
  if (!cell || cell.kind !== 'code') return undefined;
  const above = store.cells[at - 1];
  if (above?.kind === 'markdown' && above.lesson.role === 'predict') return above;
  // a question that the cell's own output asks uncovers itself
  return cell.lesson.role === 'predict' && !asksItself(cell) ? cell : undefined;
}

function asksItself(cell: LessonCell): boolean {
  return cell.outputs.some(
    (output) => 'data' in output && String(output.data['text/html'] ?? '').includes('lx-predict'),
  );
}

/** Turns the list of a predict cell's prose into choices; the text is a question in Markdown that reads well anywhere. */
export function choicesInto(page: Page, cell: LessonCell, prose: HTMLElement): void {
  const list = [...prose.querySelectorAll('ul, ol')].at(-1);
  if (!list) return;
  const texts = [...list.children].map((item) =>
    (item.textContent ?? '').replace(/^\s*\[[ x]\]\s*/i, '').trim(),
  );
  const given = page.store.lesson?.answers[cell.id];
  const buttons = texts.map((text, index) => choiceButton(page, cell.id, text, index, given));
  const place = el('div', { class: 'choices', role: 'group', 'aria-label': 'Your prediction' }, ...buttons);
  list.replaceWith(place);
  if (given === undefined) return;
  const { answer } = cell.lesson;
  const word = answer === undefined || given >= texts.length ? 'noted' : answer === given ? 'right' : 'wrong';
  place.after(el('p', { class: `verdict verdict-${word}`, role: 'status', text: say(word) }));
}

/** Turns a question that a cell's output asks (class `lx-predict`) into choices; its answer opens when one is made. */
export function predictOutput(page: Page, id: string, view: HTMLElement): void {
  const question = view.querySelector<HTMLElement>('.lx-predict');
  const list = question?.querySelector('ul');
  const details = question?.querySelector('details');
  if (!question || !list || !details) return;
  const given = page.store.lesson?.answers[id];
  const right = [...list.children].findIndex((item) => item.classList.contains('lx-right'));
  const buttons = [...list.children].map((item, index) =>
    choiceButton(page, id, (item.textContent ?? '').trim(), index, given),
  );
  const answered = (choice: number): void => {
    for (const [index, button] of buttons.entries()) {
      button.classList.toggle('on', index === choice);
      button.classList.toggle('is-right', index === right);
      button.classList.toggle('is-wrong', index === choice && right !== -1 && choice !== right);
    }
    details.hidden = false;
    details.open = true;
  };
  for (const [index, button] of buttons.entries()) button.addEventListener('click', () => answered(index));
  list.replaceWith(
    el('div', { class: 'choices', role: 'group', 'aria-label': 'Your prediction' }, ...buttons),
  );
  details.hidden = true;
  if (given !== undefined) answered(given);
}

function choiceButton(
  page: Page,
  id: string,
  text: string,
  choice: number,
  given: number | undefined,
): HTMLButtonElement {
  return el('button', {
    class: given === choice ? 'pill on' : 'pill',
    'aria-pressed': String(given === choice),
    text,
    onclick: () => page.send({ kind: 'answer', cell: id, choice }),
  });
}

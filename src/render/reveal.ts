import { display, type Display } from './display.js';
import { escapeHtml } from './escape.js';
import { paragraphs, wrap } from './plain-text.js';
import { kindOf } from './rows.js';
import { styled } from './styles.js';

/** A question to think about before its answer is seen. */
export interface RevealOptions {
  readonly question: string;
  /** What one may choose from. @default none, an open question */
  readonly options?: readonly string[];
  /** The right option, by its place (from 0) or its words; or the answer to an open question. */
  readonly answer: number | string;
  /** Why it is so. */
  readonly why: string;
}

/**
 * Asks before it tells: a question, its options, and the answer with its reason behind a fold. Where scripts are stripped the fold is
 * the browser's own; a page may let the reader choose first (classes `lx-predict`, `lx-option`, `lx-right`, `lx-answer`).
 *
 * @throws {TypeError} If the question, the answer or the reason is missing.
 * @throws {RangeError} If the answer is none of the options.
 * @example
 * reveal({ question: 'More or fewer?', options: ['more', 'fewer'], answer: 'fewer', why: 'Each band asks for more.' })
 */
export function reveal({ question, options = [], answer, why }: RevealOptions): Display {
  for (const [name, value] of Object.entries({ question, why })) {
    if (typeof value !== 'string' || value.trim() === '') {
      throw new TypeError(`Cannot ask: ${name} must be a text, current value is ${kindOf(value)}`);
    }
  }
  const right = typeof answer === 'number' ? answer : options.indexOf(answer);
  if (
    options.length > 0 ? options[right] === undefined : typeof answer !== 'string' || answer.trim() === ''
  ) {
    throw new RangeError(
      `Cannot ask: the answer must be ${options.length > 0 ? `one of ${options.map((option) => `"${option}"`).join(', ')}` : 'a text'}, current value is ${kindOf(answer)}`,
    );
  }
  const told = options[right] ?? String(answer);
  const items = options.map(
    (option, at) => `<li class="lx-option${at === right ? ' lx-right' : ''}">${escapeHtml(option)}</li>`,
  );
  const html = [
    `<p class="lx-question"><b>Predict.</b> ${escapeHtml(question)}</p>`,
    items.length > 0 && `<ul class="lx-options">\n${items.join('\n')}\n</ul>`,
    `<details><summary>Reveal the answer</summary><p class="lx-answer"><b>${escapeHtml(told)}</b> — ${escapeHtml(why)}</p></details>`,
  ];
  const letters = options
    .map((option, at) => `  ${String.fromCharCode(97 + (at % 26))}) ${option}`)
    .join('\n');
  return display({
    'text/html': styled(html.filter(Boolean).join('\n'), 'lx-predict'),
    'text/plain': paragraphs(wrap(`Predict. ${question}`), letters, wrap(`Answer: ${told} — ${why}`)),
  });
}

import { parser } from '@lezer/javascript';
import { classHighlighter, highlightTree } from '@lezer/highlight';
import { el } from './dom.js';

const typescript = parser.configure({ dialect: 'ts' });

/**
 * Shows TypeScript in colours without an editor: the same parser and the same classes (`tok-…`) as the editor's, so that
 * nothing changes when one takes its place.
 */
export function highlightInto(place: HTMLElement, code: string): void {
  const parts: (Node | string)[] = [];
  let at = 0;
  // a text so long is no lesson's code; colours are not worth the wait
  if (code.length < 100_000) {
    highlightTree(typescript.parse(code), classHighlighter, (from, to, classes) => {
      if (from > at) parts.push(code.slice(at, from));
      parts.push(el('span', { class: classes, text: code.slice(from, to) }));
      at = to;
    });
  }
  parts.push(code.slice(at));
  place.replaceChildren(...parts);
}

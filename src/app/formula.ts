import katex from 'katex';
import { byId, el } from './dom.js';

let styled = false;

/** Sets a formula in TeX notation into an element; one that cannot be read stays as it was written. */
export function renderFormula(place: HTMLElement, source: string, display: boolean): void {
  if (!styled) {
    styled = true;
    document.head.append(el('link', { rel: 'stylesheet', href: byId('app').dataset['formulas'] }));
  }
  katex.render(source, place, {
    displayMode: display,
    throwOnError: false,
    trust: false,
    maxExpand: 200,
    maxSize: 20,
  });
}

import { display, type Display } from './display.js';
import { escapeHtml } from './escape.js';
import { formatNumber } from './numbers.js';
import { show, type Shown } from './show.js';
import { styled } from './styles.js';

/** A bar that shows how far a long piece of work is. */
export interface Progress {
  /** Shows that `done` are done; called often it shows only what can be seen to change. */
  update(done: number): void;
  /** Ends the bar. What stays is the same however the work went by. */
  done(message?: string): void;
}

/** Options for {@link progress}. */
export interface ProgressOptions {
  /** How many there are in all. @default unknown, a count without a bar */
  readonly total?: number;
  /** What is counted. @default 'done' */
  readonly unit?: string;
}

/**
 * Shows a progress bar in the cell, updated in its place. At the end it gives way to one line that does not depend on the time it took,
 * so that a stored notebook is the same after every run. Outside of a notebook nothing but that line is printed.
 *
 * @example
 * const bar = progress('extracting', { total: pages.length, unit: 'pages' })
 * for (const [at, page] of pages.entries()) { extract(page); bar.update(at + 1) }
 * bar.done()
 */
export function progress(label: string, { total, unit = 'done' }: ProgressOptions = {}): Progress {
  if (total !== undefined && !(total >= 0))
    throw new RangeError(`Cannot show progress: total must not be negative, current value is ${total}`);
  const inNotebook = Symbol.for('lectern.kernel') in globalThis || '__tslab__' in globalThis;
  let count = 0;
  let drawn = '';
  let ended = false;
  let place: Shown | undefined;
  const draw = (value: Display): void => {
    const text = String(value.data['text/plain']);
    if (text === drawn || !inNotebook) return;
    drawn = text;
    if (place) place.update(value);
    else place = show(value);
  };
  draw(bar(label, count, total, unit));
  return {
    update(done) {
      count = done;
      if (!ended) draw(bar(label, done, total, unit));
    },
    done(message) {
      if (ended) return;
      ended = true;
      const text = message ?? `${label}: ${formatNumber(total ?? count)} ${unit}`;
      const last = display({
        'text/html': styled(`<span class="lx-quiet">${escapeHtml(text)}</span>`),
        'text/plain': text,
      });
      if (place) place.update(last);
      else show(last);
    },
  };
}

/** The bar in steps of a hundredth, so that a loop over a million items draws it a hundred times. */
function bar(label: string, done: number, total: number | undefined, unit: string): Display {
  if (total === undefined) {
    const rounded = done < 100 ? done : Number(done.toPrecision(2));
    const text = `${label}: ${formatNumber(rounded)} ${unit}`;
    return display({
      'text/html': styled(`<span class="lx-quiet">${escapeHtml(text)}</span>`),
      'text/plain': text,
    });
  }
  const percent = total === 0 ? 100 : Math.floor(Math.min(1, Math.max(0, done / total)) * 100);
  const text = `${label}: ${percent} % of ${formatNumber(total)} ${unit}`;
  const html = `<div role="progressbar" aria-label="${escapeHtml(label)}" aria-valuenow="${percent}" aria-valuemin="0" aria-valuemax="100"><span class="lx-quiet">${escapeHtml(text)}</span><span class="lx-bar"><span style="width:${percent}%"></span></span></div>`;
  return display({ 'text/html': styled(html), 'text/plain': text });
}

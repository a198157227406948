import { inspect } from 'node:util';
import { display, jupyterDisplay, type Display, type MimeBundle } from './display.js';
import { isArquero } from './rows.js';
import { table } from './table.js';

/** What a kernel offers to a library that runs inside one of its cells. */
interface KernelHost {
  display(data: MimeBundle, metadata?: MimeBundle, transient?: { readonly display_id?: string }): void;
  update(id: string, data: MimeBundle, metadata?: MimeBundle): void;
}

/** The display functions of a kernel that shows one media type at a time. */
interface TslabDisplay {
  raw(type: string, content: string): void;
}

/** Something that was shown and can be changed in its place. */
export interface Shown {
  /** Shows another value where the first one stands. In a terminal it is printed after it. */
  update(value: unknown): void;
}

let shown = 0;

/**
 * Shows values at once, in the middle of a cell: displays and arquero tables in full, other values as text. Outside of a notebook
 * their text is printed.
 *
 * @returns a handle by which the last of the values can be replaced
 * @example
 * const place = show(table(rows))
 * place.update(table(moreRows))
 */
export function show(...values: readonly unknown[]): Shown {
  let last: Shown = { update: (value) => void show(value) };
  for (const value of values) last = place(toDisplay(value));
  return last;
}

function place({ data, metadata }: Display): Shown {
  const host = (globalThis as { [key: symbol]: unknown })[Symbol.for('lectern.kernel')] as
    KernelHost | undefined;
  if (host) {
    const id = `lectern-${(shown += 1)}`;
    host.display(data, metadata, { display_id: id });
    return {
      update: (value) => {
        const next = toDisplay(value);
        host.update(id, next.data, next.metadata);
      },
    };
  }
  const tslab = tslabDisplay();
  if (tslab) {
    write(tslab, data);
    return { update: (value) => write(tslab, toDisplay(value).data) };
  }
  print(data);
  return { update: (value) => print(toDisplay(value).data) };
}

/** Anything as a Display: its own, a table, or its text. */
export function toDisplay(value: unknown): Display {
  const own = (value as { readonly [jupyterDisplay]?: unknown } | null | undefined)?.[jupyterDisplay];
  if (typeof own === 'function') {
    const data: unknown = own.call(value);
    const { metadata } = value as { readonly metadata?: MimeBundle };
    if (data !== null && typeof data === 'object' && !('then' in data))
      return display(data as MimeBundle, metadata);
    throw new TypeError(
      'Cannot show the value: its display is a promise; write show(await …) or make it the last expression of the cell',
    );
  }
  if (value instanceof Promise) throw new TypeError('Cannot show a promise: write show(await …)');
  if (isArquero(value)) return table(value);
  return display({
    'text/plain': typeof value === 'string' ? value : inspect(value, { depth: 4, breakLength: 100 }),
  });
}

/** The media types that tslab can show, the richest first. */
const TYPES: readonly string[] = [
  'text/html',
  'image/svg+xml',
  'text/markdown',
  'text/latex',
  'image/png',
  'text/plain',
];

function write(tslab: TslabDisplay, data: MimeBundle): void {
  const type = TYPES.find((known) => typeof data[known] === 'string');
  if (type !== undefined) tslab.raw(type, String(data[type]));
}

// raw tslab lends its cells a `require` of their own; by it the running kernel is found, not a second copy
function tslabDisplay(): TslabDisplay | undefined {
  const { require } = ((globalThis as { __tslab__?: unknown }).__tslab__ ?? {}) as {
    require?: (name: string) => unknown;
  };
  if (typeof require !== 'function') return undefined;
  try {
    return (require('tslab') as { newDisplay(): TslabDisplay }).newDisplay();
  } catch {
    return undefined;
  }
}

function print(data: MimeBundle): void {
  process.stdout.write(`${String(data['text/plain'] ?? inspect(data))}\n`);
}

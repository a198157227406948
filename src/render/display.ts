/** A MIME bundle: representations of one thing, by media type. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** The method by which a value tells a kernel how to show it: the protocol that Deno's Jupyter kernel made known. */
export const jupyterDisplay: unique symbol = Symbol.for('Jupyter.display');

/** Something to show. As the last expression of a cell it is the cell's rich result; `show()` sends it at once. */
export interface Display {
  readonly data: MimeBundle;
  readonly metadata?: MimeBundle;
  [jupyterDisplay](): MimeBundle;
}

/**
 * Wraps a MIME bundle as a Display.
 *
 * @example
 * display({ 'text/plain': 'a river' }).data['text/plain'] // => 'a river'
 */
export function display(data: MimeBundle, metadata?: MimeBundle): Display {
  return { data, ...(metadata ? { metadata } : {}), [jupyterDisplay]: () => data };
}

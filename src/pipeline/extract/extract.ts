import { checkOneOf } from '../core/check.js';
import { dclmOptions, makeResiliparse, type ResiliparseOptions } from './extract-resiliparse.js';
import { makeWet, type WetOptions } from './extract-wet.js';

/** Turns the HTML of a page into text. */
export type Extractor = (html: string) => string;

/** What every method takes. */
interface MethodOptions {
  readonly wet: WetOptions;
  readonly resiliparse: ResiliparseOptions & {
    /**
     * Settings the others are set over. `dclm`: main content only, as DCLM and Dolma call resiliparse.
     * `plain`: resiliparse's own defaults, which take all visible text.
     * @default 'dclm'
     */
    readonly preset?: 'dclm' | 'plain';
  };
}

/** Every method of extraction. A new one is a file, a line here and its options above. */
const methods: { readonly [Method in keyof MethodOptions]: (options: MethodOptions[Method]) => Extractor } = {
  wet: makeWet,
  resiliparse({ preset = 'dclm', ...options }) {
    checkOneOf('Cannot make extractor "resiliparse"', 'preset', preset, ['dclm', 'plain']);
    return makeResiliparse(preset === 'dclm' ? { ...dclmOptions, ...options } : options);
  },
};

/** The name of a method of extraction. */
export type ExtractMethod = keyof MethodOptions;

/** The methods' names, in the order of the lecture. */
export const extractMethods = Object.keys(methods) as readonly ExtractMethod[];

/** Options for {@link extract}: the method, and what it takes. */
export type ExtractOptions = {
  [Method in ExtractMethod]: { readonly method: Method } & MethodOptions[Method];
}[ExtractMethod];

/**
 * Makes the extractor that {@link extract} uses. For many pages: it remembers what it has learnt of class names.
 *
 * @throws {RangeError} If there is no such method, or one of its options does not exist.
 * @example
 * const text = makeExtractor({ method: 'resiliparse', preset: 'plain' })
 * text('<p>One</p><nav>Menu</nav>') // => 'One\n\nMenu'
 */
export function makeExtractor({ method, ...options }: ExtractOptions): Extractor {
  checkOneOf('Cannot make extractor', 'method', method, extractMethods);
  return (methods[method] as (options: object) => Extractor)(options);
}

/** Extractors by their options as JSON. They differ in a few switches, so there are never many. */
const made = new Map<string, Extractor>();

/**
 * Gives the text of a page of HTML.
 *
 * - `wet`: all of it, as Common Crawl's WET files hold it.
 * - `resiliparse`: the main content, by the rules of resiliparse (`bevendorff2018elastic`), equal to it text by text.
 *
 * Any string is a page: broken HTML gives the text a browser would show. Time and memory are linear in the page.
 *
 * @throws {RangeError} If there is no such method, or one of its options does not exist.
 * @example
 * extract('<nav>Menu</nav><p>One', { method: 'resiliparse' })
 * // => 'One'
 */
export function extract(html: string, options: ExtractOptions): string {
  const key = JSON.stringify(options);
  let extractor = made.get(key);
  if (!extractor) made.set(key, (extractor = makeExtractor(options)));
  return extractor(html);
}

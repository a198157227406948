import type { Edit } from '../../core/stage.js';
import { makeExtractor, type ExtractOptions } from '../../extract/extract.js';

/** Options for {@link extractText}: the method and what it takes, as for `extract`. */
export type ExtractTextOptions = ExtractOptions;

/**
 * Turns a document's HTML into text, by one of the methods of `extract`.
 *
 * The change it reports is one: the whole page for its text.
 *
 * @example
 * extractText({ method: 'wet' }).edit({ id: '1', text: '<p>One', meta: {} })
 * // => { kind: 'edit', text: 'One', changes: [{ start: 0, end: 6, reason: 'extracted', replacement: 'One' }] }
 * @throws {RangeError} If there is no such method, or one of its options does not exist.
 */
export function extractText(options: ExtractTextOptions = { method: 'resiliparse' }): Edit {
  const extractor = makeExtractor(options);
  return {
    kind: 'edit',
    name: 'extract-text',
    cite: options.method === 'wet' ? 'commoncrawl2014iawebcommons' : 'bevendorff2018elastic',
    ref: { module: 'stages/edits/extract-text', export: 'extractText', params: { ...options } },
    edit({ text }) {
      const extracted = extractor(text);
      const changes =
        extracted === text
          ? []
          : [{ start: 0, end: text.length, reason: 'extracted', replacement: extracted }];
      return { kind: 'edit', text: extracted, changes };
    },
  };
}

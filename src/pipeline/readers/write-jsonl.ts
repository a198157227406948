import type { Doc } from '../core/doc.js';

/**
 * Writes documents as JSON lines: one object a line with `id`, `url` (if any), `text` and `meta`, in that order.
 *
 * Gives text, so that the caller compresses and stores it as it likes. Lone surrogates are escaped by JSON, so the
 * lines are always valid UTF-8.
 *
 * @example
 * writeJsonl([{ id: 'a', text: 'one', meta: {} }])
 * // => '{"id":"a","text":"one","meta":{}}\n'
 */
export function writeJsonl(docs: Iterable<Doc>): string {
  let lines = '';
  for (const { id, url, text, meta } of docs) {
    lines += `${JSON.stringify(url === undefined ? { id, text, meta } : { id, url, text, meta })}\n`;
  }
  return lines;
}

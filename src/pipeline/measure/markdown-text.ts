import { Marked } from 'marked';
import { extract } from '../extract/extract.js';

const parser = new Marked({ gfm: true });

/**
 * The plain text of a Markdown document: gold text for the HTML page that was made of it. Front matter (a block of
 * `---` at the very start) and HTML comments are left out; code stays; links keep their words and lose their address.
 *
 * @example
 * markdownText('---\ntitle: x\n---\n# One\n\nTwo [three](http://e.example)')
 * // => 'One\n\nTwo three'
 */
export function markdownText(markdown: string): string {
  const body = markdown.replace(/^\uFEFF?---[ \t]*\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/, '');
  const html = parser.parse(body, { async: false });
  return extract(html, { method: 'resiliparse', preset: 'plain' });
}

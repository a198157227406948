import { decodeHTML } from 'entities/decode';
import { checkOneOf } from '../core/check.js';
import { Token, Tokenizer } from './html/_tokenizer.js';
import type { HtmlTree } from './html/html-tree.js';
import { parseHtml } from './html/parse-html.js';
import { Tag, tagNames } from './html/tags.js';

/** Options of the method `wet`. */
export interface WetOptions {
  /**
   * `lines`: as the crawls since 2017 look: every block element is a line, white space is one space.
   * `2014`: as the code of the crawl of 2014 does it: the page's own line breaks, words grow together across tags.
   * @default 'lines'
   */
  readonly reading?: 'lines' | '2014';
}

/**
 * Makes an extractor that gives all text of a page, as Common Crawl's WET files hold it: title, navigation, text and
 * footer alike; scripts and styles are left out.
 *
 * Source: Common Crawl's ia-web-commons, the program that writes WET files (`commoncrawl2014iawebcommons`).
 *
 * Differs from it: `lines` follows what the files look like and what their makers say of them, not the code.
 * In `2014` the page is cut into tags and text by the HTML standard's tokenizer, not by that program's.
 *
 * @example
 * makeWet()('<title>A</title><script>x</script><p>One <b>two</b><p>Three')
 * // => 'A\nOne two\nThree'
 */
export function makeWet({ reading = 'lines' }: WetOptions = {}): (html: string) => string {
  checkOneOf('Cannot make extractor "wet"', 'reading', reading, ['lines', '2014']);
  return reading === '2014' ? wetOf2014 : wetLines;
}

/** White space and control characters in a row. */
const spaces = /[\s\p{Cc}]+/gu;

const breaks = new Uint8Array(2 ** 16);
for (const name of (
  'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure ' +
  'footer form h1 h2 h3 h4 h5 h6 head header hgroup hr legend li main menu nav noscript ol optgroup option p pre section ' +
  'select summary table tbody textarea tfoot thead title tr ul'
).split(' ')) {
  breaks[tagNames.indexOf(name)] = 1;
}

function wetLines(html: string): string {
  const tree = parseHtml(html);
  const lines: string[] = [];
  let line = '';
  const end = (): void => {
    const text = line.replace(spaces, ' ').trim();
    if (text !== '') lines.push(text);
    line = '';
  };
  const enter = (node: number): boolean => {
    const tag = tree.tag[node]!;
    if (tag === Tag['#text']) line += tree.text(node);
    else if (breaks[tag] === 1) end();
    else if (tag === Tag.td || tag === Tag.th) line += ' ';
    return tag !== Tag.script && tag !== Tag.style;
  };
  walk(tree, enter, (node) => {
    if (breaks[tree.tag[node]!] === 1) end();
  });
  end();
  return lines.join('\n');
}

/** Visits nodes in document order without recursion: `enter` before what is inside (false: pass it by), `leave` after. */
function walk(tree: HtmlTree, enter: (node: number) => boolean, leave: (node: number) => void): void {
  for (let node = 1; node !== 0;) {
    if (enter(node) && tree.first[node] !== 0) {
      node = tree.first[node]!;
      continue;
    }
    for (; node !== 0; node = tree.parent[node]!) {
      leave(node);
      if (tree.next[node] !== 0) break;
    }
    node = tree.next[node]!;
  }
}

/**
 * Text between tags, one piece after another; of white space in a row the first character stays, whichever it is.
 * A no-break space counts as a space. Inside `pre` text is taken as it stands, references and all.
 */
function wetOf2014(html: string): string {
  const token = new Tokenizer(html);
  const pieces: string[] = [];
  let isPre = false;
  let endsInSpace = true;
  for (let kind = token.next(); kind !== Token.end; kind = token.next()) {
    if (kind === Token.startTag) {
      if (token.tag === Tag.script || token.tag === Tag.style) token.rawText(token.tag, false);
      else if (token.tag === Tag.pre) isPre = true;
    } else if (kind === Token.endTag && token.tag === Tag.pre) isPre = false;
    if (kind !== Token.text) continue;
    let text = html.slice(token.start, token.end);
    if (!isPre) {
      text = decodeHTML(text)
        .replace(/\u00a0/g, ' ')
        .replace(/\r/g, '\n')
        .replace(/(\s)\s+/g, '$1');
      if (endsInSpace) text = text.replace(/^\s/, '');
    }
    if (text === '') continue;
    pieces.push(text);
    endsInSpace = /\s$/.test(text);
  }
  return pieces.join('');
}

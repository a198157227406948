import { afterAfterBody, afterBody, afterFrameset, inFrameset, inTemplate } from './_after-body.js';
import { afterHead, beforeHead, implyRest, inHead, inHeadNoscript, initial } from './_before-body.js';
import { Builder, Mode } from './_builder.js';
import { foreignEnd, foreignStart, isForeignStart, isForeignText } from './_foreign.js';
import { inBody } from './_in-body.js';
import { inSelect, inSelectInTable } from './_in-select.js';
import { inCaption, inCell, inColumnGroup, inRow, inTable, inTableBody } from './_in-table.js';
import { isQuirkyDoctype } from './_quirks-mode.js';
import { Token } from './_tokenizer.js';
import { HtmlTree } from './html-tree.js';

/** In the order of {@link Mode}. */
const rules = [
  initial, beforeHead, inHead, inHeadNoscript, afterHead, inBody, inTable, inCaption, inColumnGroup, inTableBody,
  inRow, inCell, inSelect, inSelectInTable, inTemplate, afterBody, inFrameset, afterFrameset, afterAfterBody,
  afterFrameset,
]; // prettier-ignore

/**
 * Parses a page as a browser does, scripts not running: the tokenization and tree construction of the HTML standard
 * (`whatwg2024html`), so that broken markup gives the tree that every conforming parser gives.
 *
 * Linear in time and memory for any page; nesting of any depth is fine. Never throws: every string is a page.
 *
 * Differs from the standard:
 * - Only the attributes of `attributeNames` are kept, and comments keep no text.
 * - What a template holds are its children, not a fragment apart.
 *
 * @example
 * const tree = parseHtml('<p>One<p>Two');
 * tree.name(tree.first[tree.body]!)
 * // => 'p'
 */
export function parseHtml(html: string): HtmlTree {
  const page = html.includes('\r') ? html.replace(/\r\n?/g, '\n') : html;
  const b = new Builder(page, rules);
  const { token, open, store } = b;
  for (let kind = token.next(); kind !== Token.end; kind = token.next()) {
    if (kind !== Token.text) b.skipsLineFeed = false;
    if (kind === Token.text) text(b);
    else if (kind === Token.startTag) {
      if (open.length > 0 && store.namespace[open.current] !== 0 && isForeignStart(b)) foreignStart(b);
      else b.start();
    } else if (kind === Token.endTag) {
      if (open.length === 0 || store.namespace[open.current] === 0 || !foreignEnd(b)) b.end();
    } else if (kind === Token.comment) b.comment();
    else if (b.mode === Mode.initial) b.isQuirky = isQuirkyDoctype(b.html.slice(token.start, token.end));
    token.allowsCdata = open.length > 0 && store.namespace[open.current] !== 0;
  }
  implyRest(b);
  return new HtmlTree({
    html: b.html,
    body: b.body,
    isQuirky: b.isQuirky,
    tag: store.tag,
    namespace: store.namespace,
    parent: store.parent,
    first: store.first,
    last: store.last,
    next: store.next,
    previous: store.previous,
    start: store.start,
    end: store.end,
    texts: store.texts,
    attributes: token.attributes,
    otherTags: token.otherTags,
  });
}

function text(b: Builder): void {
  let { start } = b.token;
  const { end } = b.token;
  if (b.skipsLineFeed) {
    b.skipsLineFeed = false;
    if (b.html.charCodeAt(start) === 10 && ++start === end) return;
  }
  if (b.open.length > 0 && b.store.namespace[b.open.current] !== 0 && isForeignText(b)) {
    b.insertText(start, end, 4);
    b.allowsFrameset = false;
  } else b.text(start, end);
}

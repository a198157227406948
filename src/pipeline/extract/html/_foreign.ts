import type { Builder } from './_builder.js';
import { isMathText, isSvgText } from './_open-elements.js';
import { Kind, Tag, tagKinds } from './tags.js';

/** Whether the start tag is handled as inside SVG or MathML ("The rules for parsing tokens in foreign content"). */
export function isForeignStart(b: Builder): boolean {
  const node = b.open.current;
  const namespace = b.store.namespace[node]!;
  if (namespace === 0) return false;
  const { tag } = b.token;
  const current = b.store.tag[node]!;
  if (namespace === 1) {
    if (isMathText(current)) return tag === Tag.mglyph || tag === Tag.malignmark;
    return !(current === Tag.annotationXml && (tag === Tag.svg || holdsHtml(b, node)));
  }
  return !isSvgText(current);
}

/** Whether text is handled as inside SVG or MathML. */
export function isForeignText(b: Builder): boolean {
  const node = b.open.current;
  const namespace = b.store.namespace[node]!;
  if (namespace === 0) return false;
  const tag = b.store.tag[node]!;
  return namespace === 1 ? !isMathText(tag) && !holdsHtml(b, node) : !isSvgText(tag);
}

/** A start tag inside SVG or MathML. */
export function foreignStart(b: Builder): void {
  const { tag } = b.token;
  const breaksOut =
    tagKinds[tag]! & Kind.breakout ||
    (tag === Tag.font &&
      (b.attribute('color') !== null || b.attribute('face') !== null || b.attribute('size') !== null));
  if (breaksOut) {
    while (isForeignText(b)) b.open.pop();
    return b.start();
  }
  const namespace = b.store.namespace[b.open.current]!;
  b.insert(tag, namespace);
  if (b.token.isSelfClosing) b.open.pop();
}

/** An end tag inside SVG or MathML. Gives false when it is to be handled as any other. */
export function foreignEnd(b: Builder): boolean {
  const { tag } = b.token;
  if (tag === Tag.br || tag === Tag.p) {
    while (isForeignText(b)) b.open.pop();
    return false;
  }
  for (let at = b.open.length - 1; at > 0; at--) {
    const node = b.open.nodes[at]!;
    if (b.store.namespace[node] === 0) return false;
    if (b.store.tag[node] === tag) {
      b.open.popTo(at);
      return true;
    }
  }
  return true;
}

/** Whether an `annotation-xml` says that it holds HTML. */
function holdsHtml(b: Builder, node: number): boolean {
  if (b.store.tag[node] !== Tag.annotationXml) return false;
  const { attributes } = b.token;
  for (let at = b.store.start[node]! * 3; at < b.store.end[node]! * 3; at += 3) {
    const value = b.html.slice(attributes[at + 1], attributes[at + 2]).toLowerCase();
    if (value === 'text/html' || value === 'application/xhtml+xml') return true;
  }
  return false;
}

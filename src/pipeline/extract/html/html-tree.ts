import { decodeHTMLAttribute } from 'entities/decode';
import { attributeNumbers, type AttributeName } from './attributes.js';
import { firstOtherTag, tagNames } from './tags.js';

/**
 * A parsed page. Nodes are numbers; what a node is lies in arrays side by side, so that a page of a million nodes is a
 * dozen arrays, not a million objects, and a walk of any depth needs no recursion. 0 stands for "no node"; node 1 is
 * the `html` element.
 */
export class HtmlTree {
  /** {@link Tag} of each node, `Tag['#text']` and `Tag['#comment']` among them. */
  readonly tag: Uint16Array;
  /** 0 HTML, 1 MathML, 2 SVG. */
  readonly namespace: Uint8Array;
  readonly parent: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** The `body` (or `frameset`) element, 0 when there is none. */
  readonly body: number;
  /** Whether the page has no doctype, or an old one: class names then match in either case. */
  readonly isQuirky: boolean;
  readonly #html: string;
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #texts: readonly string[];
  readonly #attributes: Int32Array;
  readonly #otherTags: readonly string[];

  /** @internal made by `parseHtml` */
  constructor(parts: HtmlTreeParts) {
    this.tag = parts.tag;
    this.namespace = parts.namespace;
    this.parent = parts.parent;
    this.first = parts.first;
    this.last = parts.last;
    this.next = parts.next;
    this.previous = parts.previous;
    this.body = parts.body;
    this.isQuirky = parts.isQuirky;
    this.#html = parts.html;
    this.#start = parts.start;
    this.#end = parts.end;
    this.#texts = parts.texts;
    this.#attributes = parts.attributes;
    this.#otherTags = parts.otherTags;
  }

  /** An element's name in lower case. */
  name(node: number): string {
    const tag = this.tag[node]!;
    return tag < firstOtherTag ? tagNames[tag]! : this.#otherTags[tag - firstOtherTag]!;
  }

  /** The characters of a text node. */
  text(node: number): string {
    const start = this.#start[node]!;
    return start < 0 ? this.#texts[~start]! : this.#html.slice(start, this.#end[node]);
  }

  /** An attribute of an element, decoded; null when it is absent. */
  attribute(node: number, name: AttributeName): string | null {
    const number = attributeNumbers[name];
    const attributes = this.#attributes;
    for (let at = this.#start[node]! * 3; at < this.#end[node]! * 3; at += 3) {
      if (attributes[at] === number) {
        return decodeAttribute(this.#html.slice(attributes[at + 1], attributes[at + 2]));
      }
    }
    return null;
  }

  /** Whether an element has any of the attributes that are kept. */
  hasAttributes(node: number): boolean {
    return this.#end[node]! > this.#start[node]!;
  }

  /** The node after `node` in document order below `root`, children first; 0 at the end. */
  following(node: number, root: number): number {
    return this.first[node] || this.after(node, root);
  }

  /** The node after `node` and all below it, in document order below `root`; 0 at the end. */
  after(node: number, root: number): number {
    for (let at = node; at !== root; at = this.parent[at]!) {
      const next = this.next[at]!;
      if (next !== 0) return next;
    }
    return 0;
  }
}

/** What the tree construction hands over. */
export interface HtmlTreeParts {
  readonly html: string;
  readonly body: number;
  readonly isQuirky: boolean;
  readonly tag: Uint16Array;
  readonly namespace: Uint8Array;
  readonly parent: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** Of an element: its range of `attributes`. Of a text: its range of the page, or the complement of its place in `texts`. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly texts: readonly string[];
  readonly attributes: Int32Array;
  readonly otherTags: readonly string[];
}

function decodeAttribute(raw: string): string {
  const value = raw.includes('&') ? decodeHTMLAttribute(raw) : raw;
  return value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value;
}

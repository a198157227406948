import type { NodeStore } from './_node-store.js';
import { firstOtherTag, Kind, Tag, tagKinds } from './tags.js';

/** The stack of open elements ("The stack of open elements", `whatwg2024html`). */
export class OpenElements {
  nodes = new Int32Array(64);
  length = 0;
  /** How many HTML elements of each known tag are open: most questions are answered without a search. */
  readonly #counts = new Int32Array(firstOtherTag);

  constructor(readonly store: NodeStore) {}

  /** The element that is open innermost. */
  get current(): number {
    return this.nodes[this.length - 1]!;
  }

  push(node: number): void {
    if (this.length === this.nodes.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.nodes);
      this.nodes = grown;
    }
    this.nodes[this.length++] = node;
    this.#count(node, 1);
  }

  pop(): number {
    const node = this.nodes[--this.length]!;
    this.#count(node, -1);
    return node;
  }

  /** Pops until `length` elements are left. */
  popTo(length: number): void {
    while (this.length > length) this.pop();
  }

  /** Takes an element out, wherever it is. */
  remove(node: number): void {
    const at = this.nodes.lastIndexOf(node, this.length - 1);
    if (at < 0) return;
    this.nodes.copyWithin(at, at + 1, this.length--);
    this.#count(node, -1);
  }

  /** Puts an element right below (inside) another one. */
  insertBelow(above: number, node: number): void {
    this.push(node);
    const at = this.indexOf(above) + 1;
    this.nodes.copyWithin(at + 1, at, this.length - 1);
    this.nodes[at] = node;
  }

  /** Puts `node` in the place of `old`. */
  replace(old: number, node: number): void {
    this.nodes[this.indexOf(old)] = node;
    this.#count(old, -1);
    this.#count(node, 1);
  }

  /** Where an open element is on the stack. */
  indexOf(node: number): number {
    return this.nodes.lastIndexOf(node, this.length - 1);
  }

  /** Where the innermost HTML element of a tag is, -1 when none is open. */
  find(tag: number): number {
    if (tag < firstOtherTag && this.#counts[tag] === 0) return -1;
    const { tag: tags, namespace } = this.store;
    let at = this.length - 1;
    while (at >= 0 && !(tags[this.nodes[at]!] === tag && namespace[this.nodes[at]!] === 0)) at--;
    return at;
  }

  /** Whether any HTML element of a tag is open. */
  holds(tag: number): boolean {
    return this.#counts[tag]! > 0;
  }

  /** Whether an element of a tag is open with no element of the scope's kind inside it. */
  inScope(tag: number, scope: number): boolean {
    if (this.#counts[tag] === 0) return false;
    const { tag: tags, namespace } = this.store;
    for (let at = this.length - 1; at >= 0; at--) {
      const node = this.nodes[at]!;
      if (namespace[node] === 0) {
        if (tags[node] === tag) return true;
        if (tagKinds[tags[node]!]! & scope) return false;
      } else if (scope !== Kind.tableScope && isForeignScope(tags[node]!, namespace[node]!)) return false;
    }
    return false;
  }

  /** Whether an open element has nothing but what {@link inScope} allows inside it. */
  nodeInScope(node: number, scope: number): boolean {
    const { tag: tags, namespace } = this.store;
    for (let at = this.length - 1; at >= 0; at--) {
      const each = this.nodes[at]!;
      if (each === node) return true;
      if (
        namespace[each] === 0 ? tagKinds[tags[each]!]! & scope : isForeignScope(tags[each]!, namespace[each]!)
      )
        return false;
    }
    return false;
  }

  /** Whether a heading is in scope. */
  headingInScope(): boolean {
    for (let tag: number = Tag.h1; tag <= Tag.h6; tag++) if (this.inScope(tag, Kind.scope)) return true;
    return false;
  }

  /** Whether a `select` is open with nothing but options inside it. */
  selectInScope(): boolean {
    for (let at = this.length - 1; at >= 0; at--) {
      const tag = this.store.tag[this.nodes[at]!]!;
      if (tag === Tag.select) return true;
      if (tag !== Tag.optgroup && tag !== Tag.option) return false;
    }
    return false;
  }

  /** Pops up to and including the innermost HTML element of a tag. */
  popThrough(tag: number): void {
    const { tag: tags, namespace } = this.store;
    while (this.length > 0) {
      const node = this.pop();
      if (tags[node] === tag && namespace[node] === 0) return;
    }
  }

  /** Pops while the innermost element's end may be implied, but for `except`. */
  popImplied(except: number, kind: number = Kind.implied): void {
    const { tag: tags, namespace } = this.store;
    for (;;) {
      const node = this.current;
      const tag = tags[node]!;
      if (tag === except || namespace[node] !== 0 || !(tagKinds[tag]! & kind)) return;
      this.pop();
    }
  }

  /** Pops until the innermost element is one of the tags, or `html` or `template`. */
  popToContext(...context: number[]): void {
    const { tag: tags } = this.store;
    for (;;) {
      const tag = tags[this.current]!;
      if (tag === Tag.html || tag === Tag.template || context.includes(tag)) return;
      this.pop();
    }
  }

  #count(node: number, by: 1 | -1): void {
    const { tag: tags, namespace, isOpen } = this.store;
    isOpen[node] = by === 1 ? 1 : 0;
    const tag = tags[node]!;
    if (tag < firstOtherTag && namespace[node] === 0) this.#counts[tag] = this.#counts[tag]! + by;
  }
}

/** MathML's text elements and SVG's `foreignObject`, `desc` and `title`: what is inside them may be HTML again. */
function isForeignScope(tag: number, namespace: number): boolean {
  return namespace === 1 ? isMathText(tag) || tag === Tag.annotationXml : isSvgText(tag);
}

/** MathML text integration points. */
export function isMathText(tag: number): boolean {
  return tag === Tag.mi || tag === Tag.mo || tag === Tag.mn || tag === Tag.ms || tag === Tag.mtext;
}

/** SVG's HTML integration points. */
export function isSvgText(tag: number): boolean {
  return tag === Tag.foreignobject || tag === Tag.desc || tag === Tag.title;
}

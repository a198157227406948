import type { NodeStore } from './_node-store.js';
import type { OpenElements } from './_open-elements.js';
import { Kind, Tag, tagKinds } from './tags.js';

/** A marker in the list: formatting outside a cell, caption or object does not reach into it. */
const marker = 0;

/** The list of active formatting elements ("The list of active formatting elements", `whatwg2024html`). */
export class ActiveFormatting {
  readonly #nodes: number[] = [];
  readonly #store: NodeStore;
  readonly #open: OpenElements;
  readonly #attributes: () => Int32Array;

  constructor(store: NodeStore, open: OpenElements, attributes: () => Int32Array) {
    this.#store = store;
    this.#open = open;
    this.#attributes = attributes;
  }

  /** Appends an element; of four equal ones the first goes ("Noah's Ark clause"). */
  push(node: number): void {
    let equal = 0;
    for (let at = this.#nodes.length - 1; at >= 0 && this.#nodes[at] !== marker; at--) {
      if (this.#areEqual(this.#nodes[at]!, node) && ++equal === 3) {
        this.#nodes.splice(at, 1);
        break;
      }
    }
    this.#nodes.push(node);
  }

  pushMarker(): void {
    this.#nodes.push(marker);
  }

  /** Drops everything behind the last marker, and the marker. */
  clearToMarker(): void {
    while (this.#nodes.length > 0 && this.#nodes.pop() !== marker);
  }

  /** The last element of a tag behind the last marker, 0 when there is none. */
  find(tag: number): number {
    for (let at = this.#nodes.length - 1; at >= 0 && this.#nodes[at] !== marker; at--) {
      if (this.#store.tag[this.#nodes[at]!] === tag) return this.#nodes[at]!;
    }
    return 0;
  }

  remove(node: number): void {
    const at = this.#nodes.lastIndexOf(node);
    if (at >= 0) this.#nodes.splice(at, 1);
  }

  /** Opens again, in clones, what was active and was closed by something else ("Reconstruct the active formatting elements"). */
  reconstruct(insert: (node: number) => void): void {
    const nodes = this.#nodes;
    let at = nodes.length - 1;
    if (at < 0 || nodes[at] === marker || this.#store.isOpen[nodes[at]!]) return;
    while (at > 0 && nodes[at - 1] !== marker && !this.#store.isOpen[nodes[at - 1]!]) at--;
    // a page made to grow without bound stops growing here: no real one has more nodes than characters
    for (; at < nodes.length && this.#store.count < this.#store.html.length + 1000; at++) {
      const clone = this.#clone(nodes[at]!);
      insert(clone);
      nodes[at] = clone;
    }
  }

  /**
   * The adoption agency: mends formatting that is closed in the wrong order, `<b><p></b></p>`.
   * Gives false when the end tag is to be treated as any other.
   */
  adopt(tag: number, place: (node: number, ancestor: number) => void): boolean {
    const { tag: tags, namespace } = this.#store;
    const open = this.#open;
    const nodes = this.#nodes;
    if (tags[open.current] === tag && namespace[open.current] === 0 && !nodes.includes(open.current)) {
      open.pop();
      return true;
    }
    for (let round = 0; round < 8; round++) {
      const formatting = this.find(tag);
      if (formatting === 0) return round > 0;
      if (!this.#store.isOpen[formatting]) {
        this.remove(formatting);
        return true;
      }
      if (!open.nodeInScope(formatting, Kind.scope)) return true;
      const formattingAt = open.indexOf(formatting);
      let furthestAt = formattingAt + 1;
      while (furthestAt < open.length && !this.#isSpecial(open.nodes[furthestAt]!)) furthestAt++;
      if (furthestAt === open.length) {
        open.popTo(formattingAt);
        this.remove(formatting);
        return true;
      }
      this.#adoptOnce(formatting, formattingAt, furthestAt, place);
    }
    return true;
  }

  #adoptOnce(
    formatting: number,
    formattingAt: number,
    furthestAt: number,
    place: (node: number, ancestor: number) => void,
  ): void {
    const open = this.#open;
    const nodes = this.#nodes;
    const store = this.#store;
    const furthest = open.nodes[furthestAt]!;
    const ancestor = open.nodes[formattingAt - 1]!;
    let bookmark = nodes.lastIndexOf(formatting);
    let last = furthest;
    for (let at = furthestAt - 1, inner = 1; at > formattingAt; at--, inner++) {
      const node = open.nodes[at]!;
      let active = nodes.lastIndexOf(node);
      if (inner > 3 && active >= 0) {
        nodes.splice(active, 1);
        if (active < bookmark) bookmark--;
        active = -1;
      }
      if (active < 0) {
        open.remove(node);
        continue;
      }
      const clone = this.#clone(node);
      nodes[active] = clone;
      open.replace(node, clone);
      if (last === furthest) bookmark = active + 1;
      store.detach(last);
      store.insert(last, clone, 0);
      last = clone;
    }
    store.detach(last);
    place(last, ancestor);
    const clone = this.#clone(formatting);
    store.adopt(furthest, clone);
    store.insert(clone, furthest, 0);
    const old = nodes.lastIndexOf(formatting);
    nodes.splice(old, 1);
    nodes.splice(old < bookmark ? bookmark - 1 : bookmark, 0, clone);
    open.remove(formatting);
    open.insertBelow(furthest, clone);
  }

  #isSpecial(node: number): boolean {
    const { tag, namespace } = this.#store;
    return isSpecial(tag[node]!, namespace[node]!);
  }

  #clone(node: number): number {
    const { tag, start, end } = this.#store;
    return this.#store.element(tag[node]!, 0, start[node]!, end[node]!);
  }

  #areEqual(a: number, b: number): boolean {
    const { tag, start, end, html } = this.#store;
    if (tag[a] !== tag[b] || end[a]! - start[a]! !== end[b]! - start[b]!) return false;
    const attributes = this.#attributes();
    for (let i = start[a]! * 3, j = start[b]! * 3; i < end[a]! * 3; i += 3, j += 3) {
      const length = attributes[i + 2]! - attributes[i + 1]!;
      if (attributes[i] !== attributes[j] || attributes[j + 2]! - attributes[j + 1]! !== length) return false;
      // from behind: values made by counting differ there
      for (let from = 1; from <= length; from++) {
        if (html.charCodeAt(attributes[i + 2]! - from) !== html.charCodeAt(attributes[j + 2]! - from))
          return false;
      }
    }
    return true;
  }
}

/** Whether an element is special: end tags do not reach over it. */
export function isSpecial(tag: number, namespace: number): boolean {
  if (namespace === 0) return (tagKinds[tag]! & Kind.special) !== 0;
  return namespace === 1 ? isMathSpecial(tag) : isSvgSpecial(tag);
}

function isMathSpecial(tag: number): boolean {
  return (tag >= Tag.mi && tag <= Tag.mtext) || tag === Tag.annotationXml;
}

function isSvgSpecial(tag: number): boolean {
  return tag === Tag.foreignobject || tag === Tag.desc || tag === Tag.title;
}

import { decodeHTML } from 'entities/decode';
import { Tag } from './tags.js';

/** The growing arrays of a tree under construction, and the operations on its links. */
export class NodeStore {
  tag!: Uint16Array;
  namespace!: Uint8Array;
  parent!: Int32Array;
  first!: Int32Array;
  last!: Int32Array;
  next!: Int32Array;
  previous!: Int32Array;
  start!: Int32Array;
  end!: Int32Array;
  /** Whether an element is on the stack of open elements. */
  isOpen!: Uint8Array;
  readonly texts: string[] = [];
  /** How many nodes there are, node 0 ("none") among them. */
  count = 1;

  constructor(readonly html: string) {
    this.#allocate(Math.max(64, html.length >>> 4));
  }

  /** Makes an unlinked element. */
  element(tag: number, namespace: number, start: number, end: number): number {
    const node = this.#make(tag);
    this.namespace[node] = namespace;
    this.start[node] = start;
    this.end[node] = end;
    return node;
  }

  /** Makes an unlinked comment. Its text is not kept. */
  comment(): number {
    return this.#make(Tag['#comment']);
  }

  /** Puts a node into `parent`, before `before`, or last when that is 0. */
  insert(node: number, parent: number, before: number): void {
    const previous = before === 0 ? this.last[parent]! : this.previous[before]!;
    this.parent[node] = parent;
    this.previous[node] = previous;
    this.next[node] = before;
    if (previous === 0) this.first[parent] = node;
    else this.next[previous] = node;
    if (before === 0) this.last[parent] = node;
    else this.previous[before] = node;
  }

  /** Takes a node out of its parent, if it has one. */
  detach(node: number): void {
    const parent = this.parent[node]!;
    if (parent === 0) return;
    const previous = this.previous[node]!;
    const next = this.next[node]!;
    if (previous === 0) this.first[parent] = next;
    else this.next[previous] = next;
    if (next === 0) this.last[parent] = previous;
    else this.previous[next] = previous;
    this.parent[node] = this.previous[node] = this.next[node] = 0;
  }

  /** Moves all children of one element to the end of another. */
  adopt(from: number, to: number): void {
    for (let child = this.first[from]!; child !== 0; child = this.first[from]!) {
      this.detach(child);
      this.insert(child, to, 0);
    }
  }

  /**
   * Puts the page's characters [start, end) into `parent` before `before`, joining the text that stands there.
   * Text that is coded or not of one piece is cut out; other text stays a range of the page.
   */
  insertText(start: number, end: number, decode: Decoding, parent: number, before: number): void {
    if (start >= end) return;
    const neighbour = before === 0 ? this.last[parent]! : this.previous[before]!;
    const decoded = decode === 0 ? null : decodeText(this.html.slice(start, end), decode);
    if (decoded === '') return;
    if (this.tag[neighbour] === Tag['#text']) {
      if (decoded === null && this.end[neighbour] === start && this.start[neighbour]! >= 0) {
        this.end[neighbour] = end;
        return;
      }
      this.#setText(neighbour, this.#textOf(neighbour) + (decoded ?? this.html.slice(start, end)));
      return;
    }
    const node = this.#make(Tag['#text']);
    this.start[node] = start;
    this.end[node] = end;
    if (decoded !== null) this.#setText(node, decoded);
    this.insert(node, parent, before);
  }

  #textOf(node: number): string {
    const start = this.start[node]!;
    return start < 0 ? this.texts[~start]! : this.html.slice(start, this.end[node]);
  }

  #setText(node: number, text: string): void {
    if (this.start[node]! < 0) this.texts[~this.start[node]!] = text;
    else this.start[node] = ~(this.texts.push(text) - 1);
    this.end[node] = -1;
  }

  #make(tag: number): number {
    if (this.count === this.tag.length) this.#allocate(this.count * 2);
    const node = this.count++;
    this.tag[node] = tag;
    return node;
  }

  #allocate(capacity: number): void {
    const grow = <A extends Uint8Array | Uint16Array | Int32Array>(made: A, old: A | undefined): A => {
      if (old) made.set(old);
      return made;
    };
    this.tag = grow(new Uint16Array(capacity), this.tag);
    this.namespace = grow(new Uint8Array(capacity), this.namespace);
    this.isOpen = grow(new Uint8Array(capacity), this.isOpen);
    this.parent = grow(new Int32Array(capacity), this.parent);
    this.first = grow(new Int32Array(capacity), this.first);
    this.last = grow(new Int32Array(capacity), this.last);
    this.next = grow(new Int32Array(capacity), this.next);
    this.previous = grow(new Int32Array(capacity), this.previous);
    this.start = grow(new Int32Array(capacity), this.start);
    this.end = grow(new Int32Array(capacity), this.end);
  }
}

/** How text is decoded: 0 not at all; else bits: 1 character references, 2 NUL is dropped, 4 NUL becomes U+FFFD. */
export type Decoding = number;

function decodeText(raw: string, decoding: Decoding): string {
  const text = decoding & 1 && raw.includes('&') ? decodeHTML(raw) : raw;
  if (decoding < 2 || !text.includes('\0')) return text;
  return text.replaceAll('\0', decoding & 2 ? '' : '\ufffd');
}

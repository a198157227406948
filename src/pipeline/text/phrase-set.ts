import type { Span } from '../core/verdict.js';

interface Node {
  readonly next: Map<number, Node>;
  /** True if a phrase ends here. */
  isEnd: boolean;
}

/** Whether a phrase found at [start, end) counts. */
export type Accept = (text: string, start: number, end: number) => boolean;

/**
 * Many phrases, looked for at once: one pass over the text, whatever their number.
 *
 * @example
 * new PhraseSet(['old man', 'sea']).find('the old man', () => true) // => { start: 4, end: 11 }
 */
export class PhraseSet {
  readonly #root: Node = { next: new Map(), isEnd: false };
  // which ASCII characters begin a phrase
  readonly #begins = new Uint8Array(0x80);

  constructor(phrases: Iterable<string>) {
    for (const phrase of phrases) {
      if (phrase === '') continue;
      let node = this.#root;
      for (let at = 0; at < phrase.length; at++) {
        const code = phrase.charCodeAt(at);
        let next = node.next.get(code);
        if (!next) {
          next = { next: new Map(), isEnd: false };
          node.next.set(code, next);
        }
        node = next;
      }
      node.isEnd = true;
      const first = phrase.charCodeAt(0);
      if (first < 0x80) this.#begins[first] = 1;
    }
  }

  /** The first phrase that is accepted; of several at one place, the shortest. */
  find(text: string, accept: Accept, from = 0, to = text.length): Span | undefined {
    for (let start = from; start < to; start++) {
      const code = text.charCodeAt(start);
      if (code < 0x80 && this.#begins[code] === 0) continue;
      let node = this.#root.next.get(code);
      for (let end = start + 1; node; end++) {
        if (node.isEnd && accept(text, start, end)) return { start, end };
        if (end >= to) break;
        node = node.next.get(text.charCodeAt(end));
      }
    }
    return undefined;
  }
}

import type { HtmlTree } from '../html/html-tree.js';
import { Tag } from '../html/tags.js';

/**
 * Answers, for any element, how much of its text is in links. Lengths are UTF-8 bytes of text whose white space is
 * collapsed, as resiliparse counts them.
 *
 * One walk over the page prepares running sums, after which a question costs the same for any element; walking through
 * each element that is asked about would cost the square of the depth.
 */
export class LinkClusters {
  /** For each node, the numbers of the first text and the first link in it, and of the first ones behind it. */
  readonly #firstText: Int32Array;
  readonly #endText: Int32Array;
  readonly #firstLink: Int32Array;
  readonly #endLink: Int32Array;
  /** Bytes of all texts before text i, and of all links before link i. */
  readonly #textSums: number[] = [0];
  readonly #linkSums: number[] = [0];
  /** Whether text i begins (1) and ends (2) with white space. */
  readonly #edges: number[] = [];

  constructor(tree: HtmlTree, root: number) {
    const size = tree.tag.length;
    this.#firstText = new Int32Array(size);
    this.#endText = new Int32Array(size);
    this.#firstLink = new Int32Array(size);
    this.#endLink = new Int32Array(size);
    const links: number[] = [];
    for (let node = root; node !== 0;) {
      const tag = tree.tag[node]!;
      this.#firstText[node] = this.#edges.length;
      if (tag === Tag['#text']) this.#add(tree.text(node));
      else if (tag === Tag.a) links.push(node);
      // an element's links are those inside it, without itself
      this.#firstLink[node] = links.length;
      // what a template holds is not the page's text
      if (tree.first[node] !== 0 && tag !== Tag.template) {
        node = tree.first[node]!;
        continue;
      }
      for (; ; node = tree.parent[node]!) {
        this.#endText[node] = this.#edges.length;
        this.#endLink[node] = links.length;
        if (node === root || tree.next[node] !== 0) break;
      }
      node = node === root ? 0 : tree.next[node]!;
    }
    let sum = 0;
    for (const link of links) this.#linkSums.push((sum += this.#bytes(link)));
  }

  /**
   * Whether more than `maxFraction` of an element's text is in links.
   * An element with more than `maxBytes` of text never is a link cluster; 0 means no such bound.
   */
  isCluster(node: number, maxFraction: number, maxBytes: number): boolean {
    const bytes = this.#bytes(node);
    if (maxBytes > 0 && bytes > maxBytes) return false;
    const linkBytes = this.#linkSums[this.#endLink[node]!]! - this.#linkSums[this.#firstLink[node]!]!;
    return linkBytes > 0 && linkBytes / bytes > maxFraction;
  }

  #bytes(node: number): number {
    const first = this.#firstText[node]!;
    const end = this.#endText[node]!;
    if (end === first) return 0;
    return this.#textSums[end]! - this.#textSums[first]! + this.#seam(first);
  }

  /** 1 when the white space that text i begins with was counted with the text before it. */
  #seam(i: number): number {
    return i > 0 && this.#edges[i - 1]! & 2 && this.#edges[i]! & 1 ? 1 : 0;
  }

  #add(text: string): void {
    let bytes = 0;
    let inSpace = false;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 32 || (unit <= 13 && unit >= 9)) {
        if (!inSpace) bytes++;
        inSpace = true;
      } else {
        // each half of a surrogate pair is two of its four bytes
        bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
        inSpace = false;
      }
    }
    const unit = text.charCodeAt(0);
    const beginsInSpace = unit === 32 || (unit <= 13 && unit >= 9);
    this.#edges.push((beginsInSpace ? 1 : 0) | (inSpace ? 2 : 0));
    const last = this.#edges.length - 1;
    this.#textSums.push(this.#textSums[last]! + bytes - this.#seam(last));
  }
}

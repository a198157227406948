import { Tag } from '../html/tags.js';
import { isBlock } from './blocks.js';
import type { ResiliparseVersion } from './patterns.js';

/** How the text is laid out. */
export interface LayoutOptions {
  readonly preserveFormatting: boolean;
  readonly listBullets: boolean;
  readonly links: boolean;
  readonly version: ResiliparseVersion;
}

/** White space that is not one space already. */
const uncollapsed = /[\t\n\v\f\r ]{2,}|[\t\n\v\f\r]/g;

const bigBlocks = new Set<number>([Tag.p, Tag.h1, Tag.h2, Tag.h3, Tag.h4]);

/**
 * Lays out a page as resiliparse does: blocks on lines of their own, paragraphs and headings with a blank line around
 * them (margins collapse), list items with bullets or numbers and indents, cells apart by two tabs.
 *
 * Fed with the starts and ends of elements in document order; a *run* is the text between two of them that begin
 * something new.
 */
export class TextWriter {
  readonly #pieces: string[] = [];
  readonly #options: LayoutOptions;
  // the run that is being collected
  #isOpen = false;
  #tag: number = Tag.none;
  #isEnd = false;
  #depth = 0;
  #preDepth = 0;
  #isBlock = false;
  #isBig = false;
  #collapses = true;
  #text: string | null = null;
  // the layout so far
  #margin = 0;
  #prefix = '';
  #hasBullet = false;
  #listDepth = 0;
  /** Next number of each open list; 0 for one with bullets. */
  readonly #numbers: number[] = [];

  constructor(options: LayoutOptions) {
    this.#options = options;
  }

  /** A text node. */
  add(text: string, depth: number): void {
    if (!this.#isOpen || depth < this.#depth) this.#begin(Tag['#text'], depth, false);
    this.append(text);
  }

  /** Text that stands for the element whose start or end was fed last. */
  append(text: string): void {
    this.#text = this.#text === null ? text : this.#text + text;
  }

  /** The start of a table cell that has one before it in its row, or none (release 2 only). */
  cell(hasPrevious: boolean): void {
    this.#putMargin();
    if (!hasPrevious) return;
    if (this.#options.preserveFormatting) this.#pieces.push('\t\t');
    else if (this.#pieces.length > 0 && !this.#endsInSpace()) this.#pieces.push(' ');
  }

  /** The start or end of an element. */
  element(tag: number, depth: number, isEnd: boolean): void {
    const begins =
      !this.#isOpen ||
      isBlock(tag) ||
      depth < this.#depth ||
      tag === Tag.textarea ||
      (tag === Tag.a && this.#options.links) ||
      ((tag === Tag.td || tag === Tag.th) && this.#options.version === '2');
    if (begins) this.#begin(tag, depth, isEnd);
    if (tag === Tag.br && this.#options.preserveFormatting) {
      this.#text ??= '';
      this.#collapses = false;
    } else if (tag === Tag.a && this.#options.links) this.#isBlock = false;
  }

  /** The text, without white space at its end. */
  finish(): string {
    this.#flush();
    this.#trimEnd();
    return this.#pieces.join('');
  }

  #begin(tag: number, depth: number, isEnd: boolean): void {
    this.#flush();
    this.#isOpen = true;
    this.#tag = tag;
    this.#isEnd = isEnd;
    this.#depth = depth;
    this.#isBlock = isBlock(tag);
    this.#isBig = bigBlocks.has(tag);
    this.#collapses = true;
    this.#text = null;
    if (tag === Tag.pre || tag === Tag.textarea) this.#preDepth += isEnd ? -1 : 1;
  }

  /** Lays out the run that ends here. */
  #flush(): void {
    if (!this.#isOpen) return;
    const { preserveFormatting, listBullets, version } = this.#options;
    if (preserveFormatting) this.#lists();
    const isCell = this.#tag === Tag.td || this.#tag === Tag.th;
    if (this.#isBlock) {
      const margin = this.#isBig && !(this.#collapses && this.#preDepth > 0) ? 2 : 1;
      this.#margin = this.#collapses ? Math.max(this.#margin, margin) : this.#margin + margin;
    }
    if (this.#text === null) return;
    let text = this.#text;
    if (this.#preDepth === 0 || !preserveFormatting) {
      text = text.replace(uncollapsed, ' ');
      const strips = this.#isBlock || this.#endsInSpace();
      if (strips && text.charCodeAt(0) === 32) text = text.slice(1);
    }
    if (text === '' || (version === '2' && isCell && this.#isEnd && isBlank(text))) return;
    this.#putMargin();
    if (this.#listDepth > 0 && preserveFormatting) {
      this.#pieces.push('  '.repeat(this.#listDepth + (listBullets && !this.#hasBullet ? 1 : 0)));
      this.#hasBullet = false;
    }
    if (
      isCell &&
      version === '1' &&
      preserveFormatting &&
      this.#pieces.length > 0 &&
      !this.#endsInLineFeed()
    ) {
      this.#pieces.push('\t\t');
    }
    if (this.#prefix !== '') this.#pieces.push(this.#prefix);
    this.#prefix = '';
    this.#pieces.push(text);
  }

  #lists(): void {
    const tag = this.#tag;
    const isItem = tag === Tag.li;
    if (tag === Tag.ul || tag === Tag.ol || (isItem && this.#listDepth === 0)) {
      if (this.#isEnd) {
        this.#listDepth--;
        this.#numbers.pop();
        this.#hasBullet = false;
        this.#prefix = '';
      } else {
        this.#listDepth++;
        this.#numbers.push(tag === Tag.ol ? 1 : 0);
      }
    }
    if (!isItem || !this.#options.listBullets || this.#numbers.length === 0) return;
    const number = this.#numbers[this.#numbers.length - 1]!;
    this.#prefix = number === 0 ? '• ' : `${number}. `;
    if (number > 0 && !this.#isEnd) this.#numbers[this.#numbers.length - 1] = number + 1;
    this.#hasBullet = !this.#isEnd;
  }

  #putMargin(): void {
    if (this.#margin > 0) {
      const { preserveFormatting } = this.#options;
      if (this.#preDepth === 0 || !preserveFormatting) this.#trimEnd();
      if (this.#pieces.length > 0) this.#pieces.push(preserveFormatting ? '\n'.repeat(this.#margin) : ' ');
      this.#margin = 0;
    }
  }

  #endsInLineFeed(): boolean {
    return this.#pieces[this.#pieces.length - 1]?.endsWith('\n') ?? false;
  }

  #endsInSpace(): boolean {
    const last = this.#pieces[this.#pieces.length - 1];
    return last !== undefined && isSpace(last.charCodeAt(last.length - 1));
  }

  #trimEnd(): void {
    for (let last = this.#pieces.pop(); last !== undefined; last = this.#pieces.pop()) {
      let end = last.length;
      while (end > 0 && isSpace(last.charCodeAt(end - 1))) end--;
      if (end === 0) continue;
      this.#pieces.push(end === last.length ? last : last.slice(0, end));
      return;
    }
  }
}

function isBlank(text: string): boolean {
  let at = 0;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at === text.length;
}

function isSpace(unit: number): boolean {
  return unit === 32 || (unit <= 13 && unit >= 9);
}

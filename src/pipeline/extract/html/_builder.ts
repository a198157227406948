import { ActiveFormatting } from './_active-formatting.js';
import { NodeStore } from './_node-store.js';
import { OpenElements } from './_open-elements.js';
import { isSpace, Tokenizer } from './_tokenizer.js';
import { attributeNumbers, type AttributeName } from './attributes.js';
import { Kind, Tag, tagKinds } from './tags.js';

/** The insertion modes, by number. Raw text and table text need none: they are read at one go. */
export const Mode = {
  initial: 0, beforeHead: 1, inHead: 2, inHeadNoscript: 3, afterHead: 4, inBody: 5, inTable: 6, inCaption: 7,
  inColumnGroup: 8, inTableBody: 9, inRow: 10, inCell: 11, inSelect: 12, inSelectInTable: 13, inTemplate: 14,
  afterBody: 15, inFrameset: 16, afterFrameset: 17, afterAfterBody: 18, afterAfterFrameset: 19,
} as const; // prettier-ignore

/** What an insertion mode does with a token; the token's fields are in `builder.token`. */
export interface ModeRules {
  start(builder: Builder): void;
  end(builder: Builder): void;
  text(builder: Builder, start: number, end: number): void;
}

/** The state of the tree construction ("Tree construction", `whatwg2024html`) and the steps all modes share. */
export class Builder {
  readonly token: Tokenizer;
  readonly store: NodeStore;
  readonly open: OpenElements;
  readonly formatting: ActiveFormatting;
  mode: number = Mode.initial;
  /** Modes of the open templates. */
  readonly templateModes: number[] = [];
  head = 0;
  form = 0;
  body = 0;
  /** Whether a `frameset` may still take the body's place. */
  allowsFrameset = true;
  /** Whether what a table cannot hold is put before it. */
  isFostering = false;
  /** Whether the page has no doctype, or an old one. */
  isQuirky = true;
  /** Whether a line feed that comes next is dropped: after `pre`, `listing` and `textarea`. */
  skipsLineFeed = false;

  constructor(
    readonly html: string,
    private readonly rules: readonly ModeRules[],
  ) {
    this.token = new Tokenizer(html);
    this.store = new NodeStore(html);
    this.open = new OpenElements(this.store);
    this.formatting = new ActiveFormatting(this.store, this.open, () => this.token.attributes);
  }

  /** Handles the start tag by another mode, or again by the mode just set. */
  start(mode = this.mode): void {
    this.rules[mode]!.start(this);
  }

  end(mode = this.mode): void {
    this.rules[mode]!.end(this);
  }

  text(start: number, end: number, mode = this.mode): void {
    this.rules[mode]!.text(this, start, end);
  }

  get currentTag(): number {
    return this.store.tag[this.open.current]!;
  }

  /** Where the white space at the start of a text ends. */
  spaceEnd(start: number, end: number): number {
    let at = start;
    while (at < end && isSpace(this.html.charCodeAt(at))) at++;
    return at;
  }

  /** Inserts an element for the start tag and opens it. */
  insert(tag = this.token.tag, namespace = 0): number {
    const { attributesStart, attributesEnd } = this.token;
    const node = this.store.element(tag, namespace, attributesStart, attributesEnd);
    this.place(node);
    this.open.push(node);
    return node;
  }

  /** Gives an element the start tag's attributes that it does not have. */
  joinAttributes(node: number): void {
    const { token, store } = this;
    const { attributesStart, attributesEnd } = token;
    if (attributesStart === attributesEnd) return;
    // a new range: the element's own come first, and the first of a name counts
    const ranges = [store.start[node]!, store.end[node]!, attributesStart, attributesEnd];
    for (let range = 0; range < 4; range += 2) {
      for (let at = ranges[range]! * 3; at < ranges[range + 1]! * 3; at += 3) {
        token.keep(token.attributes[at]!, token.attributes[at + 1]!, token.attributes[at + 2]!);
      }
    }
    store.start[node] = attributesEnd;
    store.end[node] = token.attributesEnd;
  }

  /** Inserts an element that no tag stands for, and opens it. */
  insertImplied(tag: number): number {
    const node = this.store.element(tag, 0, 0, 0);
    this.place(node);
    this.open.push(node);
    return node;
  }

  /** Inserts an element for the start tag that holds nothing. */
  insertVoid(): void {
    const { tag, attributesStart, attributesEnd } = this.token;
    this.place(this.store.element(tag, 0, attributesStart, attributesEnd));
  }

  /** Inserts an element and the raw text behind it, up to its end tag. */
  insertRaw(decodes: boolean): void {
    const { tag } = this.token;
    const node = this.insert();
    if (this.token.rawText(tag, decodes)) {
      let { start } = this.token;
      if (tag === Tag.textarea && this.html.charCodeAt(start) === 10) start++;
      this.store.insertText(start, this.token.end, this.token.isCoded ? 4 | +decodes : 0, node, 0);
    }
    this.open.pop();
  }

  /** Links a node where the next one belongs: in the innermost element, or before its table. */
  place(node: number, target = this.open.current): void {
    if (this.isFostering && this.#isTablePart(target)) {
      const { parent, before } = this.#fosterParent();
      this.store.insert(node, parent, before);
    } else this.store.insert(node, target, 0);
  }

  /** Inserts characters where the next node belongs. */
  insertText(start: number, end: number, nulls = 2): void {
    if (start === end) return;
    const decoding = this.token.isCoded ? 1 | nulls : 0;
    const target = this.open.current;
    if (this.isFostering && this.#isTablePart(target)) {
      const { parent, before } = this.#fosterParent();
      this.store.insertText(start, end, decoding, parent, before);
    } else this.store.insertText(start, end, decoding, target, 0);
  }

  comment(): void {
    if (this.open.length === 0) return;
    // behind the body, comments are the html element's; but SVG that is still open keeps its own
    if (this.store.namespace[this.open.current] !== 0) this.place(this.store.comment());
    else if (this.mode === Mode.afterBody) this.store.insert(this.store.comment(), this.open.nodes[0]!, 0);
    else if (this.mode < Mode.afterAfterBody) this.place(this.store.comment());
  }

  reconstruct(): void {
    this.formatting.reconstruct((node) => {
      this.place(node);
      this.open.push(node);
    });
  }

  /** Closes a `p` that is open in button scope. */
  closeParagraph(): void {
    if (!this.open.inScope(Tag.p, Kind.buttonScope)) return;
    this.open.popImplied(Tag.p);
    this.open.popThrough(Tag.p);
  }

  /** An attribute of the tag being handled, as it is written, in lower case; null when it is absent. */
  attribute(name: AttributeName): string | null {
    const { attributes, attributesStart, attributesEnd } = this.token;
    const number = attributeNumbers[name];
    for (let at = attributesStart * 3; at < attributesEnd * 3; at += 3) {
      if (attributes[at] === number)
        return this.html.slice(attributes[at + 1], attributes[at + 2]).toLowerCase();
    }
    return null;
  }

  /** Sets the mode that fits the open elements ("Reset the insertion mode appropriately"). */
  resetMode(): void {
    for (let at = this.open.length - 1; at >= 0; at--) {
      const mode = this.#modeOf(this.store.tag[this.open.nodes[at]!]!, at);
      if (mode >= 0) {
        this.mode = mode;
        return;
      }
    }
    this.mode = Mode.inBody;
  }

  #modeOf(tag: number, at: number): number {
    switch (tag) {
      case Tag.select:
        return this.#isInTable(at) ? Mode.inSelectInTable : Mode.inSelect;
      case Tag.td:
      case Tag.th:
        return Mode.inCell;
      case Tag.tr:
        return Mode.inRow;
      case Tag.tbody:
      case Tag.thead:
      case Tag.tfoot:
        return Mode.inTableBody;
      case Tag.caption:
        return Mode.inCaption;
      case Tag.colgroup:
        return Mode.inColumnGroup;
      case Tag.table:
        return Mode.inTable;
      case Tag.template:
        return this.templateModes[this.templateModes.length - 1] ?? Mode.inTemplate;
      case Tag.head:
        return at > 0 ? Mode.inHead : -1;
      case Tag.body:
        return Mode.inBody;
      case Tag.frameset:
        return Mode.inFrameset;
      case Tag.html:
        return this.head === 0 ? Mode.beforeHead : Mode.afterHead;
      default:
        return -1;
    }
  }

  #isInTable(at: number): boolean {
    for (let above = at - 1; above > 0; above--) {
      const tag = this.store.tag[this.open.nodes[above]!]!;
      if (tag === Tag.template) return false;
      if (tag === Tag.table) return true;
    }
    return false;
  }

  #isTablePart(node: number): boolean {
    return (tagKinds[this.store.tag[node]!]! & Kind.tablePart) !== 0 && this.store.namespace[node] === 0;
  }

  /** Before the innermost table, or in the element above it; in a template that is further in ("foster parent"). */
  #fosterParent(): { parent: number; before: number } {
    const table = this.open.find(Tag.table);
    const template = this.open.find(Tag.template);
    if (template > table) return { parent: this.open.nodes[template]!, before: 0 };
    if (table < 0) return { parent: this.open.nodes[0]!, before: 0 };
    const node = this.open.nodes[table]!;
    const parent = this.store.parent[node]!;
    return parent === 0 ? { parent: this.open.nodes[table - 1]!, before: 0 } : { parent, before: node };
  }
}

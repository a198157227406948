import { attributeNames } from './attributes.js';
import { lowerCase, NameTable, stepHash } from './_name-table.js';
import { firstOtherTag, Tag, tagNames } from './tags.js';

/** Kinds of tokens. */
export const Token = { end: 0, text: 1, startTag: 2, endTag: 3, comment: 4, doctype: 5 } as const;

const tagTable = new NameTable(tagNames.map((name) => (name.startsWith('#') ? '' : name)));
const attributeTable = new NameTable(['', ...attributeNames]);

/**
 * Cuts a page into tokens as the HTML standard does ("Tokenization", `whatwg2024html`), pulled one by one. Nothing is
 * copied: a token is a range of the page. The tree construction says when text is raw, and when CDATA is allowed.
 */
export class Tokenizer {
  kind: number = Token.end;
  /** Range of the token's text, of a text or comment. */
  start = 0;
  end = 0;
  /** Whether the text holds `&` or NUL and must be decoded. */
  isCoded = false;
  tag: number = Tag.none;
  isSelfClosing = false;
  /** Range of the tag's attributes in {@link attributes}. */
  attributesStart = 0;
  attributesEnd = 0;
  /** Three numbers an attribute: its name's number, start and end of its value. */
  attributes = new Int32Array(3 * 256);
  position = 0;
  /** Whether `<![CDATA[` begins text: only inside SVG and MathML. */
  allowsCdata = false;

  readonly #html: string;
  readonly #otherTags = new Map<string, number>();
  #nextAmpersand = -1;
  #nextNull = -1;
  #nextBang = -1;
  #drops = false;

  constructor(html: string) {
    this.#html = html;
  }

  /** Names the page uses beyond the known ones, by number less {@link firstOtherTag}. */
  get otherTags(): string[] {
    return [...this.#otherTags.keys()];
  }

  /** Moves to the next token. */
  next(): number {
    const html = this.#html;
    const length = html.length;
    let start = this.position;
    let open = start;
    for (;;) {
      if (start >= length) return (this.kind = Token.end);
      open = html.indexOf('<', open);
      if (open < 0) return this.#text(start, length);
      const unit = html.charCodeAt(open + 1);
      if ((unit | 32) >= 97 && (unit | 32) <= 122) {
        if (open > start) return this.#text(start, open);
        return this.#tag(open + 1, Token.startTag);
      }
      if (unit === 0x2f) {
        const name = html.charCodeAt(open + 2) | 32;
        if (name >= 97 && name <= 122) {
          if (open > start) return this.#text(start, open);
          return this.#tag(open + 2, Token.endTag);
        }
        // "</" at the very end is text
        if (open + 2 < length) {
          if (open > start) return this.#text(start, open);
          if (html.charCodeAt(open + 2) === 0x3e) {
            // "</>" is nothing at all
            start = open = open + 3;
            continue;
          }
          return this.#bogusComment(open + 2);
        }
      } else if (unit === 0x21) {
        if (open > start) return this.#text(start, open);
        return this.#markup(open + 2);
      } else if (unit === 0x3f) {
        if (open > start) return this.#text(start, open);
        return this.#bogusComment(open + 1);
      }
      open++;
    }
  }

  /**
   * Reads raw text (`style`, `title` …) up to its end tag, which is read too; to the end of the page when there is
   * none. Gives whether there was any text, whose range is then in `start` and `end`.
   */
  rawText(tag: number, decodes: boolean): boolean {
    const start = this.position;
    const end = tag === Tag.script ? this.#scriptEnd(start) : this.#rawEnd(start, tagNames[tag]!);
    this.start = start;
    this.end = end;
    this.isCoded = this.#holdsNull(start, end) || (decodes && this.#holdsAmpersand(start, end));
    if (end < this.#html.length) this.#tag(end + 2, Token.endTag);
    else this.position = end;
    this.start = start;
    this.end = end;
    return end > start;
  }

  /** Everything left, as text (`plaintext`). */
  rest(): boolean {
    this.start = this.position;
    this.end = this.position = this.#html.length;
    this.isCoded = this.#holdsNull(this.start, this.end);
    return this.end > this.start;
  }

  #text(start: number, end: number): number {
    this.start = start;
    this.end = end;
    this.isCoded = this.#holdsAmpersand(start, end) || this.#holdsNull(start, end);
    this.position = end;
    return (this.kind = Token.text);
  }

  // where the next "&" and NUL are is remembered, so that a page is searched once for each
  #holdsAmpersand(start: number, end: number): boolean {
    if (this.#nextAmpersand < start) this.#nextAmpersand = indexOrEnd(this.#html, '&', start);
    return this.#nextAmpersand < end;
  }

  #holdsNull(start: number, end: number): boolean {
    if (this.#nextNull < start) this.#nextNull = indexOrEnd(this.#html, '\0', start);
    return this.#nextNull < end;
  }

  /** `<!`: a comment, a doctype, CDATA, or a bogus comment. */
  #markup(at: number): number {
    const html = this.#html;
    if (html.startsWith('--', at)) return this.#comment(at + 2);
    if (this.allowsCdata && html.startsWith('[CDATA[', at)) {
      const end = indexOrEnd(html, ']]>', at + 7);
      this.start = at + 7;
      this.end = Math.min(end, html.length);
      this.isCoded = this.#holdsNull(this.start, this.end);
      this.position = Math.min(end + 3, html.length);
      return (this.kind = Token.text);
    }
    const isDoctype = html.slice(at, at + 7).toLowerCase() === 'doctype';
    this.#bogusComment(at);
    return (this.kind = isDoctype ? Token.doctype : Token.comment);
  }

  #comment(at: number): number {
    const html = this.#html;
    this.kind = Token.comment;
    this.start = at;
    if (html.charCodeAt(at) === 0x3e || html.startsWith('->', at)) {
      this.end = at;
      this.position = html.indexOf('>', at) + 1;
      return this.kind;
    }
    // "--!>" ends a comment too; where the next one is, is remembered
    if (this.#nextBang < at) this.#nextBang = indexOrEnd(html, '--!>', at);
    const end = Math.min(indexOrEnd(html, '-->', at), html.length);
    if (this.#nextBang < end) {
      this.end = this.#nextBang;
      this.position = this.end + 4;
    } else {
      this.end = end;
      this.position = Math.min(end + 3, html.length);
    }
    return this.kind;
  }

  #bogusComment(at: number): number {
    const end = Math.min(indexOrEnd(this.#html, '>', at), this.#html.length);
    this.start = at;
    this.end = end;
    this.position = Math.min(end + 1, this.#html.length);
    return (this.kind = Token.comment);
  }

  /** A tag whose name begins at `start`. A tag that the page's end cuts off is no token. */
  #tag(start: number, kind: number): number {
    const html = this.#html;
    let at = start;
    let hash = 0;
    let unit = 0;
    for (; ; at++) {
      unit = html.charCodeAt(at);
      if (unit !== unit) return this.#cutOff();
      if (unit <= 62 && (unit === 62 || unit === 47 || isSpace(unit))) break;
      if (unit >= 65 && unit <= 90) unit += 32;
      hash = stepHash(hash, unit);
    }
    this.kind = kind;
    this.tag = tagTable.find(html, start, at, hash) || this.#otherTag(html.slice(start, at).toLowerCase());
    this.isSelfClosing = false;
    // an end tag's attributes mean nothing: the next tag takes their place
    if (this.#drops) this.attributesEnd = this.attributesStart;
    this.#drops = kind === Token.endTag;
    this.attributesStart = this.attributesEnd;
    if (unit === 62) {
      this.position = at + 1;
      return kind;
    }
    return this.#attributes(at, kind);
  }

  #attributes(at: number, kind: number): number {
    const html = this.#html;
    for (;;) {
      let unit = html.charCodeAt(at);
      while (isSpace(unit)) unit = html.charCodeAt(++at);
      if (unit === 62) break;
      if (unit === 47) {
        if (html.charCodeAt(at + 1) === 62) {
          this.isSelfClosing = true;
          at++;
          break;
        }
        at++;
        continue;
      }
      // a name may begin with "="
      const nameStart = at;
      let hash = 0;
      do {
        if (unit !== unit) return this.#cutOff();
        hash = stepHash(hash, unit >= 65 && unit <= 90 ? unit + 32 : unit);
        unit = html.charCodeAt(++at);
      } while (!(unit <= 62 && (unit === 61 || unit === 62 || unit === 47 || isSpace(unit))));
      const nameEnd = at;
      while (isSpace(unit)) unit = html.charCodeAt(++at);
      let valueStart = at;
      let valueEnd = at;
      if (unit === 61) {
        unit = html.charCodeAt(++at);
        while (isSpace(unit)) unit = html.charCodeAt(++at);
        if (unit === 34 || unit === 39) {
          valueStart = at + 1;
          valueEnd = html.indexOf(unit === 34 ? '"' : "'", valueStart);
          if (valueEnd < 0) return this.#cutOff();
          at = valueEnd + 1;
        } else {
          valueStart = at;
          while (unit !== 62 && !isSpace(unit)) {
            if (unit !== unit) return this.#cutOff();
            unit = html.charCodeAt(++at);
          }
          valueEnd = at;
        }
      }
      const number = attributeTable.find(html, nameStart, nameEnd, hash);
      if (number > 0) this.keep(number, valueStart, valueEnd);
    }
    this.position = at + 1;
    return kind;
  }

  /** Writes one attribute behind those of the current tag. */
  keep(number: number, start: number, end: number): void {
    const at = this.attributesEnd * 3;
    if (at + 3 > this.attributes.length) {
      const grown = new Int32Array(this.attributes.length * 2);
      grown.set(this.attributes);
      this.attributes = grown;
    }
    this.attributes[at] = number;
    this.attributes[at + 1] = start;
    this.attributes[at + 2] = end;
    this.attributesEnd++;
  }

  #cutOff(): number {
    this.position = this.#html.length;
    return (this.kind = Token.end);
  }

  #otherTag(written: string): number {
    const name = written.replaceAll('\0', '\ufffd');
    const known = this.#otherTags.get(name);
    if (known !== undefined) return known;
    // numbers must fit 16 bits; a page with more names than that shares the last
    const number = Math.min(firstOtherTag + this.#otherTags.size, 2 ** 16 - 1);
    this.#otherTags.set(name, number);
    return number;
  }

  /** Where `</name` begins, followed by what ends a name; the page's length when nowhere. */
  #rawEnd(from: number, name: string): number {
    const html = this.#html;
    for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
      if (this.#namesAt(at + 2, name)) return at;
    }
    return html.length;
  }

  /** The end of a script, which may hold `<!-- <script> </script> -->` ("script data escaped state" and following). */
  #scriptEnd(from: number): number {
    const html = this.#html;
    let isEscaped = false;
    let isDoublyEscaped = false;
    let close = -1;
    for (let at = from; ;) {
      const open = indexOrEnd(html, '<', at);
      if (isEscaped) {
        if (close < at) close = indexOrEnd(html, '-->', at);
        if (close < open) {
          isEscaped = isDoublyEscaped = false;
          at = close + 3;
          continue;
        }
      }
      if (open >= html.length) return html.length;
      at = open + 1;
      if (html.charCodeAt(at) === 0x2f && this.#namesAt(at + 1, 'script')) {
        if (!isDoublyEscaped) return open;
        isDoublyEscaped = false;
      } else if (!isEscaped && html.startsWith('!--', at)) {
        isEscaped = true;
        at += 1; // its dashes may also be those of "-->"
      } else if (isEscaped && this.#namesAt(at, 'script')) isDoublyEscaped = true;
    }
  }

  #namesAt(at: number, name: string): boolean {
    const html = this.#html;
    for (let i = 0; i < name.length; i++) {
      if (lowerCase(html.charCodeAt(at + i)) !== name.charCodeAt(i)) return false;
    }
    const unit = html.charCodeAt(at + name.length);
    return unit === 62 || unit === 47 || isSpace(unit);
  }
}

/** Whether a code unit is one of the five white-space characters of HTML (a carriage return counts as a line feed). */
export function isSpace(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 9 || unit === 12 || unit === 13;
}

function indexOrEnd(text: string, sought: string, from: number): number {
  const at = text.indexOf(sought, from);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

import { isSpecial } from './_active-formatting.js';
import { endTemplate } from './_before-body.js';
import { Mode, type Builder, type ModeRules } from './_builder.js';
import { Kind, Tag, tagKinds, tagNames } from './tags.js';

/** What a start tag does in the body. */
const Start = {
  other: 0, html: 1, head: 2, body: 3, frameset: 4, block: 5, heading: 6, preformatted: 7, form: 8, listItem: 9,
  definition: 10, plaintext: 11, button: 12, anchor: 13, formatting: 14, nobr: 15, object: 16, table: 17, void: 18,
  input: 19, parameter: 20, rule: 21, image: 22, textarea: 23, xmp: 24, raw: 25, select: 26, option: 27, rubyBase: 28,
  rubyText: 29, math: 30, svg: 31, ignored: 32,
} as const; // prettier-ignore

/** What an end tag does in the body. */
const End = {
  other: 0, template: 1, body: 2, html: 3, block: 4, form: 5, paragraph: 6, listItem: 7, definition: 8, heading: 9,
  formatting: 10, object: 11, break: 12,
} as const; // prettier-ignore

const starts = actions({
  html: 'html',
  head: 'base basefont bgsound link meta noframes script style template title',
  body: 'body',
  frameset: 'frameset',
  block:
    'address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup ' +
    'main menu nav ol p search section summary ul',
  heading: 'h1 h2 h3 h4 h5 h6',
  preformatted: 'pre listing',
  form: 'form',
  listItem: 'li',
  definition: 'dd dt',
  plaintext: 'plaintext',
  button: 'button',
  anchor: 'a',
  formatting: 'b big code em font i s small strike strong tt u',
  nobr: 'nobr',
  object: 'applet marquee object',
  table: 'table',
  void: 'area br embed img keygen wbr',
  input: 'input',
  parameter: 'param source track',
  rule: 'hr',
  image: 'image',
  textarea: 'textarea',
  xmp: 'xmp',
  raw: 'iframe noembed',
  select: 'select',
  option: 'optgroup option',
  rubyBase: 'rb rtc',
  rubyText: 'rp rt',
  math: 'math',
  svg: 'svg',
  ignored: 'caption col colgroup frame head tbody td tfoot th thead tr',
}, Start); // prettier-ignore

const ends = actions({
  template: 'template',
  body: 'body',
  html: 'html',
  block:
    'address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer header ' +
    'hgroup listing main menu nav ol pre search section select summary ul',
  form: 'form',
  paragraph: 'p',
  listItem: 'li',
  definition: 'dd dt',
  heading: 'h1 h2 h3 h4 h5 h6',
  formatting: 'a b big code em font i nobr s small strike strong tt u',
  object: 'applet marquee object',
  break: 'br',
}, End); // prettier-ignore

function actions<Name extends string>(
  lists: Partial<Record<Name, string>>,
  numbers: Readonly<Record<Name, number>>,
): Uint8Array {
  const table = new Uint8Array(2 ** 16);
  for (const [name, list] of Object.entries(lists) as [Name, string][]) {
    for (const tag of list.split(' ')) table[tagNames.indexOf(tag)] = numbers[name];
  }
  return table;
}

/** Inside `body`: the rules of nearly all of a page. */
export const inBody: ModeRules = {
  start(b) {
    const { tag } = b.token;
    switch (starts[tag]) {
      case 0: // other
        b.reconstruct();
        b.insert();
        return;
      case 1: // html
        if (!b.open.holds(Tag.template)) b.joinAttributes(b.open.nodes[0]!);
        return;
      case 2: // head
        return b.start(Mode.inHead);
      case 3: // body
        if (b.open.holds(Tag.template) || b.store.tag[b.open.nodes[1]!] !== Tag.body) return;
        b.allowsFrameset = false;
        return b.joinAttributes(b.open.nodes[1]!);
      case 4:
        return frameset(b);
      case 5: // block
        b.closeParagraph();
        b.insert();
        return;
      case 6: // heading
        b.closeParagraph();
        if (tagKinds[b.currentTag]! & Kind.heading && b.store.namespace[b.open.current] === 0) b.open.pop();
        b.insert();
        return;
      case 7: // preformatted
        b.closeParagraph();
        b.insert();
        b.skipsLineFeed = true;
        b.allowsFrameset = false;
        return;
      case 8: {
        const inTemplate = b.open.holds(Tag.template);
        if (b.form !== 0 && !inTemplate) return;
        b.closeParagraph();
        const form = b.insert();
        if (!inTemplate) b.form = form;
        return;
      }
      case 9: // list item
        return listItem(b, Tag.li, Tag.li);
      case 10: // definition
        return listItem(b, Tag.dd, Tag.dt);
      case 11: // plaintext: nothing ends it
        b.closeParagraph();
        b.insert();
        if (!b.token.rest()) return;
        b.reconstruct();
        b.store.insertText(b.token.start, b.token.end, b.token.isCoded ? 4 : 0, b.open.current, 0);
        return;
      case 12: // button
        if (b.open.inScope(Tag.button, Kind.scope)) {
          b.open.popImplied(Tag.none);
          b.open.popThrough(Tag.button);
        }
        b.reconstruct();
        b.insert();
        b.allowsFrameset = false;
        return;
      case 13:
        return anchor(b);
      case 14: // formatting
        b.reconstruct();
        b.formatting.push(b.insert());
        return;
      case 15: // nobr
        b.reconstruct();
        if (b.open.inScope(Tag.nobr, Kind.scope)) {
          adopt(b, Tag.nobr);
          b.reconstruct();
        }
        b.formatting.push(b.insert());
        return;
      case 16: // object
        b.reconstruct();
        b.insert();
        b.formatting.pushMarker();
        b.allowsFrameset = false;
        return;
      case 17: // table
        // without a doctype a table does not end a paragraph
        if (!b.isQuirky) b.closeParagraph();
        b.insert();
        b.allowsFrameset = false;
        b.mode = Mode.inTable;
        return;
      case 18: // void
        b.reconstruct();
        b.insertVoid();
        b.allowsFrameset = false;
        return;
      case 19: // input
        b.reconstruct();
        b.insertVoid();
        if (b.attribute('type') !== 'hidden') b.allowsFrameset = false;
        return;
      case 20: // parameter
        return b.insertVoid();
      case 21: // rule
        b.closeParagraph();
        b.insertVoid();
        b.allowsFrameset = false;
        return;
      case 22: // image is a misspelt img
        b.token.tag = Tag.img;
        return b.start();
      case 23: // textarea
        b.allowsFrameset = false;
        return b.insertRaw(true);
      case 24: // xmp
        b.closeParagraph();
        b.reconstruct();
        b.allowsFrameset = false;
        return b.insertRaw(false);
      case 25: // raw
        b.allowsFrameset = false;
        return b.insertRaw(false);
      case 26: // select
        b.reconstruct();
        b.insert();
        b.allowsFrameset = false;
        b.mode = b.mode >= Mode.inTable && b.mode <= Mode.inCell ? Mode.inSelectInTable : Mode.inSelect;
        return;
      case 27: // option
        if (b.currentTag === Tag.option) b.open.pop();
        b.reconstruct();
        b.insert();
        return;
      case 28: // ruby base
        if (b.open.inScope(Tag.ruby, Kind.scope)) b.open.popImplied(Tag.none);
        b.insert();
        return;
      case 29: // ruby text
        if (b.open.inScope(Tag.ruby, Kind.scope)) b.open.popImplied(Tag.rtc);
        b.insert();
        return;
      case 30: // math
      case 31: // svg
        b.reconstruct();
        b.insert(tag, tag === Tag.math ? 1 : 2);
        if (b.token.isSelfClosing) b.open.pop();
        return;
      default: // ignored
        return;
    }
  },

  end(b) {
    const { tag } = b.token;
    switch (ends[tag]) {
      case 0: // other
        return endOther(b, tag);
      case 1:
        return endTemplate(b);
      case 2: // body
        if (b.open.inScope(Tag.body, Kind.scope)) b.mode = Mode.afterBody;
        return;
      case 3: // html
        if (!b.open.inScope(Tag.body, Kind.scope)) return;
        b.mode = Mode.afterBody;
        return b.end();
      case 4: // block
        if (!b.open.inScope(tag, Kind.scope)) return;
        b.open.popImplied(Tag.none);
        return b.open.popThrough(tag);
      case 5:
        return endForm(b);
      case 6: // paragraph: one that is not open is made
        if (!b.open.inScope(Tag.p, Kind.buttonScope)) b.insertImplied(Tag.p);
        return b.closeParagraph();
      case 7: // list item
        if (!b.open.inScope(Tag.li, Kind.listScope)) return;
        b.open.popImplied(Tag.li);
        return b.open.popThrough(Tag.li);
      case 8: // definition
        if (!b.open.inScope(tag, Kind.scope)) return;
        b.open.popImplied(tag);
        return b.open.popThrough(tag);
      case 9: // heading: any heading's end ends any heading
        if (!b.open.headingInScope()) return;
        b.open.popImplied(Tag.none);
        while (!(tagKinds[b.store.tag[b.open.pop()]!]! & Kind.heading));
        return;
      case 10:
        return adopt(b, tag);
      case 11: // object
        if (!b.open.inScope(tag, Kind.scope)) return;
        b.open.popImplied(Tag.none);
        b.open.popThrough(tag);
        return b.formatting.clearToMarker();
      case 12: // </br> is taken for <br>
        b.reconstruct();
        b.place(b.store.element(Tag.br, 0, 0, 0));
        b.allowsFrameset = false;
        return;
    }
  },

  text(b, start, end) {
    b.reconstruct();
    b.insertText(start, end);
    if (b.allowsFrameset && b.spaceEnd(start, end) < end) b.allowsFrameset = false;
  },
};

function frameset(b: Builder): void {
  if (!b.allowsFrameset || b.open.length < 2 || b.store.tag[b.open.nodes[1]!] !== Tag.body) return;
  b.store.detach(b.open.nodes[1]!);
  b.open.popTo(1);
  b.body = b.insert();
  b.mode = Mode.inFrameset;
}

/** `li`, `dd` and `dt` end an open one, unless something other than a paragraph or division stands between. */
function listItem(b: Builder, one: number, other: number): void {
  b.allowsFrameset = false;
  if (b.open.holds(one) || b.open.holds(other)) {
    const { tag: tags, namespace } = b.store;
    for (let at = b.open.length - 1; at >= 0; at--) {
      const node = b.open.nodes[at]!;
      const tag = tags[node]!;
      if ((tag === one || tag === other) && namespace[node] === 0) {
        b.open.popImplied(tag);
        b.open.popThrough(tag);
        break;
      }
      if (isSpecial(tag, namespace[node]!) && tag !== Tag.address && tag !== Tag.div && tag !== Tag.p) break;
    }
  }
  b.closeParagraph();
  b.insert();
}

/** A link ends an open link. */
function anchor(b: Builder): void {
  const open = b.formatting.find(Tag.a);
  if (open !== 0) {
    adopt(b, Tag.a);
    b.formatting.remove(open);
    b.open.remove(open);
  }
  b.reconstruct();
  b.formatting.push(b.insert());
}

function adopt(b: Builder, tag: number): void {
  const done = b.formatting.adopt(tag, (node, ancestor) => {
    const { isFostering } = b;
    b.isFostering = true;
    b.place(node, ancestor);
    b.isFostering = isFostering;
  });
  if (!done) endOther(b, tag);
}

function endForm(b: Builder): void {
  if (b.open.holds(Tag.template)) {
    if (!b.open.inScope(Tag.form, Kind.scope)) return;
    b.open.popImplied(Tag.none);
    return b.open.popThrough(Tag.form);
  }
  const { form } = b;
  b.form = 0;
  if (form === 0 || !b.open.nodeInScope(form, Kind.scope)) return;
  b.open.popImplied(Tag.none);
  b.open.remove(form);
}

/** Ends the innermost element of the tag, unless a special one is inside it. */
function endOther(b: Builder, tag: number): void {
  const { tag: tags, namespace } = b.store;
  if (b.open.find(tag) < 0) return;
  for (let at = b.open.length - 1; at >= 0; at--) {
    const node = b.open.nodes[at]!;
    if (tags[node] === tag && namespace[node] === 0) {
      b.open.popImplied(tag);
      // the element itself, which implied ends may have left further in
      b.open.popTo(Math.min(at, b.open.length));
      return;
    }
    if (isSpecial(tags[node]!, namespace[node]!)) return;
  }
}

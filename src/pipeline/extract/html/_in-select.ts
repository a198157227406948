import { endTemplate } from './_before-body.js';
import { Mode, type Builder, type ModeRules } from './_builder.js';
import { Kind, Tag } from './tags.js';

/** Inside `select`: options, and nothing else. */
export const inSelect: ModeRules = {
  start(b) {
    switch (b.token.tag) {
      case Tag.html:
        return b.start(Mode.inBody);
      case Tag.option:
        if (b.currentTag === Tag.option) b.open.pop();
        b.insert();
        return;
      case Tag.optgroup:
      case Tag.hr:
        if (b.currentTag === Tag.option) b.open.pop();
        if (b.currentTag === Tag.optgroup) b.open.pop();
        if (b.token.tag === Tag.hr) b.insertVoid();
        else b.insert();
        return;
      case Tag.select:
        endSelect(b);
        return;
      case Tag.input:
      case Tag.keygen:
      case Tag.textarea:
        if (endSelect(b)) b.start();
        return;
      case Tag.script:
      case Tag.template:
        return b.start(Mode.inHead);
    }
  },
  end(b) {
    switch (b.token.tag) {
      case Tag.optgroup:
        if (b.currentTag === Tag.option && b.store.tag[b.open.nodes[b.open.length - 2]!] === Tag.optgroup)
          b.open.pop();
        if (b.currentTag === Tag.optgroup) b.open.pop();
        return;
      case Tag.option:
        if (b.currentTag === Tag.option) b.open.pop();
        return;
      case Tag.select:
        endSelect(b);
        return;
      case Tag.template:
        return endTemplate(b);
    }
  },
  text: (b, start, end) => b.insertText(start, end),
};

/** Inside a `select` that is inside a table. */
export const inSelectInTable: ModeRules = {
  start(b) {
    if (!endsSelect(b.token.tag)) return b.start(Mode.inSelect);
    b.open.popThrough(Tag.select);
    b.resetMode();
    b.start();
  },
  end(b) {
    const { tag } = b.token;
    if (!endsSelect(tag)) return b.end(Mode.inSelect);
    if (!b.open.inScope(tag, Kind.tableScope)) return;
    b.open.popThrough(Tag.select);
    b.resetMode();
    b.end();
  },
  text: (b, start, end) => b.insertText(start, end),
};

function endSelect(b: Builder): boolean {
  if (!b.open.selectInScope()) return false;
  b.open.popThrough(Tag.select);
  b.resetMode();
  return true;
}

function endsSelect(tag: number): boolean {
  return tag === Tag.caption || tag === Tag.table || (tag >= Tag.tbody && tag <= Tag.th);
}

import { endTemplate } from './_before-body.js';
import { Mode, type ModeRules } from './_builder.js';
import { Tag } from './tags.js';

/** Behind `</body>`: whatever comes goes into the body again. */
export const afterBody: ModeRules = {
  start(b) {
    if (b.token.tag === Tag.html) return b.start(Mode.inBody);
    b.mode = Mode.inBody;
    b.start();
  },
  end(b) {
    if (b.token.tag === Tag.html) b.mode = Mode.afterAfterBody;
    else {
      b.mode = Mode.inBody;
      b.end();
    }
  },
  text(b, start, end) {
    const at = b.spaceEnd(start, end);
    if (at > start) b.text(start, at, Mode.inBody);
    if (at === end) return;
    b.mode = Mode.inBody;
    b.text(at, end);
  },
};

/** Behind `</html>`. */
export const afterAfterBody: ModeRules = {
  ...afterBody,
  end(b) {
    b.mode = Mode.inBody;
    b.end();
  },
};

/** Inside `frameset`. */
export const inFrameset: ModeRules = {
  start(b) {
    switch (b.token.tag) {
      case Tag.frameset:
        b.insert();
        return;
      case Tag.frame:
        return b.insertVoid();
      case Tag.noframes:
        return b.start(Mode.inHead);
    }
  },
  end(b) {
    if (b.token.tag !== Tag.frameset || b.open.length === 1) return;
    b.open.pop();
    if (b.currentTag !== Tag.frameset) b.mode = Mode.afterFrameset;
  },
  text() {},
};

/** Behind `</frameset>`, and behind `</html>` after one. */
export const afterFrameset: ModeRules = {
  start(b) {
    if (b.token.tag === Tag.noframes) b.start(Mode.inHead);
  },
  end(b) {
    if (b.token.tag === Tag.html) b.mode = Mode.afterAfterFrameset;
  },
  text() {},
};

/** Inside `template`: the first element says what kind of content it holds. */
export const inTemplate: ModeRules = {
  start(b) {
    const { tag } = b.token;
    switch (tag) {
      case Tag.base:
      case Tag.basefont:
      case Tag.bgsound:
      case Tag.link:
      case Tag.meta:
      case Tag.noframes:
      case Tag.script:
      case Tag.style:
      case Tag.template:
      case Tag.title:
        return b.start(Mode.inHead);
    }
    b.templateModes.pop();
    b.mode = contentMode(tag);
    b.templateModes.push(b.mode);
    b.start();
  },
  end(b) {
    if (b.token.tag === Tag.template) endTemplate(b);
  },
  text: (b, start, end) => b.text(start, end, Mode.inBody),
};

function contentMode(tag: number): number {
  switch (tag) {
    case Tag.caption:
    case Tag.colgroup:
    case Tag.tbody:
    case Tag.tfoot:
    case Tag.thead:
      return Mode.inTable;
    case Tag.col:
      return Mode.inColumnGroup;
    case Tag.tr:
      return Mode.inTableBody;
    case Tag.td:
    case Tag.th:
      return Mode.inRow;
    default:
      return Mode.inBody;
  }
}

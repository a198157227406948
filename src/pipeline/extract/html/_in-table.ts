import { endTemplate } from './_before-body.js';
import { Mode, type Builder, type ModeRules } from './_builder.js';
import { Kind, Tag, tagKinds } from './tags.js';

/** Inside `table`, outside its parts. */
export const inTable: ModeRules = {
  start(b) {
    const { tag } = b.token;
    switch (tag) {
      case Tag.caption:
        b.open.popToContext(Tag.table);
        b.formatting.pushMarker();
        b.insert();
        b.mode = Mode.inCaption;
        return;
      case Tag.colgroup:
        b.open.popToContext(Tag.table);
        b.insert();
        b.mode = Mode.inColumnGroup;
        return;
      case Tag.col:
        b.open.popToContext(Tag.table);
        b.insertImplied(Tag.colgroup);
        b.mode = Mode.inColumnGroup;
        return b.start();
      case Tag.tbody:
      case Tag.tfoot:
      case Tag.thead:
        b.open.popToContext(Tag.table);
        b.insert();
        b.mode = Mode.inTableBody;
        return;
      case Tag.td:
      case Tag.th:
      case Tag.tr:
        b.open.popToContext(Tag.table);
        b.insertImplied(Tag.tbody);
        b.mode = Mode.inTableBody;
        return b.start();
      case Tag.table:
        if (!b.open.inScope(Tag.table, Kind.tableScope)) return;
        b.open.popThrough(Tag.table);
        b.resetMode();
        return b.start();
      case Tag.style:
      case Tag.script:
      case Tag.template:
        return b.start(Mode.inHead);
      case Tag.input:
        if (b.attribute('type') !== 'hidden') break;
        return b.insertVoid();
      case Tag.form:
        if (b.form !== 0 || b.open.holds(Tag.template)) return;
        b.form = b.insert();
        b.open.pop();
        return;
    }
    fostering(b, () => b.start(Mode.inBody));
  },
  end(b) {
    switch (b.token.tag) {
      case Tag.table:
        if (!b.open.inScope(Tag.table, Kind.tableScope)) return;
        b.open.popThrough(Tag.table);
        return b.resetMode();
      case Tag.body:
      case Tag.caption:
      case Tag.col:
      case Tag.colgroup:
      case Tag.html:
      case Tag.tbody:
      case Tag.td:
      case Tag.tfoot:
      case Tag.th:
      case Tag.thead:
      case Tag.tr:
        return;
      case Tag.template:
        return endTemplate(b);
    }
    fostering(b, () => b.end(Mode.inBody));
  },
  text(b, start, end) {
    const isInPart = tagKinds[b.currentTag]! & (Kind.tablePart | Kind.scope);
    // white space stays in the table, anything else stands before it
    if (isInPart && b.spaceEnd(start, end) === end) b.insertText(start, end);
    else fostering(b, () => b.text(start, end, Mode.inBody));
  },
};

/** Inside `caption`. */
export const inCaption: ModeRules = {
  start(b) {
    if (!isTableTag(b.token.tag)) return b.start(Mode.inBody);
    if (!endCaption(b)) return;
    b.start();
  },
  end(b) {
    switch (b.token.tag) {
      case Tag.caption:
        endCaption(b);
        return;
      case Tag.table:
        if (endCaption(b)) b.end();
        return;
      case Tag.body:
      case Tag.col:
      case Tag.colgroup:
      case Tag.html:
      case Tag.tbody:
      case Tag.td:
      case Tag.tfoot:
      case Tag.th:
      case Tag.thead:
      case Tag.tr:
        return;
    }
    b.end(Mode.inBody);
  },
  text: (b, start, end) => b.text(start, end, Mode.inBody),
};

/** Inside `colgroup`. */
export const inColumnGroup: ModeRules = {
  start(b) {
    const { tag } = b.token;
    if (tag === Tag.html) return b.start(Mode.inBody);
    if (tag === Tag.col) return b.insertVoid();
    if (tag === Tag.template) return b.start(Mode.inHead);
    if (b.currentTag !== Tag.colgroup) return;
    b.open.pop();
    b.mode = Mode.inTable;
    b.start();
  },
  end(b) {
    const { tag } = b.token;
    if (tag === Tag.template) return endTemplate(b);
    if (tag === Tag.col || b.currentTag !== Tag.colgroup) return;
    b.open.pop();
    b.mode = Mode.inTable;
    if (tag !== Tag.colgroup) b.end();
  },
  text(b, start, end) {
    const at = b.spaceEnd(start, end);
    b.insertText(start, at);
    if (at === end || b.currentTag !== Tag.colgroup) return;
    b.open.pop();
    b.mode = Mode.inTable;
    b.text(at, end);
  },
};

/** Inside `tbody`, `thead` or `tfoot`. */
export const inTableBody: ModeRules = {
  start(b) {
    switch (b.token.tag) {
      case Tag.tr:
        b.open.popToContext(Tag.tbody, Tag.tfoot, Tag.thead);
        b.insert();
        b.mode = Mode.inRow;
        return;
      case Tag.th:
      case Tag.td:
        b.open.popToContext(Tag.tbody, Tag.tfoot, Tag.thead);
        b.insertImplied(Tag.tr);
        b.mode = Mode.inRow;
        return b.start();
      case Tag.caption:
      case Tag.col:
      case Tag.colgroup:
      case Tag.tbody:
      case Tag.tfoot:
      case Tag.thead:
        if (endTableBody(b)) b.start();
        return;
    }
    b.start(Mode.inTable);
  },
  end(b) {
    const { tag } = b.token;
    switch (tag) {
      case Tag.tbody:
      case Tag.tfoot:
      case Tag.thead:
        if (b.open.inScope(tag, Kind.tableScope)) endTableBody(b);
        return;
      case Tag.table:
        if (endTableBody(b)) b.end();
        return;
      case Tag.body:
      case Tag.caption:
      case Tag.col:
      case Tag.colgroup:
      case Tag.html:
      case Tag.td:
      case Tag.th:
      case Tag.tr:
        return;
    }
    b.end(Mode.inTable);
  },
  text: (b, start, end) => b.text(start, end, Mode.inTable),
};

/** Inside `tr`. */
export const inRow: ModeRules = {
  start(b) {
    const { tag } = b.token;
    switch (tag) {
      case Tag.th:
      case Tag.td:
        b.open.popToContext(Tag.tr);
        b.insert();
        b.mode = Mode.inCell;
        b.formatting.pushMarker();
        return;
      case Tag.caption:
      case Tag.col:
      case Tag.colgroup:
      case Tag.tbody:
      case Tag.tfoot:
      case Tag.thead:
      case Tag.tr:
        if (endRow(b)) b.start();
        return;
    }
    b.start(Mode.inTable);
  },
  end(b) {
    const { tag } = b.token;
    switch (tag) {
      case Tag.tr:
        endRow(b);
        return;
      case Tag.table:
        if (endRow(b)) b.end();
        return;
      case Tag.tbody:
      case Tag.tfoot:
      case Tag.thead:
        if (b.open.inScope(tag, Kind.tableScope) && endRow(b)) b.end();
        return;
      case Tag.body:
      case Tag.caption:
      case Tag.col:
      case Tag.colgroup:
      case Tag.html:
      case Tag.td:
      case Tag.th:
        return;
    }
    b.end(Mode.inTable);
  },
  text: (b, start, end) => b.text(start, end, Mode.inTable),
};

/** Inside `td` or `th`. */
export const inCell: ModeRules = {
  start(b) {
    if (!isTableTag(b.token.tag)) return b.start(Mode.inBody);
    if (!b.open.inScope(Tag.td, Kind.tableScope) && !b.open.inScope(Tag.th, Kind.tableScope)) return;
    closeCell(b);
    b.start();
  },
  end(b) {
    const { tag } = b.token;
    switch (tag) {
      case Tag.td:
      case Tag.th:
        if (!b.open.inScope(tag, Kind.tableScope)) return;
        b.open.popImplied(Tag.none);
        b.open.popThrough(tag);
        b.formatting.clearToMarker();
        b.mode = Mode.inRow;
        return;
      case Tag.body:
      case Tag.caption:
      case Tag.col:
      case Tag.colgroup:
      case Tag.html:
        return;
      case Tag.table:
      case Tag.tbody:
      case Tag.tfoot:
      case Tag.thead:
      case Tag.tr:
        if (!b.open.inScope(tag, Kind.tableScope)) return;
        closeCell(b);
        return b.end();
    }
    b.end(Mode.inBody);
  },
  text: (b, start, end) => b.text(start, end, Mode.inBody),
};

function isTableTag(tag: number): boolean {
  return tag >= Tag.caption && tag <= Tag.th;
}

/** Does something while what a table cannot hold is put before it. */
function fostering(b: Builder, act: () => void): void {
  b.isFostering = true;
  act();
  b.isFostering = false;
}

function endCaption(b: Builder): boolean {
  if (!b.open.inScope(Tag.caption, Kind.tableScope)) return false;
  b.open.popImplied(Tag.none);
  b.open.popThrough(Tag.caption);
  b.formatting.clearToMarker();
  b.mode = Mode.inTable;
  return true;
}

function endTableBody(b: Builder): boolean {
  const { open } = b;
  if (
    !open.inScope(Tag.tbody, Kind.tableScope) &&
    !open.inScope(Tag.thead, Kind.tableScope) &&
    !open.inScope(Tag.tfoot, Kind.tableScope)
  )
    return false;
  open.popToContext(Tag.tbody, Tag.tfoot, Tag.thead);
  open.pop();
  b.mode = Mode.inTable;
  return true;
}

function endRow(b: Builder): boolean {
  if (!b.open.inScope(Tag.tr, Kind.tableScope)) return false;
  b.open.popToContext(Tag.tr);
  b.open.pop();
  b.mode = Mode.inTableBody;
  return true;
}

function closeCell(b: Builder): void {
  b.open.popImplied(Tag.none);
  for (;;) {
    const node = b.open.pop();
    const tag = b.store.tag[node]!;
    if ((tag === Tag.td || tag === Tag.th) && b.store.namespace[node] === 0) break;
  }
  b.formatting.clearToMarker();
  b.mode = Mode.inRow;
}

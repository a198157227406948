import { Mode, type Builder, type ModeRules } from './_builder.js';
import { Tag } from './tags.js';

/** Before `html`: everything but white space makes the element. */
export const initial: ModeRules = {
  start(b) {
    if (b.token.tag === Tag.html) {
      const { attributesStart, attributesEnd } = b.token;
      b.open.push(b.store.element(Tag.html, 0, attributesStart, attributesEnd));
      b.mode = Mode.beforeHead;
    } else {
      implyHtml(b);
      b.start();
    }
  },
  end(b) {
    if (!mayImply(b)) return;
    implyHtml(b);
    b.end();
  },
  text(b, start, end) {
    const at = b.spaceEnd(start, end);
    if (at === end) return;
    implyHtml(b);
    b.text(at, end);
  },
};

/** Before `head`. */
export const beforeHead: ModeRules = {
  start(b) {
    if (b.token.tag === Tag.html) return b.start(Mode.inBody);
    if (b.token.tag === Tag.head) {
      b.head = b.insert();
      b.mode = Mode.inHead;
    } else {
      implyHead(b);
      b.start();
    }
  },
  end(b) {
    if (!mayImply(b)) return;
    implyHead(b);
    b.end();
  },
  text(b, start, end) {
    const at = b.spaceEnd(start, end);
    if (at === end) return;
    implyHead(b);
    b.text(at, end);
  },
};

/** Inside `head`. */
export const inHead: ModeRules = {
  start(b) {
    switch (b.token.tag) {
      case Tag.html:
        return b.start(Mode.inBody);
      case Tag.base:
      case Tag.basefont:
      case Tag.bgsound:
      case Tag.link:
      case Tag.meta:
        return b.insertVoid();
      case Tag.title:
        return b.insertRaw(true);
      case Tag.noframes:
      case Tag.style:
      case Tag.script:
        return b.insertRaw(false);
      case Tag.noscript:
        b.insert();
        b.mode = Mode.inHeadNoscript;
        return;
      case Tag.template:
        b.insert();
        b.formatting.pushMarker();
        b.allowsFrameset = false;
        b.mode = Mode.inTemplate;
        b.templateModes.push(Mode.inTemplate);
        return;
      case Tag.head:
        return;
    }
    leaveHead(b);
    b.start();
  },
  end(b) {
    const { tag } = b.token;
    if (tag === Tag.head) leaveHead(b);
    else if (tag === Tag.template) endTemplate(b);
    else if (mayImply(b)) {
      leaveHead(b);
      b.end();
    }
  },
  text(b, start, end) {
    const at = b.spaceEnd(start, end);
    b.insertText(start, at);
    if (at === end) return;
    leaveHead(b);
    b.text(at, end);
  },
};

/** Inside a `noscript` of the head: scripts are taken as not running. */
export const inHeadNoscript: ModeRules = {
  start(b) {
    switch (b.token.tag) {
      case Tag.html:
        return b.start(Mode.inBody);
      case Tag.basefont:
      case Tag.bgsound:
      case Tag.link:
      case Tag.meta:
      case Tag.noframes:
      case Tag.style:
        return b.start(Mode.inHead);
      case Tag.head:
      case Tag.noscript:
        return;
    }
    leaveNoscript(b);
    b.start();
  },
  end(b) {
    if (b.token.tag === Tag.noscript) leaveNoscript(b);
    else if (b.token.tag === Tag.br) {
      leaveNoscript(b);
      b.end();
    }
  },
  text(b, start, end) {
    const at = b.spaceEnd(start, end);
    b.insertText(start, at);
    if (at === end) return;
    leaveNoscript(b);
    b.text(at, end);
  },
};

/** Between `head` and `body`. */
export const afterHead: ModeRules = {
  start(b) {
    const { tag } = b.token;
    switch (tag) {
      case Tag.html:
        return b.start(Mode.inBody);
      case Tag.body:
        b.body = b.insert();
        b.allowsFrameset = false;
        b.mode = Mode.inBody;
        return;
      case Tag.frameset:
        b.body = b.insert();
        b.mode = Mode.inFrameset;
        return;
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
        // what belongs into the head still goes there
        b.open.push(b.head);
        b.start(Mode.inHead);
        b.open.remove(b.head);
        return;
      case Tag.head:
        return;
    }
    implyBody(b);
    b.start();
  },
  end(b) {
    if (b.token.tag === Tag.template) return endTemplate(b);
    if (b.token.tag === Tag.head || !mayImply(b)) return;
    implyBody(b);
    b.end();
  },
  text(b, start, end) {
    const at = b.spaceEnd(start, end);
    b.insertText(start, at);
    if (at === end) return;
    implyBody(b);
    b.text(at, end);
  },
};

/** The end tag of a template: everything inside it ends too. */
export function endTemplate(b: Builder): void {
  if (!b.open.holds(Tag.template)) return;
  b.open.popThrough(Tag.template);
  b.formatting.clearToMarker();
  b.templateModes.pop();
  b.resetMode();
}

/** Makes the elements that a page which ends early has all the same. */
export function implyRest(b: Builder): void {
  while (b.open.holds(Tag.template)) endTemplate(b);
  if (b.mode === Mode.initial) implyHtml(b);
  if (b.mode === Mode.beforeHead) implyHead(b);
  if (b.mode === Mode.inHeadNoscript) leaveNoscript(b);
  if (b.mode === Mode.inHead) leaveHead(b);
  if (b.mode === Mode.afterHead) implyBody(b);
}

/** Only these end tags make elements that are not there; others are passed over. */
function mayImply(b: Builder): boolean {
  const { tag } = b.token;
  return tag === Tag.head || tag === Tag.body || tag === Tag.html || tag === Tag.br;
}

function implyHtml(b: Builder): void {
  const html = b.store.element(Tag.html, 0, 0, 0);
  b.open.push(html);
  b.mode = Mode.beforeHead;
}

function implyHead(b: Builder): void {
  b.head = b.insertImplied(Tag.head);
  b.mode = Mode.inHead;
}

function leaveHead(b: Builder): void {
  b.open.pop();
  b.mode = Mode.afterHead;
}

function leaveNoscript(b: Builder): void {
  b.open.pop();
  b.mode = Mode.inHead;
}

function implyBody(b: Builder): void {
  b.body = b.insertImplied(Tag.body);
  b.mode = Mode.inBody;
}

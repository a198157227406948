/** Bytes of a page in which the standard looks for a declaration. */
const PRESCAN_BYTES = 1024;

/**
 * The encoding that a page declares in its first 1,024 bytes, by `<meta charset>`, `<meta http-equiv content>` or an
 * XML declaration; the canonical name, or undefined.
 *
 * Algorithm: HTML Standard, "prescan a byte stream to determine its encoding" (`whatwg2024html`).
 *
 * @param limit Bytes looked at. @default 1024
 * @example
 * prescan(Buffer.from('<meta charset="gb2312">')) // => 'gbk'
 */
export function prescan(bytes: Uint8Array, limit = PRESCAN_BYTES): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, limit)).toString('latin1');
  for (let at = 0; at < head.length; at++) {
    if (head[at] !== '<') continue;
    if (head.startsWith('<!--', at)) {
      // "<!-->" is a whole comment
      const end = head.indexOf('-->', at + 2);
      if (end < 0) break;
      at = end + 2;
    } else if (/^<meta[\t\n\f\r /]/i.test(head.slice(at, at + 6))) {
      const tag = attributes(head, at + 5);
      const encoding = declared(tag.list);
      if (encoding) return encoding;
      at = tag.end;
    } else if (/^<\/?[a-z]/i.test(head.slice(at, at + 3))) {
      let end = at + 1;
      while (end < head.length && !/[\t\n\f\r >]/.test(head[end]!)) end++;
      at = attributes(head, end).end;
    } else if (/^<[!/?]/.test(head.slice(at, at + 2))) {
      const end = head.indexOf('>', at);
      if (end < 0) break;
      at = end;
    }
  }
  return xmlEncoding(head);
}

/** Name of the encoding that a label stands for in a page, or undefined for none. */
export function encodingOf(label: string): string | undefined {
  const name = label.trim().toLowerCase();
  if (name === 'x-user-defined') return 'windows-1252';
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

/** What a page says of itself can be read as ASCII, so it is not in UTF-16. */
function inPage(label: string): string | undefined {
  const encoding = encodingOf(label);
  return encoding?.startsWith('utf-16') ? 'utf-8' : encoding;
}

function declared(list: ReadonlyMap<string, string>): string | undefined {
  const charset = list.get('charset');
  if (charset !== undefined) return inPage(charset);
  if (list.get('http-equiv')?.toLowerCase() !== 'content-type') return undefined;
  const label = charsetOf(list.get('content') ?? '');
  return label === undefined ? undefined : inPage(label);
}

/** The charset parameter of a content type as pages write it: anywhere, quoted or not. */
export function charsetOf(contentType: string): string | undefined {
  const match =
    /charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r ;"'][^\t\n\f\r ;]*))/i.exec(
      contentType,
    );
  return match ? (match[1] ?? match[2] ?? match[3]) : undefined;
}

/** Attributes from `at` to the end of the tag; the first of a name counts. */
function attributes(head: string, at: number): { list: ReadonlyMap<string, string>; end: number } {
  const list = new Map<string, string>();
  const pattern =
    /[\t\n\f\r /]*(?:(>)|([^\t\n\f\r />][^\t\n\f\r />=]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r >"'][^\t\n\f\r >]*)?))?)/y;
  pattern.lastIndex = at;
  for (;;) {
    const match = pattern.exec(head);
    // the bytes run out inside the tag: it declares nothing
    if (!match) return { list: new Map(), end: head.length };
    if (match[1]) return { list, end: pattern.lastIndex - 1 };
    const name = match[2]!.toLowerCase();
    if (!list.has(name)) list.set(name, match[3] ?? match[4] ?? match[5] ?? '');
  }
}

function xmlEncoding(head: string): string | undefined {
  const match = /^<\?xml[^>]*?encoding[\t\n\r ]*=[\t\n\r ]*(?:"([^">]*)"|'([^'>]*)')/.exec(head);
  const label = match?.[1] ?? match?.[2];
  return label === undefined ? undefined : inPage(label);
}

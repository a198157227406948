/** A run of text in one style. */
export interface AnsiSpan {
  readonly text: string;
  /** Classes of the style sheet: `ansi-red`, `ansi-bold`. */
  readonly classes: readonly string[];
}

/** CSI sequences, OSC sequences (links, titles), and two-character escapes. */
// oxlint-disable-next-line no-control-regex -- escapes are control characters
const escapes = /\x1b(?:\[([0-9;:]*)([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])/g;

const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/**
 * Splits text with ANSI colour codes into styled runs. The sixteen named colours, bold, dim, italic and underline are
 * followed; other escapes are taken out.
 *
 * @example
 * parseAnsi('\x1b[31mno\x1b[0m') // => [{ text: 'no', classes: ['ansi-red'] }]
 */
export function parseAnsi(text: string): AnsiSpan[] {
  if (!text.includes('\x1b')) return text === '' ? [] : [{ text, classes: [] }];
  const spans: AnsiSpan[] = [];
  let style = new Map<string, string>();
  let last = 0;
  const push = (end: number) => {
    if (end > last) spans.push({ text: text.slice(last, end), classes: [...style.values()] });
  };
  for (const match of text.matchAll(escapes)) {
    push(match.index ?? 0);
    last = (match.index ?? 0) + match[0].length;
    if (match[2] === 'm') style = applied(style, match[1] ?? '');
  }
  push(text.length);
  return spans;
}

function applied(style: ReadonlyMap<string, string>, codes: string): Map<string, string> {
  const next = new Map(style);
  const list = codes.split(/[;:]/).map(Number);
  for (let at = 0; at < list.length; at++) {
    const code = list[at] ?? 0;
    const named = colours[code % 10];
    if (code === 0) next.clear();
    else if (code === 1) next.set('weight', 'ansi-bold');
    else if (code === 2) next.set('weight', 'ansi-dim');
    else if (code === 3) next.set('slant', 'ansi-italic');
    else if (code === 4) next.set('line', 'ansi-underline');
    else if (code === 22) next.delete('weight');
    else if (code === 23) next.delete('slant');
    else if (code === 24) next.delete('line');
    else if (code === 39) next.delete('ink');
    else if (code === 49) next.delete('ground');
    else if (code === 38 || code === 48) {
      // 256 colours and true colours: only the first sixteen have a name
      const index = list[at + 1] === 5 ? (list[at + 2] ?? 16) : 16;
      at += list[at + 1] === 5 ? 2 : 4;
      const name = index < 16 ? colours[index % 8] : undefined;
      if (name) next.set(code === 38 ? 'ink' : 'ground', `ansi-${code === 48 ? 'on-' : ''}${name}`);
    } else if (named && ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)))
      next.set('ink', `ansi-${named}`);
    else if (named && ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)))
      next.set('ground', `ansi-on-${named}`);
  }
  return next;
}

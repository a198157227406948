/**
 * The named fields of a WARC record or an HTTP message: names without regard to case, in their order, parsed when
 * first asked for. A field folded over several lines is joined by spaces.
 *
 * @example
 * new Fields('Host: a.example\r\nAccept: text/html').get('host') // => 'a.example'
 */
export class Fields implements Iterable<readonly [name: string, value: string]> {
  readonly #source: string;
  readonly #from: number;
  #rows: (readonly [name: string, value: string])[] | undefined;

  /**
   * @param source Lines `Name: value`.
   * @param from Where in `source` the first line starts. @default 0
   */
  constructor(source: string, from = 0) {
    this.#source = source;
    this.#from = from;
  }

  /** The first value under a name, or undefined. */
  get(name: string): string | undefined {
    if (!this.#rows) {
      const value = this.#find(name);
      if (value !== null) return value;
    }
    const wanted = name.toLowerCase();
    return this.rows.find(([field]) => field.toLowerCase() === wanted)?.[1];
  }

  /** All values under a name, in order. */
  getAll(name: string): string[] {
    const wanted = name.toLowerCase();
    return this.rows.filter(([field]) => field.toLowerCase() === wanted).map(([, value]) => value);
  }

  /** Names and values as they stand, in order. */
  get rows(): readonly (readonly [name: string, value: string])[] {
    return (this.#rows ??= this.#parse());
  }

  [Symbol.iterator](): Iterator<readonly [name: string, value: string]> {
    return this.rows[Symbol.iterator]();
  }

  /** Looks a field up without parsing the others; null where its line is not plain `Name: value`. */
  #find(name: string): string | undefined | null {
    const source = this.#source;
    for (let at = this.#from; at < source.length;) {
      const newline = source.indexOf('\n', at);
      const end = newline < 0 ? source.length : newline;
      if (startsWithName(source, at, name)) {
        const next = source.charCodeAt(end + 1);
        if (next === SPACE || next === TAB) return null;
        return source.slice(at + name.length + 1, end).trim();
      }
      at = end + 1;
    }
    // a name before spaces and a colon is found by parsing
    return source.includes(' :') || source.includes('\t:') ? null : undefined;
  }

  #parse(): (readonly [name: string, value: string])[] {
    const rows: (readonly [name: string, value: string])[] = [];
    for (const line of this.#source.slice(this.#from).split(/\r?\n/)) {
      const first = line.charCodeAt(0);
      if ((first === SPACE || first === TAB) && rows.length > 0) {
        const [name, value] = rows.pop()!;
        rows.push([name, `${value} ${line.trim()}`.trim()]);
        continue;
      }
      const colon = line.indexOf(':');
      if (colon > 0) rows.push([line.slice(0, colon).trimEnd(), line.slice(colon + 1).trim()]);
    }
    return rows;
  }
}

const SPACE = 32;
const TAB = 9;
const COLON = 58;

/** Whether a line begins with a name and a colon, without regard to the case of ASCII letters. */
function startsWithName(source: string, at: number, name: string): boolean {
  if (source.charCodeAt(at + name.length) !== COLON) return false;
  for (let i = 0; i < name.length; i++) {
    const a = source.charCodeAt(at + i);
    const b = name.charCodeAt(i);
    if (a !== b && ((a ^ b) !== 0x20 || (a | 0x20) < 97 || (a | 0x20) > 122)) return false;
  }
  return true;
}

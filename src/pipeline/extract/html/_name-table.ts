/** Finds the number of a name that stands in a page, without cutting it out: by a hash made while it was scanned. */
export class NameTable {
  readonly #names: readonly string[];
  readonly #slots: Int16Array;
  readonly #mask: number;

  /** The number of a name is its place in the list; empty names are left out. */
  constructor(names: readonly string[]) {
    let size = 64;
    while (size < names.length * 4) size *= 2;
    this.#names = names;
    this.#mask = size - 1;
    this.#slots = new Int16Array(size).fill(-1);
    names.forEach((name, number) => {
      if (name === '') return;
      let slot = hashName(name) & this.#mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = number;
    });
  }

  /** The number of the name at [start, end) of the page, in either case, or 0. `hash` is {@link hashName} of its lower case. */
  find(html: string, start: number, end: number, hash: number): number {
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const number = this.#slots[slot]!;
      if (number < 0) return 0;
      const name = this.#names[number]!;
      if (name.length !== end - start) continue;
      let i = 0;
      while (i < name.length && lowerCase(html.charCodeAt(start + i)) === name.charCodeAt(i)) i++;
      if (i === name.length) return number;
    }
  }
}

/** The hash of a lower-case name; {@link stepHash} makes the same one unit at a time. */
export function hashName(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = stepHash(hash, name.charCodeAt(i));
  return hash;
}

/** Adds one lower-case unit to a hash. */
export function stepHash(hash: number, unit: number): number {
  return (Math.imul(hash, 33) ^ unit) | 0;
}

/** A code unit with ASCII capitals made small. */
export function lowerCase(unit: number): number {
  return unit >= 65 && unit <= 90 ? unit + 32 : unit;
}

/** The part of an arquero table that rendering needs. */
export interface ArqueroTable {
  columnNames(): string[];
  objects(): object[];
}

/** What can be shown as a table or drawn as a figure: an arquero table, or plain objects with equal keys. */
export type Rows = ArqueroTable | Iterable<object>;

/** Rows in the one form that rendering works on: the names of the columns, and each row's values under them. */
export interface RowSet {
  readonly names: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Reads an arquero table or an iterable of plain objects. Columns stand in the order in which they first appear.
 *
 * @throws {TypeError} If the value is neither, or a row is not an object.
 * @example
 * toRows([{ a: 1 }, { a: 2, b: 3 }]).names // => ['a', 'b']
 */
export function toRows(value: Rows, action = 'show a table'): RowSet {
  if (isArquero(value)) return { names: value.columnNames(), rows: value.objects().map(record) };
  if (value === null || typeof value !== 'object' || !(Symbol.iterator in value)) {
    throw new TypeError(
      `Cannot ${action}: rows must be an arquero table or a list of objects, current value is ${kindOf(value)}`,
    );
  }
  const names = new Set<string>();
  const rows = [...value].map((row, index) => {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) {
      throw new TypeError(
        `Cannot ${action}: row ${index} must be an object, current value is ${kindOf(row)}`,
      );
    }
    Object.keys(row).forEach((name) => names.add(name));
    return record(row);
  });
  return { names: [...names], rows };
}

/** Whether a value has the methods of an arquero table. */
export function isArquero(value: unknown): value is ArqueroTable {
  const table = value as Partial<ArqueroTable> | null | undefined;
  return typeof table?.columnNames === 'function' && typeof table.objects === 'function';
}

/**
 * Names the kind of a value for a message.
 *
 * @example
 * kindOf([1]) // => 'an array'
 */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  return typeof value === 'object' || typeof value === 'function'
    ? `a ${typeof value}`.replace('a object', 'an object')
    : String(value);
}

function record(row: object): Readonly<Record<string, unknown>> {
  return row as Readonly<Record<string, unknown>>;
}

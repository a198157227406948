import type { ByteReader } from './_byte-reader.js';

/** A matrix of a model: rows are added into a vector, or multiplied with one, in 32-bit floats. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Adds row `row` to `target`. */
  addRow(target: Float32Array, row: number): void;
  /** The scalar product of row `row` and `vector`, summed from left to right. */
  dotRow(vector: Float32Array, row: number): number;
  /** All values, row by row, where they are held as plain floats. */
  readonly values?: Float32Array;
}

const fround = Math.fround;

/** A matrix held as plain 32-bit floats, row by row. */
export class DenseMatrix implements Matrix {
  constructor(
    readonly rows: number,
    readonly columns: number,
    readonly values: Float32Array,
  ) {}

  addRow(target: Float32Array, row: number): void {
    const { values, columns } = this;
    const start = row * columns;
    for (let j = 0; j < columns; j++) target[j] = target[j]! + values[start + j]!;
  }

  dotRow(vector: Float32Array, row: number): number {
    const { values, columns } = this;
    const start = row * columns;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum = fround(sum + fround(values[start + j]! * vector[j]!));
    return sum;
  }
}

/** Splits a vector into parts, each of which is one of 256 centroids. */
export interface ProductQuantizer {
  readonly parts: number;
  /** Length of a part, and of the last one. */
  readonly width: number;
  readonly lastWidth: number;
  readonly centroids: Float32Array;
}

/** A matrix whose rows are codes of a product quantizer (`joulin2016zip`), with the rows' norms apart when `norms` is there. */
export class QuantizedMatrix implements Matrix {
  constructor(
    readonly rows: number,
    readonly columns: number,
    readonly codes: Uint8Array,
    readonly quantizer: ProductQuantizer,
    readonly norms: { readonly codes: Uint8Array; readonly quantizer: ProductQuantizer } | null,
  ) {}

  addRow(target: Float32Array, row: number): void {
    const { codes } = this;
    const { parts, width, lastWidth, centroids } = this.quantizer;
    const norm = this.#norm(row);
    for (let part = 0; part < parts; part++) {
      const length = part === parts - 1 ? lastWidth : width;
      const centroid = centroidStart(this.quantizer, part, codes[row * parts + part]!);
      for (let n = 0; n < length; n++) {
        const j = part * width + n;
        target[j] = target[j]! + fround(norm * centroids[centroid + n]!);
      }
    }
  }

  dotRow(vector: Float32Array, row: number): number {
    const { codes } = this;
    const { parts, width, lastWidth, centroids } = this.quantizer;
    let sum = 0;
    for (let part = 0; part < parts; part++) {
      const length = part === parts - 1 ? lastWidth : width;
      const centroid = centroidStart(this.quantizer, part, codes[row * parts + part]!);
      for (let n = 0; n < length; n++) {
        sum = fround(sum + fround(vector[part * width + n]! * centroids[centroid + n]!));
      }
    }
    return fround(sum * this.#norm(row));
  }

  /**
   * The same matrix as plain floats: adding its rows gives the same bits as adding the codes, several times faster,
   * for `4 × columns / parts` times the memory.
   */
  toDense(): DenseMatrix {
    const values = new Float32Array(this.rows * this.columns);
    for (let row = 0; row < this.rows; row++) {
      this.addRow(values.subarray(row * this.columns, (row + 1) * this.columns), row);
    }
    return new DenseMatrix(this.rows, this.columns, values);
  }

  #norm(row: number): number {
    if (!this.norms) return 1;
    const { codes, quantizer } = this.norms;
    return quantizer.centroids[centroidStart(quantizer, 0, codes[row]!)]!;
  }
}

/** Where a centroid begins: parts are 256 centroids of `width` each, but the last part's are `lastWidth` wide. */
function centroidStart({ parts, width, lastWidth }: ProductQuantizer, part: number, code: number): number {
  return part === parts - 1 ? part * 256 * width + code * lastWidth : (part * 256 + code) * width;
}

/** Reads a matrix of plain floats. */
export function readDenseMatrix(reader: ByteReader): DenseMatrix {
  const rows = reader.count('the number of rows', reader.int64());
  const columns = reader.count('the number of columns', reader.int64());
  return new DenseMatrix(rows, columns, reader.floats(rows * columns));
}

/** Reads a quantized matrix. */
export function readQuantizedMatrix(reader: ByteReader): QuantizedMatrix {
  const hasNorms = reader.boolean();
  const rows = reader.count('the number of rows', reader.int64());
  const columns = reader.count('the number of columns', reader.int64());
  const codes = reader.take(reader.count('the number of codes', reader.int32()));
  const quantizer = readQuantizer(reader, columns);
  if (codes.length !== rows * quantizer.parts) {
    throw new SyntaxError(
      `Cannot read fastText model: ${reader.part} has ${codes.length} codes for ${rows} rows of ${quantizer.parts}`,
    );
  }
  const norms = hasNorms ? { codes: reader.take(rows), quantizer: readQuantizer(reader, 1) } : null;
  return new QuantizedMatrix(rows, columns, codes, quantizer, norms);
}

function readQuantizer(reader: ByteReader, columns: number): ProductQuantizer {
  const dim = reader.int32();
  const parts = reader.count('the number of parts', reader.int32());
  const width = reader.int32();
  const lastWidth = reader.int32();
  if (dim !== columns || (parts - 1) * width + lastWidth !== dim) {
    throw new SyntaxError(
      `Cannot read fastText model: ${reader.part} has a quantizer of ${dim} values in ${parts} parts of ${width} ` +
        `and ${lastWidth}, for rows of ${columns}`,
    );
  }
  return { parts, width, lastWidth, centroids: reader.floats(dim * 256) };
}

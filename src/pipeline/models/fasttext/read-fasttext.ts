import { ByteReader } from './_byte-reader.js';
import { readArguments } from './arguments.js';
import { readDictionary } from './dictionary.js';
import { FastText } from './fasttext.js';
import { readDenseMatrix, readQuantizedMatrix, type Matrix } from './matrix.js';

const magic = 793712314;

/** Largest matrix, in values, that is unpacked from its codes when it is read: 64 MB of floats. */
const unpackedValues = 16 * 2 ** 20;

/**
 * Reads a fastText model, `.bin` or quantized `.ftz`, of format version 11 or 12.
 *
 * Arrays of the model stay views of `bytes`, so keep them unchanged. A small quantized input matrix is unpacked at
 * once (lid.176.ftz: 4 MB), a large one is decoded row by row.
 *
 * Format: `bojanowski2017enriching`, `joulin2016zip` and their reference program.
 *
 * @throws {SyntaxError} If the bytes are not a fastText model, are of another version, or end too early.
 * @example
 * readFastText(readFileSync('lid.176.ftz')).predict('Bonjour tout le monde')
 * // => [{ label: '__label__fr', score: 0.9921… }]
 */
export function readFastText(bytes: Uint8Array): FastText {
  const reader = new ByteReader(bytes);
  const found = reader.int32();
  if (found !== magic) {
    throw new SyntaxError(
      `Cannot read fastText model: it begins with ${reader.leading()}, not with fastText's number ${magic}`,
    );
  }
  const version = reader.int32();
  if (version !== 11 && version !== 12) {
    throw new SyntaxError(`Cannot read fastText model: its version is ${version}, only 11 and 12 are known`);
  }
  const settings = readArguments(reader, version);
  const dictionary = readDictionary(reader, settings);
  reader.part = 'the input matrix';
  const isQuantized = reader.boolean();
  let input: Matrix = isQuantized ? readQuantizedMatrix(reader) : readDenseMatrix(reader);
  reader.part = 'the output matrix';
  const isOutputQuantized = reader.boolean();
  const output = isQuantized && isOutputQuantized ? readQuantizedMatrix(reader) : readDenseMatrix(reader);
  checkShape('input', input, dictionary.inputRows, settings.dim);
  const isSupervised = settings.model === 'supervised';
  if (isSupervised) checkShape('output', output, dictionary.labels.length, settings.dim);
  if ('toDense' in input && input.rows * input.columns <= unpackedValues) {
    input = (input as ReturnType<typeof readQuantizedMatrix>).toDense();
  }
  return new FastText(settings, dictionary, input, output);
}

function checkShape(name: string, matrix: Matrix, rows: number, columns: number): void {
  if (matrix.rows >= rows && matrix.columns === columns) return;
  throw new SyntaxError(
    `Cannot read fastText model: the ${name} matrix is ${matrix.rows} × ${matrix.columns}, ` +
      `the dictionary and the arguments ask for ${rows} × ${columns}`,
  );
}

import type { ByteReader } from './_byte-reader.js';

/** The loss a model was trained with: how it turns a hidden vector into scores of labels. */
export type FastTextLoss = 'hs' | 'ns' | 'softmax' | 'ova';

/** The settings stored in a model file, by the names of the fastText command line. */
export interface FastTextArguments {
  /** Length of a vector. */
  readonly dim: number;
  readonly ws: number;
  readonly epoch: number;
  readonly minCount: number;
  readonly neg: number;
  /** Longest word n-gram, in words. */
  readonly wordNgrams: number;
  readonly loss: FastTextLoss;
  readonly model: 'cbow' | 'skipgram' | 'supervised';
  /** Number of rows that hashed n-grams share. */
  readonly bucket: number;
  /** Shortest and longest character n-gram, in code points; `maxn` 0 means none. */
  readonly minn: number;
  readonly maxn: number;
  readonly lrUpdateRate: number;
  readonly t: number;
}

const losses = { 1: 'hs', 2: 'ns', 3: 'softmax', 4: 'ova' } as const;
const models = { 1: 'cbow', 2: 'skipgram', 3: 'supervised' } as const;

/** Reads the thirteen settings. Supervised models of version 11 had no character n-grams: their `maxn` becomes 0. */
export function readArguments(reader: ByteReader, version: number): FastTextArguments {
  reader.part = 'the arguments';
  const [dim, ws, epoch, minCount, neg, wordNgrams, lossNumber, modelNumber, bucket, minn, maxn, lrUpdateRate] =
    Array.from({ length: 12 }, () => reader.int32()) as [
      number, number, number, number, number, number, number, number, number, number, number, number,
    ]; // prettier-ignore
  const t = reader.float64();
  const loss = losses[lossNumber as keyof typeof losses] as FastTextLoss | undefined;
  const model = models[modelNumber as keyof typeof models] as FastTextArguments['model'] | undefined;
  if (!loss) throw new SyntaxError(`Cannot read fastText model: there is no loss number ${lossNumber}`);
  if (!model) throw new SyntaxError(`Cannot read fastText model: there is no model number ${modelNumber}`);
  reader.count('dim', dim - 1);
  reader.count('bucket', bucket);
  return {
    dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn,
    maxn: version === 11 && model === 'supervised' ? 0 : maxn,
    lrUpdateRate, t,
  }; // prettier-ignore
}

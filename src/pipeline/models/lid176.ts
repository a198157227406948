import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusPath } from '../readers/corpora.js';
import type { FastText } from './fasttext/fasttext.js';
import { readFastText } from './fasttext/read-fasttext.js';

let loaded: FastText | undefined;

/**
 * The model by which fastText tells 176 languages apart, quantized (lid.176.ftz, CC BY-SA 3.0), as it lies in the
 * npm package fasttext.wasm.js. Read once, in about 30 ms.
 *
 * @throws {Error} If the package is not in the cache of corpora: the message says how to get it.
 * @example
 * lid176().predict('Ein Satz auf Deutsch')
 * // => [{ label: '__label__de', score: 0.9… }]
 */
export function lid176(): FastText {
  loaded ??= readFastText(
    readFileSync(join(corpusPath('fasttext.wasm.js'), 'dist', 'fastText', 'models', 'lid.176.ftz')),
  );
  return loaded;
}

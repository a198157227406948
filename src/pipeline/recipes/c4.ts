import type { Recipe } from '../core/recipe.js';
import { c4Parameters, c4Readings, c4Stages } from './_c4-stages.js';

/**
 * C4, the Colossal Clean Crawled Corpus: one April of Common Crawl, cleaned by rules that anyone can read. Takes pages of
 * extracted text (Common Crawl's WET), as its authors did.
 *
 * Source: `raffel2020t5`, section 2.2, and its published code; what it holds: `dodge2021documenting`.
 */
export const c4: Recipe = {
  name: 'c4',
  title: 'Colossal Clean Crawled Corpus',
  version: '1.0.0',
  year: 2019,
  cite: 'raffel2020t5',
  published: [
    { what: 'size of C4', value: 750, unit: 'GB' },
    { what: 'documents before any rule', value: 1.1e9, unit: 'documents', cite: 'dodge2021documenting' },
    {
      what: 'documents without the bad-words rule',
      value: 395e6,
      unit: 'documents',
      cite: 'dodge2021documenting',
    },
    { what: 'documents in English C4', value: 365e6, unit: 'documents', cite: 'dodge2021documenting' },
    { what: 'tokens before any rule', value: 1.4e12, unit: 'tokens', cite: 'dodge2021documenting' },
    { what: 'tokens without the bad-words rule', value: 198e9, unit: 'tokens', cite: 'dodge2021documenting' },
    { what: 'tokens in English C4', value: 156e9, unit: 'tokens', cite: 'dodge2021documenting' },
    {
      what: 'African American English pages dropped by the bad-words rule',
      value: 0.42,
      unit: 'fraction',
      cite: 'dodge2021documenting',
    },
    {
      what: 'Hispanic-aligned English pages dropped by the bad-words rule',
      value: 0.32,
      unit: 'fraction',
      cite: 'dodge2021documenting',
    },
    {
      what: 'White-aligned English pages dropped by the bad-words rule',
      value: 0.062,
      unit: 'fraction',
      cite: 'dodge2021documenting',
    },
  ],
  simplified: [
    "Language is told by fastText's lid.176 with FineWeb's limit of 0.65; C4 used langdetect with 0.99, a score that it gives to nearly all English.",
    "Punkt's English parameters are learnt from Moby-Dick and the State of the Union addresses; NLTK's, from newspapers.",
    'The list of bad words is a later version, with more English words than the one of 2019.',
    'Under every reading, duplicates of URLs and lines are found as in the published code.',
  ],
  readings: c4Readings,
  parameters: (reading = 'tfds') => c4Parameters(reading as keyof typeof c4Readings),
  stages: (options) => c4Stages(c4, options),
};

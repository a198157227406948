import type { Recipe } from '../core/recipe.js';
import { c4Parameters, c4Readings, c4Stages } from './_c4-stages.js';

/**
 * WebText-like C4: the pages of C4 whose URL OpenWebText links to, from a year of Common Crawl. Give the links as
 * `set: { 'url-list': { urls: [...] } }`; without them, no page stays.
 *
 * Source: `raffel2020t5`, section 3.4.1, and its published code.
 */
export const c4WebtextLike: Recipe = {
  name: 'c4-webtext-like',
  title: 'C4, WebText-like',
  version: '1.0.0',
  year: 2019,
  cite: 'raffel2020t5',
  published: [
    { what: 'size of WebText-like C4', value: 17, unit: 'GB' },
    { what: 'dumps of Common Crawl, August 2018 to July 2019', value: 12, unit: 'dumps' },
    { what: 'size of C4', value: 750, unit: 'GB' },
  ],
  simplified: [
    'The links are given by the user; the authors took those of OpenWebText.',
    "Language, sentences and bad words are simplified as in the recipe 'c4'.",
  ],
  readings: c4Readings,
  parameters: (reading = 'tfds') => {
    const parameters = c4Parameters(reading as keyof typeof c4Readings);
    return { 'url-list': { urls: [] }, ...parameters };
  },
  stages: (options) => c4Stages(c4WebtextLike, options),
};

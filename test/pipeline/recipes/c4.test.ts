import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Doc } from '../../../src/pipeline/core/doc.js';
import type { RecipeOptions } from '../../../src/pipeline/core/recipe.js';
import { run } from '../../../src/pipeline/engines/embedded/run.js';
import { c4 } from '../../../src/pipeline/recipes/c4.js';
import { c4WebtextLike } from '../../../src/pipeline/recipes/c4-webtext-like.js';
import { recipes } from '../../../src/pipeline/recipes/index.js';

const page = (id: string, text: string, date = '2019-04-18T10:00:00Z'): Doc => ({
  id,
  url: `https://www.example.org/${id}/`,
  text,
  meta: { date },
});

const story = [
  'The harbour was quiet when the first boats came in this morning.',
  'The baker had already lit his oven, and the street smelled of bread.',
  'Nobody on the island could remember a spring as warm as this one.',
];

const pages: Doc[] = [
  page('story', ['Home', ...story, 'Share this page', 'We use cookies to count our visitors.'].join('\n')),
  page('twin', story.join('\n'), '2019-04-01T10:00:00Z'),
  page('twin', [...story, 'Only this copy has a fourth line of its own.'].join('\n')),
  page('long', 'It is a very long page indeed. '.repeat(7000)),
  page('print', [...story, 'The printer set lorem ipsum in bold type.'].join('\n')),
  page('code', [...story, 'Here is a function { return 1; } for you.'].join('\n')),
  page('short', 'There are only two sentences here. This is the second one.'),
  page(
    'german',
    'Der Hafen war still an diesem Morgen.\nDer Bäcker hatte den Ofen schon geheizt.\nNiemand kannte einen so warmen Frühling.',
  ),
  page(
    'rude',
    'The parrot said blimey to the captain of the ship.\nThe captain laughed and gave the parrot a biscuit.\nThen they both went back to sleep in the sun.',
  ),
];

const outcome = async (options?: RecipeOptions): Promise<[id: string, stage: string, reason: string][]> => {
  const { dropped } = await run(pages, c4.stages(options));
  return dropped.map(({ doc, stage, reason }) => [doc.id, stage, reason]);
};
const blimey = { 'bad-words': { words: ['blimey'] } };

describe('the recipe c4', () => {
  test('has its stages in the published order', () => {
    expect(c4.stages().map(({ name }) => name)).toEqual([
      'page-length',
      'url-dedup',
      'c4-page',
      'c4-lines',
      'line-dedup',
      'language',
      'bad-words',
      'hash-split',
    ]);
  });

  test('drops each page by the rule it was written for', async () => {
    expect((await outcome({ set: blimey })).sort((a, b) => (a.join() < b.join() ? -1 : 1))).toEqual([
      ['code', 'c4-page', 'filtered:squigglybracket'],
      ['german', 'language', 'language-score-too-low'],
      ['long', 'page-length', 'too-long-filter:filtered'],
      ['print', 'c4-page', 'filtered:loremipsum'],
      ['rude', 'bad-words', 'badwords-filter-en:filtered'],
      ['short', 'c4-page', 'filtered:too_few_sentences'],
      ['twin', 'line-dedup', 'filtered:too_few_sentences'],
      ['twin', 'url-dedup', 'duplicate-url-filter:filtered'],
    ]);
  });

  test('keeps the story without its navigation, in a split, and counts the lines that went', async () => {
    const { kept, report } = await run(pages, c4.stages({ set: blimey }));
    expect(kept).toEqual([
      {
        id: 'story',
        url: 'https://www.example.org/story/',
        text: story.join('\n'),
        meta: { date: '2019-04-18T10:00:00Z', split: 'train' },
      },
    ]);
    expect(report.rows.find(({ stage }) => stage === 'c4-lines')?.changes).toEqual({
      'line-filtered:no_endmark': 2,
      'line-filtered:policy': 1,
    });
    expect(report.rows.map(({ docsIn, docsOut }) => [docsIn, docsOut])).toEqual([
      [9, 8],
      [8, 7],
      [7, 4],
      [4, 4],
      [4, 3],
      [3, 2],
      [2, 1],
      [1, 1],
    ]);
  });

  test('a limit set for the lines counts for the page as well', async () => {
    const dropped = await outcome({ set: { ...blimey, 'c4-lines': { minWords: 13 } } });
    expect(dropped).toContainEqual(['story', 'c4-page', 'filtered:too_few_sentences']);
  });

  test('each reading has its own limits and reasons', async () => {
    expect(c4.parameters('datatrove')['c4-lines']).toMatchObject({ minWords: 3 });
    expect(c4.parameters('dclm')['c4-page']).toMatchObject({ minSentences: 3 });
    expect(await outcome({ reading: 'datatrove' })).toContainEqual(['short', 'c4-page', 'too_few_sentences']);
    expect(await outcome({ reading: 'dclm' })).toContainEqual([
      'short',
      'c4-page',
      'page_length_filter:sentence',
    ]);
  });

  test('an unknown stage or option is named', () => {
    expect(() => c4.stages({ set: { 'c4-line': {} } })).toThrow('did you mean "c4-lines"?');
    expect(() => c4.stages({ set: { 'c4-lines': { minWord: 3 } } })).toThrow('did you mean "minWords"?');
    expect(() => c4.stages({ set: { 'c4-lines': { minWords: -3 } } })).toThrow('minWords must be an integer');
  });
});

describe('the recipe c4-webtext-like', () => {
  test('joins with the links after URLs are one page each, and keeps none without links', async () => {
    const set = { 'url-list': { urls: ['http://example.org/story'] } };
    const { kept } = await run(pages, c4WebtextLike.stages({ set }));
    expect(kept.map(({ id }) => id)).toEqual(['story']);
    expect(
      c4WebtextLike
        .stages()
        .map(({ name }) => name)
        .slice(0, 3),
    ).toEqual(['page-length', 'url-dedup', 'url-list']);
    expect((await run(pages, c4WebtextLike.stages())).kept).toEqual([]);
  });
});

describe('recipes', () => {
  test('are found by their own names, and cite what stands in references.bib', async () => {
    const bibliography = readFileSync(new URL('../../../references.bib', import.meta.url), 'utf8');
    for (const name of ['c4', 'c4-webtext-like']) {
      const recipe = await recipes[name]!();
      expect(recipe.name).toBe(name);
      const keys = [recipe.cite, ...recipe.published.map(({ cite }) => cite ?? recipe.cite)];
      for (const key of keys) expect(bibliography).toContain(`{${key},`);
    }
  });
});

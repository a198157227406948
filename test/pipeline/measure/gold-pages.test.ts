import { expect, test } from 'vitest';
import { goldPages } from '../../../src/pipeline/measure/gold-pages.js';
import { shingleF1 } from '../../../src/pipeline/measure/shingle-f1.js';

test('goldPages() pairs the pages of the npm manual with their source', () => {
  const pages = goldPages();
  expect(pages.length).toBeGreaterThan(80);
  expect(pages.map((page) => page.name)).toEqual(pages.map((page) => page.name).sort());
  const ls = pages.find((page) => page.name === 'commands/npm-ls');
  expect(ls?.html).toContain('<title>npm-ls</title>');
  expect(ls?.gold).toContain('This command will print to stdout all the versions of packages');
});

test('goldPages() gives text of the page it stands beside, and of no other', () => {
  const [first, second] = goldPages();
  const visible = (html = ''): string => html.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' ');
  expect(shingleF1(visible(first?.html), first?.gold ?? '').recall).toBeGreaterThan(0.5);
  expect(shingleF1(visible(second?.html), first?.gold ?? '').recall).toBeLessThan(0.5);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  extract,
  extractMethods,
  makeExtractor,
  type ExtractOptions,
} from '../../../src/pipeline/extract/extract.js';
import { corpusPath } from '../../../src/pipeline/readers/corpora.js';
import { readWet } from '../../../src/pipeline/readers/read-wet.js';
import { warcDocs } from '../../../src/pipeline/readers/warc-docs.js';

describe('extract()', () => {
  test('gives nothing of an empty page, by every method', () => {
    expect(extractMethods.map((method) => extract('', { method }))).toEqual(['', '']);
  });

  test('takes the main content by resiliparse unless it is told to take all', () => {
    const html = '<nav>Menu</nav><p>One';
    expect(extract(html, { method: 'resiliparse' })).toBe('One');
    expect(extract(html, { method: 'resiliparse', preset: 'plain' })).toBe('Menu\n\nOne');
    expect(extract(html, { method: 'resiliparse', mainContent: false })).toBe('Menu\n\nOne');
  });

  test('sets options over those of the preset', () => {
    const html = '<p>One <a href="/two">two</a></p>';
    expect(extract(html, { method: 'resiliparse', links: true })).toBe('One two (/two)');
  });

  test.each([
    [{ method: 'readability' }, 'Cannot make extractor: there is no method "readability"'],
    [
      { method: 'resiliparse', preset: 'dolma' },
      'Cannot make extractor "resiliparse": there is no preset "dolma"',
    ],
    [{ method: 'resiliparse', version: '3' }, 'Cannot make extractor "resiliparse": there is no version "3"'],
    [
      { method: 'resiliparse', links: 'yes' },
      'Cannot make extractor "resiliparse": links must be true or false',
    ],
    [{ method: 'wet', reading: '1999' }, 'Cannot make extractor "wet": there is no reading "1999"'],
  ])('refuses %j', (options, message) => {
    expect(() => makeExtractor(options as ExtractOptions)).toThrow(message);
  });
});

describe('extract() by the method wet', () => {
  const lines = (html: string): string => extract(html, { method: 'wet' });

  test.each([
    [
      'a line for each block',
      '<title>A</title><h1>B</h1><div>c<div>d</div></div>e<br>f<li>g',
      'A\nB\nc\nd\ne\nf\ng',
    ],
    ['navigation and footer', '<nav>Menu</nav><p>One</p><footer>Foot</footer>', 'Menu\nOne\nFoot'],
    ['inline elements in their line', '<p>a <b>b</b><i>c</i>', 'a bc'],
    ['cells apart by a space', '<table><tr><td>a<td>b<tr><td>c</table>', 'a b\nc'],
    ['one space for white space and control characters', '<p>a \t\n b\u0001c\u00a0\u3000d', 'a b c d'],
    [
      'noscript, options and text areas',
      '<noscript>a</noscript><select><option>b<option>c</select><textarea>d</textarea>',
      'a\nb\nc\nd',
    ],
    ['no script, style or comment', '<script>a</script><style>b</style><!-- c -->d', 'd'],
  ])('gives %s', (_, html, text) => {
    expect(lines(html)).toBe(text);
  });

  test('gives the very texts of a WET file of 2014 from its WARC file', async () => {
    const base = join(
      corpusPath('warc'),
      'test/fixtures/CC-MAIN-20140820021334-00006-ip-10-180-136-8.ec2.internal.warc',
    );
    const pages = new Map<string | undefined, string>();
    for await (const { url, text } of warcDocs(base)) pages.set(url, text);
    let count = 0;
    for await (const { url, text } of readWet(`${base}.wet`)) {
      expect(extract(pages.get(url) ?? '', { method: 'wet', reading: '2014' })).toBe(text);
      count++;
    }
    expect(count).toBe(3);
  });

  test('grows words together in the reading 2014, as that crawl did', () => {
    const html = '<title>A</title>\n<p>One\t<b>two</b></p><p>three&nbsp;&amp;</p><pre>x &amp;\n y</pre>';
    expect(extract(html, { method: 'wet', reading: '2014' })).toBe('A\nOne\ttwothree &x &amp;\n y');
  });
});

test('a corpus page keeps its title by wet, and loses it by resiliparse', () => {
  const html = readFileSync(join(corpusPath('npm'), 'docs/output/commands/npm-ci.html'), 'utf8');
  const title = /<title>(.*?)<\/title>/.exec(html)?.[1];
  expect(extract(html, { method: 'wet' }).split('\n')[0]).toBe(title);
  expect(extract(html, { method: 'resiliparse' }).split('\n')[0]).not.toBe(title);
  expect(extract(html, { method: 'resiliparse' })).toContain('Clean install a project');
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { extract } from '../../../src/pipeline/extract/extract.js';
import { markdownText } from '../../../src/pipeline/measure/markdown-text.js';
import { shingleF1 } from '../../../src/pipeline/measure/shingle-f1.js';
import { corpusPath } from '../../../src/pipeline/readers/corpora.js';

describe('markdownText()', () => {
  test.each([
    ['nothing', '', ''],
    ['front matter', '---\ntitle: x\n---\n\n# One', 'One'],
    ['a rule that is no front matter', 'One\n\n---\n\nTwo', 'One\n\nTwo'],
    ['links and emphasis', 'a [b *c*](http://e.example) `d`', 'a b c d'],
    ['lists', '* a\n* b\n\n1. c', '  • a\n  • b\n  1. c'],
    ['code', '```js\na  b\n```\n', 'a  b'],
    ['comments', 'a\n\n<!-- b -->\n\nc', 'a\n\nc'],
  ])('turns %s to text', (_, source, text) => {
    expect(markdownText(source)).toBe(text);
  });

  test('gives the text that the HTML made of it has', () => {
    const folder = join(corpusPath('npm'), 'docs');
    const gold = markdownText(readFileSync(join(folder, 'content/commands/npm-ci.md'), 'utf8'));
    const html = readFileSync(join(folder, 'output/commands/npm-ci.html'), 'utf8');
    const whole = shingleF1(extract(html, { method: 'resiliparse', preset: 'plain' }), gold);
    expect(whole.recall).toBeGreaterThan(0.99);
    expect(whole.precision).toBeGreaterThan(0.9);
    // the heuristics take some of the text for navigation
    expect(shingleF1(extract(html, { method: 'resiliparse' }), gold).recall).toBeLessThan(whole.recall);
  });
});

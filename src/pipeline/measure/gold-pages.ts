import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownText } from './markdown-text.js';
import { corpusPath } from '../readers/corpora.js';

/** A page of HTML with the text that a perfect extractor would return. */
export interface GoldPage {
  /** Such as `commands/npm-ls`. */
  readonly name: string;
  readonly html: string;
  readonly gold: string;
}

/**
 * Pages whose true text is known: the npm manual as web pages with navigation, and as the Markdown they were made
 * from (`npm`, about 90 pairs), in the order of their names.
 *
 * @throws {Error} If the cache does not hold the corpus; the message says how to get it.
 * @example
 * goldPages().find((page) => page.name === 'commands/npm-ls')?.gold.startsWith('Synopsis')
 * // => true
 */
export function goldPages(): GoldPage[] {
  const docs = join(corpusPath('npm'), 'docs');
  return readdirSync(join(docs, 'content'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.replaceAll('\\', '/').replace(/\.md$/, ''))
    .filter((name) => existsSync(join(docs, 'output', `${name}.html`)))
    .sort()
    .map((name) => ({
      name,
      html: readFileSync(join(docs, 'output', `${name}.html`), 'utf8'),
      gold: markdownText(readFileSync(join(docs, 'content', `${name}.md`), 'utf8')),
    }));
}

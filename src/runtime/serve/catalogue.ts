import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentsEntry } from './protocol/lesson.js';

/** Folders deeper than this are not looked into. */
const maxDepth = 3;

type Entry = Omit<ContentsEntry, 'seen'>;

/**
 * The notebooks of a folder with what the contents show of each. Read when asked, and again only when a file has changed.
 */
export class Catalogue {
  readonly #folder: string;
  readonly #known = new Map<string, { readonly stamp: string; readonly entry: Entry }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The notebooks, in the natural order of their paths: 2 before 10. A folder that cannot be read counts as empty. */
  async list(): Promise<Entry[]> {
    const paths = await notebooksIn(this.#folder, '', maxDepth);
    const order = new Intl.Collator('en', { numeric: true });
    return Promise.all(paths.sort(order.compare).map((path) => this.#read(path)));
  }

  async #read(path: string): Promise<Entry> {
    const file = join(this.#folder, path);
    try {
      const { mtimeMs, size } = await stat(file);
      const stamp = `${mtimeMs} ${size}`;
      const known = this.#known.get(path);
      if (known?.stamp === stamp) return known.entry;
      const entry = describe(path, await readFile(file, 'utf8'));
      this.#known.set(path, { stamp, entry });
      return entry;
    } catch (error) {
      return broken(path, error instanceof Error ? error.message : String(error));
    }
  }
}

async function notebooksIn(folder: string, under: string, depth: number): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(join(folder, under), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory() && depth > 1) found.push(...(await notebooksIn(folder, path, depth - 1)));
    else if (entry.isFile() && entry.name.endsWith('.ipynb')) found.push(path);
  }
  return found;
}

/** Title, headings and reading time of a notebook's text. A notebook that is no JSON is listed with its problem. */
export function describe(path: string, text: string): Entry {
  let notebook: Record<string, unknown>;
  try {
    notebook = object(JSON.parse(text));
  } catch {
    return broken(path, 'it is not JSON');
  }
  const cells = Array.isArray(notebook['cells']) ? notebook['cells'].map(object) : [];
  const lectern = object(object(notebook['metadata'])['lectern']);
  const headings: { level: number; text: string; zh?: string; cell: string }[] = [];
  let words = 0;
  let code = 0;
  for (const [index, cell] of cells.entries()) {
    const source = joined(cell['source']);
    if (cell['cell_type'] === 'code') code += source === '' ? 0 : source.split('\n').length;
    if (cell['cell_type'] !== 'markdown') continue;
    words += source.split(/\s+/).length;
    const zh = titles(joined(object(object(cell['metadata'])['lectern'])['zh']));
    for (const [at, heading] of titles(source).entries()) {
      const id = typeof cell['id'] === 'string' ? cell['id'] : `cell-${index + 1}`;
      headings.push({ ...heading, ...translated(zh[at]), cell: id });
    }
  }
  const first = headings.find((heading) => heading.level === 1) ?? headings[0];
  // prose at 200 words a minute, code at 25 lines
  const minutes = lectern['minutes'];
  return {
    path,
    title: first?.text ?? nameOf(path),
    ...(first?.zh === undefined ? {} : { zh: first.zh }),
    minutes: typeof minutes === 'number' ? minutes : Math.max(1, Math.round(words / 200 + code / 25)),
    ...(typeof lectern['part'] === 'string' ? { part: lectern['part'] } : {}),
    headings: headings
      .filter((heading) => heading.level === 2)
      .map(({ text: heading, zh, cell }) => ({ text: heading, ...(zh === undefined ? {} : { zh }), cell })),
    cells: cells.length,
  };
}

function translated(heading: { text: string } | undefined): { zh?: string } {
  return heading ? { zh: heading.text } : {};
}

function broken(path: string, problem: string): Entry {
  return {
    path,
    title: nameOf(path),
    minutes: 0,
    headings: [],
    cells: 0,
    problem: `Cannot read ${path}: ${problem}`,
  };
}

/** The ATX headings of a Markdown text that stand outside fenced code, without their marks. */
function titles(markdown: string): { level: number; text: string }[] {
  let fence: string | undefined;
  return markdown.split('\n').flatMap((line) => {
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
    if (mark && (fence === undefined || mark.startsWith(fence)))
      fence = fence === undefined ? mark : undefined;
    const heading = fence === undefined ? /^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$/.exec(line) : null;
    const [, marks = '', text = ''] = heading ?? [];
    return heading ? [{ level: marks.length, text: plainText(text) }] : [];
  });
}

/** A heading without its Markdown and HTML marks. */
function plainText(text: string): string {
  return text
    .replace(/<[^>]*>/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]/g, '')
    .trim();
}

function nameOf(path: string): string {
  return path
    .replace(/^.*\//, '')
    .replace(/\.ipynb$/, '')
    .replace(/[-_]+/g, ' ');
}

function joined(source: unknown): string {
  return typeof source === 'string' ? source : Array.isArray(source) ? source.join('') : '';
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

import { Tag } from '../extract/html/tags.js';
import { parseHtml } from '../extract/html/parse-html.js';
import type { HtmlTree } from '../extract/html/html-tree.js';

/** A link as a WAT file tells it. */
export interface PageLink {
  /** Element and attribute, such as `A@/href` or `IMG@/src`. */
  readonly path: string;
  /** The address as it stands, after entities. */
  readonly url: string;
  readonly text?: string;
  readonly alt?: string;
  readonly title?: string;
  readonly rel?: string;
}

/** What a crawler reads in a page. */
export interface PageFacts {
  readonly title: string;
  /** Address that relative links start from, if the page names one. */
  readonly base: string | undefined;
  readonly metas: readonly { readonly name: string; readonly content: string }[];
  readonly links: readonly PageLink[];
  /** The page asks not to be kept, or not to have its links followed (`<meta name="robots">`). */
  readonly noindex: boolean;
  readonly nofollow: boolean;
}

const LINKS: Readonly<Record<string, 'href' | 'src'>> = {
  a: 'href',
  area: 'href',
  link: 'href',
  img: 'src',
  script: 'src',
  iframe: 'src',
  frame: 'src',
  embed: 'src',
  source: 'src',
};

/**
 * Reads title, meta elements and links of a page, in document order.
 *
 * @example
 * pageFacts('<a href="/b">B</a>').links // => [{ path: 'A@/href', url: '/b', text: 'B' }]
 */
export function pageFacts(html: string): PageFacts {
  const tree = parseHtml(html);
  const metas: { name: string; content: string }[] = [];
  const links: PageLink[] = [];
  let title = '';
  let base: string | undefined;
  for (let node = 1; node !== 0; node = tree.following(node, 1)) {
    if (tree.tag[node] === Tag['#text'] || tree.tag[node] === Tag['#comment']) continue;
    const name = tree.name(node);
    if (name === 'title' && title === '') title = textBelow(tree, node);
    else if (name === 'base') base ??= tree.attribute(node, 'href') ?? undefined;
    else if (name === 'meta') {
      const key = tree.attribute(node, 'name') ?? tree.attribute(node, 'property');
      const content = tree.attribute(node, 'content');
      if (key !== null && content !== null) metas.push({ name: key, content });
    } else {
      const link = linkOf(tree, node, name);
      if (link) links.push(link);
    }
  }
  const robots = metas
    .filter((meta) => /^(?:robots|lecternbot)$/i.test(meta.name))
    .map((meta) => meta.content);
  const asks = (word: RegExp): boolean => robots.some((content) => word.test(content));
  return {
    title,
    base,
    metas,
    links,
    noindex: asks(/\b(?:noindex|none)\b/i),
    nofollow: asks(/\b(?:nofollow|none)\b/i),
  };
}

function linkOf(tree: HtmlTree, node: number, name: string): PageLink | undefined {
  const attribute = LINKS[name];
  const url = attribute === undefined ? null : tree.attribute(node, attribute);
  if (url === null) return undefined;
  const text = name === 'a' ? textBelow(tree, node) : '';
  const rest: { text?: string; alt?: string; title?: string; rel?: string } = {};
  if (text !== '') rest.text = text;
  for (const key of ['alt', 'title', 'rel'] as const) {
    const value = tree.attribute(node, key);
    if (value !== null && value !== '') rest[key] = value;
  }
  return { path: `${name.toUpperCase()}@/${attribute}`, url, ...rest };
}

function textBelow(tree: HtmlTree, root: number): string {
  let text = '';
  for (let node = tree.following(root, root); node !== 0; node = tree.following(node, root)) {
    if (tree.tag[node] === Tag['#text']) text += tree.text(node);
  }
  return text.replace(/\s+/g, ' ').trim();
}

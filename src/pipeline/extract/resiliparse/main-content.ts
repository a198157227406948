import type { HtmlTree } from '../html/html-tree.js';
import { Tag } from '../html/tags.js';
import { isBlock } from './blocks.js';
import { LinkClusters } from './link-clusters.js';
import { hiddenStyle, patterns, type Patterns, type ResiliparseVersion } from './patterns.js';

/** What of a page counts as its main content. */
export interface MainContentOptions {
  readonly comments: boolean;
  readonly postMeta: boolean;
  readonly hiddenElements: boolean;
  readonly version: ResiliparseVersion;
}

/** A verdict on an element's names alone. */
const enum Names {
  /** Dropped whatever else is said. */
  drop,
  keep,
  /** Dropped, unless its relation says that it is the main part. */
  dropBlock,
  /** Kept unless it is mostly links. */
  undecided,
}

const droppedRelations = new Set(['author', 'icon', 'search', 'prev', 'next', 'tag']);
const droppedProperties = new Set(['datePublished', 'author', 'url']);
const droppedRoles = new Set(
  (
    'alert banner checkbox comment complementary contentinfo dialog img menu menubar menuitem navigation presentation ' +
    'radio search searchbox separator tab toolbar tooltip'
  ).split(' '),
);
const rootClasses =
  'article-body articleBody contentBody article-text main-content postcontent post-content single-post'.split(
    ' ',
  );
const rootClassesInLowerCase = rootClasses.map((name) => name.toLowerCase());

/** Verdicts on names are remembered across pages, as sites repeat them; this many, then the memory is emptied. */
const rememberedNames = 20_000;

/**
 * resiliparse's rules for main content (`bevendorff2018elastic`): a chain of tests of tag, attributes, class and id
 * names, and the share of text that is in links. An element that fails takes everything inside it along.
 */
export class MainContent {
  readonly #patterns: Patterns;
  readonly #names = new Map<string, Names>();

  constructor(private readonly options: MainContentOptions) {
    this.#patterns = patterns[options.version];
  }

  /**
   * The one element whose class or role says that it is the article, if there is exactly one; else the body.
   * An element that says it twice counts as two, as it does for the releases.
   */
  root(tree: HtmlTree): number {
    let found = 0;
    let matches = 0;
    for (
      let node = tree.following(tree.body, tree.body);
      node !== 0;
      node = tree.following(node, tree.body)
    ) {
      if (tree.tag[node]! <= Tag['#comment'] || !tree.hasAttributes(node)) continue;
      const count = this.#rootMatches(tree, node);
      if (count === 0) continue;
      matches += count;
      if (matches > 1) return tree.body;
      found = node;
    }
    return found || tree.body;
  }

  #rootMatches(tree: HtmlTree, node: number): number {
    const byRole = tree.attribute(node, 'role') === 'main' ? 1 : 0;
    const className = tree.attribute(node, 'class');
    if (className === null) return byRole;
    // release 1 compares class names in either case, release 2 only on pages in quirks mode
    const inEitherCase = tree.isQuirky || this.options.version === '1';
    const sought = inEitherCase ? rootClassesInLowerCase : rootClasses;
    const names = (inEitherCase ? className.toLowerCase() : className).split(/[\t\n\f\r ]+/);
    let matches = byRole;
    for (const name of sought) if (names.includes(name)) matches++;
    return matches;
  }

  /** A judge of one page's nodes. `depth` counts from the body, whose own is 0. */
  judge(tree: HtmlTree): (node: number, depth: number) => boolean {
    let clusters: LinkClusters | undefined;
    const isCluster = (node: number, maxFraction: number, maxBytes: number): boolean =>
      (clusters ??= new LinkClusters(tree, tree.body)).isCluster(node, maxFraction, maxBytes);
    return (node, depth) => {
      const tag = tree.tag[node]!;
      switch (tag) {
        case Tag['#text']:
          return !isIcon(tree.text(node));
        case Tag.body:
        case Tag.main:
        case Tag.h1:
          return true;
        case Tag.footer:
          return depth >= 3 && !isCluster(node, 0.2, 0) && !isLast(tree, node);
        case Tag.ul:
          if (depth < 4 || isCluster(node, 0.2, 0)) return false;
          break;
        case Tag.article:
          if (depth > 2 && isCluster(node, 0.2, 500)) return false;
          break;
        case Tag.nav:
        case Tag.aside:
        case Tag.audio:
        case Tag.video:
        case Tag.time:
          return false;
      }
      if (!tree.hasAttributes(node)) {
        return tag !== Tag.div || depth <= 5 || !isCluster(node, 0.6, 800);
      }
      return this.#judgeAttributes(tree, node, tag, depth, isCluster);
    };
  }

  #judgeAttributes(
    tree: HtmlTree,
    node: number,
    tag: number,
    depth: number,
    isCluster: (node: number, maxFraction: number, maxBytes: number) => boolean,
  ): boolean {
    if (tree.attribute(node, 'hidden') !== null) return false;
    const relation = stripped(tree.attribute(node, 'rel'));
    if (droppedRelations.has(relation)) return false;
    if (droppedProperties.has(stripped(tree.attribute(node, 'itemprop')))) return false;
    if (stripped(tree.attribute(node, 'aria-hidden')) === 'true') return false;
    if (stripped(tree.attribute(node, 'aria-expanded')) === 'false') return false;
    const className = tree.attribute(node, 'class') ?? '';
    const id = tree.attribute(node, 'id') ?? '';
    const style = tree.attribute(node, 'style');
    const isHidden = style !== null && hiddenStyle.test(style);
    // release 1 looks at the style only of elements that have a class or id
    if (isHidden && this.options.version === '2') return false;
    if (className === '' && id === '') {
      return tag !== Tag.div || depth <= 5 || !isCluster(node, 0.6, 800);
    }
    if (isHidden) return false;
    const names = this.#judgeNames(className, id, tag, depth > 2);
    if (names === Names.drop) return false;
    if (
      tree.attribute(node, 'data-ad') !== null ||
      tree.attribute(node, 'data-advertisement') !== null ||
      tree.attribute(node, 'data-text-ad') !== null
    )
      return false;
    if (!isBlock(tag) && tag !== Tag.td) return true;
    if (relation === 'main') return true;
    if (droppedRoles.has(stripped(tree.attribute(node, 'role')))) return false;
    if (names !== Names.undecided) return names === Names.keep;
    return !(depth > 2 && tag === Tag.div && isCluster(node, 0.6, 1500));
  }

  #judgeNames(className: string, id: string, tag: number, isDeep: boolean): Names {
    const maySkip = tag === Tag.a || tag === Tag.div || tag === Tag.li;
    const isBlockLike = isBlock(tag) || tag === Tag.td;
    const isArticle = tag === Tag.article;
    const key = `${+maySkip}${+isBlockLike}${+isArticle}${+isDeep}${className}\0${id}`;
    let names = this.#names.get(key);
    if (names === undefined) {
      if (this.#names.size >= rememberedNames) this.#names.clear();
      names = this.#judgeNamesAnew(className, id, maySkip, isBlockLike, isArticle, isDeep);
      this.#names.set(key, names);
    }
    return names;
  }

  #judgeNamesAnew(
    className: string,
    id: string,
    maySkip: boolean,
    isBlockLike: boolean,
    isArticle: boolean,
    isDeep: boolean,
  ): Names {
    const { comments, postMeta, hiddenElements, version } = this.options;
    const rules = this.#patterns;
    const both = className === '' ? id : `${className} ${id}`;
    const ofClass = (pattern: RegExp): boolean => className !== '' && pattern.test(className);
    if (!hiddenElements && ofClass(rules.hidden)) return Names.drop;
    if (maySkip && rules.skipLink.test(both)) return Names.drop;
    if (isDeep) {
      if (ofClass(rules.signIn) || (!postMeta && ofClass(rules.postMeta)) || ofClass(rules.social))
        return Names.drop;
    }
    if (rules.logo.test(both) || rules.advertisement.test(both) || ofClass(rules.junk)) return Names.drop;
    if (!isBlockLike) return Names.keep;
    // release 2 drops comments even where they look like an article, and keeps any article element
    if (version === '2' && !comments && rules.comments.test(both)) return Names.dropBlock;
    if ((version === '2' && isArticle) || rules.article.test(both)) return Names.keep;
    if (id !== '' && rules.landmarkId.test(id)) return Names.dropBlock;
    const drops =
      rules.header.test(both) ||
      rules.footer.test(both) ||
      rules.navigation.test(both) ||
      rules.recommended.test(both) ||
      (!comments && rules.comments.test(both)) ||
      rules.search.test(both) ||
      rules.sidebar.test(both) ||
      rules.modal.test(both) ||
      rules.gallery.test(both) ||
      rules.print.test(both);
    return drops ? Names.dropBlock : Names.undecided;
  }
}

/**
 * A lone pilcrow (a link to the heading it stands in), or three bytes of UTF-8 that are, as resiliparse compares them,
 * a private-use glyph of an icon font. It compares them as a little-endian number, which catches more: `→`, and `.`
 * with a no-break space. Faithful to the releases.
 */
function isIcon(text: string): boolean {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  if (end === start || end - start > 2) return false;
  if (end - start === 1) {
    const unit = text.charCodeAt(start);
    if (unit === 0xb6) return true;
    if (unit < 0x800) return false;
  }
  const bytes = encoder.encode(text.slice(start, end));
  if (bytes.length !== 3) return false;
  const number = bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16);
  return number >= 0x8080ee && number <= 0xbfa3ef;
}

const encoder = new TextEncoder();

/** Whether nothing but one text follows an element, nor any of those it is in, up to the child of the body. */
function isLast(tree: HtmlTree, node: number): boolean {
  for (let at = node; at !== 0 && tree.parent[at] !== 0 && tree.tag[tree.parent[at]!] !== Tag.body;) {
    const next = tree.next[at]!;
    if (next !== 0 && tree.tag[next] === Tag['#text']) at = next;
    if (tree.next[at] !== 0) return false;
    at = tree.parent[at]!;
  }
  return true;
}

/** Without white space at both ends; empty for null. */
function stripped(text: string | null): string {
  return text === null ? '' : text.replace(/^[\t\n\v\f\r ]+|[\t\n\v\f\r ]+$/g, '');
}

function isSpace(unit: number): boolean {
  return unit === 32 || (unit <= 13 && unit >= 9);
}

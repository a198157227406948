import { checkBoolean, checkOneOf } from '../core/check.js';
import { parseHtml } from './html/parse-html.js';
import { Tag } from './html/tags.js';
import type { HtmlTree } from './html/html-tree.js';
import { MainContent } from './resiliparse/main-content.js';
import { patterns, type ResiliparseVersion } from './resiliparse/patterns.js';
import { TextWriter } from './resiliparse/text-writer.js';

/** Options of the method `resiliparse`, by resiliparse's own names and with its defaults. */
export interface ResiliparseOptions {
  /** Whether only the main content is taken, by heuristics; otherwise all visible text. @default false */
  readonly mainContent?: boolean;
  /** Whether lines, lists and preformatted text are kept; otherwise all is one line. @default true */
  readonly preserveFormatting?: boolean;
  /** Whether list items get bullets and numbers. @default true */
  readonly listBullets?: boolean;
  /** Whether the texts that stand for images are taken, and figures, captions, SVG and media. @default true */
  readonly altTexts?: boolean;
  /** Whether a link's address follows it in brackets. @default false */
  readonly links?: boolean;
  /** Whether form fields are taken, in square brackets. @default false */
  readonly formFields?: boolean;
  /** Whether `noscript` is taken. @default false */
  readonly noscript?: boolean;
  /** Whether comment sections are main content. @default true */
  readonly comments?: boolean;
  /** Whether dates, authors, labels of an article are main content. @default true */
  readonly postMeta?: boolean;
  /** Whether elements that class names hide are main content. @default false */
  readonly hiddenElements?: boolean;
  /** The release whose rules are followed: `2` for 2.0, `1` for 0.16 to 1.1. @default '2' */
  readonly version?: ResiliparseVersion;
}

/**
 * The settings with which DCLM and Dolma call resiliparse (`li2024datacomp`, `soldaini2024dolma`): main content, lists
 * with bullets, nothing that stands for images, links or forms.
 */
export const dclmOptions: ResiliparseOptions = {
  mainContent: true,
  preserveFormatting: true,
  listBullets: true,
  altTexts: false,
  links: false,
  formFields: false,
  noscript: false,
  comments: true,
};

/**
 * Makes the extractor resiliparse's `extract_plain_text` is (`bevendorff2018elastic`), over our own HTML parser.
 *
 * @throws {RangeError} If the version does not exist.
 * @throws {TypeError} If a switch is neither true nor false.
 * @example
 * makeResiliparse(dclmOptions)('<nav>Menu</nav><p>One</p><ul><li>two</ul>')
 * // => 'One'
 */
export function makeResiliparse(options: ResiliparseOptions = {}): (html: string) => string {
  const {
    mainContent = false,
    preserveFormatting = true,
    listBullets = true,
    altTexts = true,
    links = false,
    formFields = false,
    noscript = false,
    comments = true,
    postMeta = true,
    hiddenElements = false,
    version = '2',
  } = options;
  const action = 'Cannot make extractor "resiliparse"';
  checkOneOf(action, 'version', version, Object.keys(patterns) as ResiliparseVersion[]);
  const switches = {
    mainContent,
    preserveFormatting,
    listBullets,
    altTexts,
    links,
    formFields,
    noscript,
    comments,
    postMeta,
    hiddenElements,
  };
  for (const [name, value] of Object.entries(switches)) checkBoolean(action, name, value);
  const rules = mainContent ? new MainContent({ comments, postMeta, hiddenElements, version }) : null;
  const skipped = new Uint8Array(2 ** 16);
  const skip = (...tags: number[]): void => tags.forEach((tag) => (skipped[tag] = 1));
  skip(Tag.script, Tag.style, Tag.iframe, Tag.frame, Tag.template);
  if (!altTexts) skip(Tag.object, Tag.video, Tag.audio, Tag.area, Tag.svg, Tag.figcaption, Tag.figure);
  if (!noscript) skip(Tag.noscript);
  if (!formFields) skip(Tag.textarea, Tag.input, Tag.button, Tag.select, Tag.option, Tag.label);

  return function extractResiliparse(html) {
    const tree = parseHtml(html);
    // a page of frames has no text of its own
    if (tree.tag[tree.body] !== Tag.body) return '';
    const root = rules ? rules.root(tree) : tree.body;
    const isMain = rules?.judge(tree);
    const baseDepth = depthOf(tree, root);
    const writer = new TextWriter({ preserveFormatting, listBullets, links, version });
    const { tag: tags, first, next, parent } = tree;
    /** Rows that have had a cell. */
    const rows = new Set<number>();
    let depth = 0;
    let node = root;
    let isEnd = false;
    for (;;) {
      const tag = tags[node]!;
      let enters = false;
      if (isEnd) end(node, tag);
      else if (tag === Tag['#text']) {
        if (!isMain || isMain(node, depth + baseDepth)) writer.add(tree.text(node), depth);
      } else if (
        tag !== Tag['#comment'] &&
        (node === root || skipped[tag] === 0) &&
        (!isMain || isMain(node, depth + baseDepth))
      ) {
        start(node, tag);
        enters = first[node] !== 0;
      }
      if (enters) {
        node = first[node]!;
        depth++;
        continue;
      }
      // childless elements have a start and no end; others end after their last child
      isEnd = false;
      if (node === root) break;
      if (next[node] !== 0) node = next[node]!;
      else {
        node = parent[node]!;
        depth--;
        isEnd = true;
      }
    }
    return writer.finish();

    function start(node: number, tag: number): void {
      writer.element(tag, depth, false);
      if (version === '2' && (tag === Tag.td || tag === Tag.th)) {
        writer.cell(rows.has(parent[node]!));
        rows.add(parent[node]!);
      }
      if (altTexts && (tag === Tag.img || tag === Tag.area)) writer.append(tree.attribute(node, 'alt') ?? '');
      else if (formFields && (tag === Tag.textarea || tag === Tag.button)) writer.append('[ ');
      else if (formFields && tag === Tag.input) writer.append(inputText(tree, node));
    }

    function end(node: number, tag: number): void {
      writer.element(tag, depth, true);
      if (links && tag === Tag.a) writer.append(` (${(tree.attribute(node, 'href') ?? '').trim()})`);
      else if (formFields && (tag === Tag.textarea || tag === Tag.button)) writer.append(' ] ');
    }
  };
}

function depthOf(tree: HtmlTree, node: number): number {
  let depth = 0;
  for (let at = node; tree.tag[at] !== Tag.body && tree.parent[at] !== 0; at = tree.parent[at]!) depth++;
  return depth;
}

const silentInputs = new Set(['checkbox', 'color', 'file', 'hidden', 'radio', 'reset']);

function inputText(tree: HtmlTree, node: number): string {
  if (silentInputs.has((tree.attribute(node, 'type') ?? '').trim())) return '';
  const value =
    (tree.attribute(node, 'value') ?? '').trim() || (tree.attribute(node, 'placeholder') ?? '').trim();
  return value === '' ? '' : `[ ${value} ] `;
}

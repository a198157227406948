import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, test } from 'vitest';
import type { AttributeName } from '../../../../src/pipeline/extract/html/attributes.js';
import type { HtmlTree } from '../../../../src/pipeline/extract/html/html-tree.js';
import { parseHtml } from '../../../../src/pipeline/extract/html/parse-html.js';
import { Tag } from '../../../../src/pipeline/extract/html/tags.js';
import { goldenCorpusText, readGolden } from '../../../support/golden.js';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const attributes: readonly AttributeName[] = [
  'class',
  'id',
  'role',
  'rel',
  'style',
  'type',
  'color',
  'encoding',
];

/** A tree as lines: depth, then the element with its attributes, the text, or "!" for a comment. */
function ours(tree: HtmlTree): string[] {
  const lines: string[] = [];
  let depth = 0;
  for (let node = 1; node !== 0;) {
    const tag = tree.tag[node]!;
    if (tag === Tag['#text']) lines.push(`${depth} ${JSON.stringify(tree.text(node))}`);
    else if (tag === Tag['#comment']) lines.push(`${depth} !`);
    else {
      const found = attributes.map((name) => [name, tree.attribute(node, name)] as const);
      lines.push(`${depth} ${tree.name(node)}${shown(found)}`);
    }
    if (tree.first[node]) {
      node = tree.first[node]!;
      depth++;
      continue;
    }
    while (node !== 0 && tree.next[node] === 0) {
      node = tree.parent[node]!;
      depth--;
    }
    node = tree.next[node]!;
  }
  return lines;
}

/** The same lines from parse5, an independent parser of the standard. */
function theirs(html: string): string[] {
  const lines: string[] = [];
  const document = parse(html, { scriptingEnabled: false });
  const stack: [Node, number][] = [[document.childNodes.find((node) => node.nodeName === 'html')!, 0]];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const [node, depth] = top;
    if ('value' in node) lines.push(`${depth} ${JSON.stringify(node.value)}`);
    else if ('data' in node) lines.push(`${depth} !`);
    else if ('attrs' in node) {
      const found = attributes.map((name) => [name, attributeOf(node, name)] as const);
      lines.push(`${depth} ${node.nodeName.toLowerCase()}${shown(found)}`);
      const children = 'content' in node ? node.content.childNodes : node.childNodes;
      for (const child of children.toReversed()) stack.push([child, depth + 1]);
    }
  }
  return lines;
}

function attributeOf(element: Element, name: string): string | null {
  return element.attrs.find((attribute) => attribute.name === name)?.value ?? null;
}

function shown(found: readonly (readonly [string, string | null])[]): string {
  return found
    .flatMap(([name, value]) => (value === null ? [] : [` ${name}=${JSON.stringify(value)}`]))
    .join('');
}

const fixtures = JSON.parse(
  readFileSync(new URL('../../../fixtures/pages.json', import.meta.url), 'utf8'),
) as { name: string; html: string }[];

describe('parseHtml()', () => {
  test.each(fixtures.filter(({ name }) => name !== 'frames' && name !== 'strange characters'))(
    'gives the tree of the standard of: $name',
    ({ html }) => {
      expect(ours(parseHtml(html))).toEqual(theirs(html));
    },
  );

  test('gives the tree of the standard of every page of the corpora', () => {
    const files = Object.keys(readGolden<{ corpora: object }>('resiliparse/2.json').corpora);
    const unequal = files.filter((file) => {
      const html = goldenCorpusText(file).replace(/^\ufeff/, '');
      return ours(parseHtml(html)).join('\n') !== theirs(html).join('\n');
    });
    expect(unequal).toEqual([]);
  });

  test('gives the tree of the standard of tags in any order', () => {
    const names =
      'a b i p div span table tr td th tbody caption colgroup col ul ol li dl dd dt h1 h2 form button select option ' +
      'optgroup input textarea title script style svg math foreignObject desc mi mtext annotation-xml template html ' +
      'head body noscript nobr font em object pre br hr img address main xmp iframe plaintext ruby rt rp rb rtc x-y';
    const piece = fc.oneof(
      fc
        .tuple(
          fc.constantFrom(...names.split(' ')),
          fc.constantFrom('', '', '', ' class=a', ' id="x"', ' type=hidden', ' color=red', '/'),
        )
        .map(([name, rest]) => `<${name}${rest}>`),
      fc.constantFrom(...names.split(' ')).map((name) => `</${name}>`),
      fc.constantFrom(
        'text',
        ' ',
        '\n',
        '&amp;',
        '&lt',
        '&notin;',
        '<',
        '</',
        '<!-- c -->',
        '<!doctype html>',
        '<!--x--!>',
        '</>',
        '<?pi?>',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const html = pieces.join('');
        expect(ours(parseHtml(html))).toEqual(theirs(html));
      }),
      { numRuns: 3000, seed: 20260131 },
    );
  });

  test('never throws, whatever the string', () => {
    const html = fc.string({ unit: fc.constantFrom(...'<>/!-="\' \n&;#xpabtrd[]?\0\ud83d') });
    fc.assert(
      fc.property(html, (page) => {
        expect(parseHtml(page).body).toBeGreaterThan(0);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  test.each([
    '',
    '<!doctype html>',
    '<!DOCTYPE HTML >',
    '<!doctype>',
    '<!doctype htm>',
    '<!doctype html strange>',
    '<!doctype html SYSTEM "about:legacy-compat">',
    "<!doctype html system 'http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd'>",
    '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">',
    '<!DOCTYPE html PUBLIC "-//IETF//DTD HTML 2.0//EN">',
    '<!DOCTYPE html PUBLIC "HTML">',
    '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">',
    '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">',
    '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">',
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
    '<!-- first --><!doctype html>',
    'text<!doctype html>',
  ])('tells whether a page is in quirks mode: %s', (doctype) => {
    const html = `${doctype}<p>x<table></table>`;
    expect(parseHtml(html).isQuirky).toBe(parse(html).mode === 'quirks');
    expect(ours(parseHtml(html))).toEqual(theirs(html));
  });
});

describe('HtmlTree', () => {
  test('gives attributes decoded, and null for those that are absent', () => {
    const tree = parseHtml('<p id="a&amp;b" class=x class=y hidden>');
    const paragraph = tree.first[tree.body]!;
    expect(tree.attribute(paragraph, 'id')).toBe('a&b');
    expect(tree.attribute(paragraph, 'class')).toBe('x');
    expect(tree.attribute(paragraph, 'hidden')).toBe('');
    expect(tree.attribute(paragraph, 'role')).toBe(null);
  });

  test('walks in document order with following() and past an element with after()', () => {
    const tree = parseHtml('<p>a<b>c</b></p><i>d</i>');
    const paragraph = tree.first[tree.body]!;
    const names: string[] = [];
    for (let node = tree.body; node !== 0; node = tree.following(node, tree.body))
      names.push(tree.name(node));
    expect(names).toEqual(['body', 'p', '#text', 'b', '#text', 'i', '#text']);
    expect(tree.name(tree.after(paragraph, tree.body))).toBe('i');
    expect(tree.after(tree.last[tree.body]!, tree.body)).toBe(0);
  });
});

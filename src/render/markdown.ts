import { createRequire } from 'node:module';
import type { Marked as MarkedClass } from 'marked';
import type sanitizeHtml from 'sanitize-html';
import { bibliography } from './bibliography.js';
import { citeHtml, citeText, workOf } from './cite.js';
import { display, type Display } from './display.js';
import { visible } from './escape.js';
import { styled } from './styles.js';

/**
 * Renders Markdown (CommonMark with GitHub's tables, strikethrough and task lists). `[@key]` and `[@one; @two]` become citations.
 * Raw HTML is sanitised: no script, no event handler, no style, no frame, no address but http(s) and mail, and images only as data.
 *
 * @throws {TypeError} If the text is not a string.
 * @throws {RangeError} If a citation's key is unknown.
 * @example
 * markdown('T5 was trained on **C4** [@raffel2020t5].')
 */
export function markdown(text: string): Display {
  if (typeof text !== 'string')
    throw new TypeError(`Cannot render Markdown: it must be a text, current value is ${String(text)}`);
  return display({
    'text/html': styled(markdownHtml(text), 'lx-markdown'),
    'text/plain': plainMarkdown(text),
  });
}

/** Markdown as sanitised HTML, without the surrounding scope. */
export function markdownHtml(text: string): string {
  const { marked, sanitize } = load();
  const html = marked.parse(text, { async: false });
  return sanitize(html, RULES).trim();
}

const CITATION = /^\[@([\w:.-]+(?:\s*;\s*@[\w:.-]+)*)\]/;

/** The text itself, in which citations are resolved but for those that stand in code. */
function plainMarkdown(text: string): string {
  return visible(text).replace(
    CODE_OR_CITATION,
    (whole: string, _ticks: string | undefined, list: string | undefined) =>
      list === undefined
        ? whole
        : `(${keysOf(list)
            .map((key) => citeText(workOf(key, bibliography())))
            .join('; ')})`,
  );
}

const CODE_OR_CITATION =
  /(`+)(?!`)[^`](?:[\s\S]*?[^`])??\1(?!`)|^(?:```|~~~)[\s\S]*?^(?:```|~~~)|\[@([\w:.-]+(?:\s*;\s*@[\w:.-]+)*)\]/gm;

function keysOf(list: string): readonly string[] {
  return list.split(';').map((key) => key.trim().replace(/^@/, ''));
}

const TAGS =
  'h1 h2 h3 h4 h5 h6 p blockquote ul ol li dl dt dd hr br pre code kbd samp var ' +
  'a b i strong em del s ins u sub sup mark small abbr cite q span div img figure figcaption ' +
  'table caption thead tbody tfoot tr th td details summary input ruby rt rp bdi';

const RULES: sanitizeHtml.IOptions = {
  allowedTags: TAGS.split(' '),
  allowedAttributes: {
    '*': ['lang', 'dir', 'title'],
    a: ['href', 'title', 'rel', 'class'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    th: ['align', 'scope', 'colspan', 'rowspan'],
    td: ['align', 'colspan', 'rowspan'],
    ol: ['start'],
    details: ['open'],
    code: ['class'],
    input: [{ name: 'type', values: ['checkbox'] }, 'checked', 'disabled'],
    span: ['class'],
    div: ['class'],
  },
  allowedClasses: { a: ['lx-cite'], span: ['lx-cite'], code: [/^language-[\w-]+$/], div: [] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['data'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  transformTags: { a: withoutOpener },
  // a form's field is only ever a task's box
  exclusiveFilter: ({ tag, attribs }) =>
    (tag === 'input' && attribs['type'] !== 'checkbox') ||
    (tag === 'img' && !attribs['src']?.startsWith('data:image/')),
};

function withoutOpener(
  tagName: string,
  attribs: Record<string, string>,
): { tagName: string; attribs: Record<string, string> } {
  return { tagName, attribs: 'href' in attribs ? { ...attribs, rel: 'noopener noreferrer' } : attribs };
}

interface Tools {
  readonly marked: MarkedClass;
  readonly sanitize: typeof sanitizeHtml;
}

let tools: Tools | undefined;

/** Loads the two libraries with the first Markdown, so that importing the package stays quick. */
function load(): Tools {
  if (tools) return tools;
  const require = createRequire(import.meta.url);
  const { Marked } = require('marked') as typeof import('marked');
  const marked = new Marked({ gfm: true });
  marked.use({
    extensions: [
      {
        name: 'citation',
        level: 'inline',
        start: (source) => source.indexOf('[@'),
        tokenizer(source) {
          const found = CITATION.exec(source);
          return found ? { type: 'citation', raw: found[0], keys: keysOf(found[1] ?? '') } : undefined;
        },
        renderer: (token) =>
          (token['keys'] as readonly string[]).map((key) => citeHtml(workOf(key, bibliography()))).join(' '),
      },
    ],
  });
  return (tools = { marked, sanitize: require('sanitize-html') as typeof sanitizeHtml });
}

import type { LessonOutput } from '../runtime/serve/protocol/lesson.js';
import { parseAnsi } from './ansi.js';
import { el } from './dom.js';
import { frameOutput } from './frame-output.js';
import { renderMarkdown, type MarkdownOptions } from './markdown.js';
import { sanitizeHtml, sanitizeSvg } from './sanitize.js';

/** Lines shown at the beginning and at the end of a long text. */
const headLines = 200;
const tailLines = 100;

/** Media types from the best for this page to the last resort. A stored drawing follows the theme, so it comes first. */
const order = [
  'image/svg+xml',
  'text/html',
  'text/markdown',
  'text/latex',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'application/javascript',
  'application/json',
  'text/plain',
];

/** The media type of a bundle that the page shows. */
export function chooseType(data: Readonly<Record<string, unknown>>): string | undefined {
  return (
    order.find((type) => type in data) ?? Object.keys(data).find((type) => typeof data[type] === 'string')
  );
}

/** One output of a cell, rendered. */
export function outputView(output: LessonOutput, options: MarkdownOptions): HTMLElement {
  if (output.output_type === 'stream')
    return textView(output.text, output.name === 'stderr' ? 'stream stderr' : 'stream');
  if (output.output_type === 'error') return errorView(output.ename, output.evalue, output.traceback);
  const type = chooseType(output.data);
  const value = type === undefined ? undefined : output.data[type];
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  switch (type) {
    case 'image/svg+xml':
      return el('figure', { class: 'drawing' }, sanitizeSvg(text));
    case 'text/html':
      return htmlView(text);
    case 'text/markdown':
      return el('div', { class: 'prose in-cell' }, renderMarkdown(text, options));
    case 'text/latex':
      return el(
        'div',
        { class: 'prose in-cell' },
        renderMarkdown(/^\s*\$/.test(text) ? text : `$$${text}$$`),
      );
    case 'image/png':
    case 'image/jpeg':
    case 'image/webp':
    case 'image/gif':
      return pictureView(type, text, output.data['text/plain']);
    case 'application/javascript':
      return frameOutput(`<script>${text.replaceAll('</', '<\\/')}</script>`);
    case undefined:
      return el('div');
    default:
      return textView(text, 'plain');
  }
}

/** HTML that survives being made safe stands in the page; any other runs in a frame of its own. */
function htmlView(html: string): HTMLElement {
  const { fragment, lost } = sanitizeHtml(html);
  if (lost) return frameOutput(html);
  return el('div', { class: 'rich' }, fragment);
}

function pictureView(type: string, base64: string, alt: unknown): HTMLElement {
  const picture = el('img', { alt: typeof alt === 'string' ? alt : 'Picture made by the cell' });
  picture.src = `data:${type};base64,${base64.replace(/\s/g, '')}`;
  return el('figure', { class: 'picture' }, picture);
}

function textView(text: string, kind: string): HTMLElement {
  const pre = el('pre', { class: `out ${kind}`, tabindex: 0 });
  const lines = text.split('\n');
  if (lines.length <= headLines + tailLines + 20 && text.length < 400_000) {
    fillAnsi(pre, text);
    return pre;
  }
  // a text of many lines is shown by both its ends, so that the page stays quick
  const hidden = lines.length - headLines - tailLines;
  const head = lines.slice(0, headLines).join('\n');
  const tail = lines.slice(-tailLines).join('\n');
  const bounded = (part: string) => (part.length > 200_000 ? `${part.slice(0, 200_000)} …` : part);
  fillAnsi(pre, `${bounded(head)}\n`);
  const more = el('button', {
    class: 'more',
    text: `… ${Math.max(hidden, 0).toLocaleString('en-US')} more lines: show all`,
    onclick: () => {
      pre.replaceChildren();
      fillAnsi(pre, text);
    },
  });
  pre.append(more, '\n');
  const rest = el('span');
  fillAnsi(rest, bounded(tail));
  pre.append(rest);
  return pre;
}

function errorView(name: string, message: string, traceback: readonly string[]): HTMLElement {
  const text = traceback.length > 0 ? traceback.join('\n') : `${name}: ${message}`;
  const pre = el('pre', { class: 'out traceback', tabindex: 0 });
  fillAnsi(pre, text);
  const head = `${name}: ${message}`;
  return el(
    'div',
    { class: 'error' },
    el('p', { class: 'error-head' }, el('b', { text: name }), ` ${message.split('\n')[0] ?? ''}`),
    text.trim() === head.trim() && !head.includes('\n') ? undefined : pre,
  );
}

function fillAnsi(place: HTMLElement, text: string): void {
  for (const { text: part, classes } of parseAnsi(text)) {
    place.append(classes.length === 0 ? part : el('span', { class: classes.join(' '), text: part }));
  }
}

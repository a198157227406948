import { Marked } from 'marked';
import { el } from './dom.js';
import { highlightInto } from './highlight.js';
import { sanitizeHtml } from './sanitize.js';

/** What a text is rendered with. */
export interface MarkdownOptions {
  /** The folder of the notebook, with a `/` behind it, against which its pictures are found. */
  readonly base?: string;
  /** The short name of a cited work, `Raffel+ 2020`; undefined for an unknown key. */
  readonly label?: (key: string) => string | undefined;
}

interface Formula {
  readonly source: string;
  readonly display: boolean;
}

/**
 * Renders Markdown: GitHub's flavour, `[@key]` as citations, `$…$` and `$$…$$` as formulas (KaTeX is loaded when there is one).
 * Everything is sanitised.
 */
export function renderMarkdown(
  text: string,
  { base = '', label = () => undefined }: MarkdownOptions = {},
): DocumentFragment {
  const formulas: Formula[] = [];
  const marked = new Marked({ gfm: true });
  marked.use({
    extensions: [
      {
        name: 'formula',
        level: 'inline',
        start: (source) => source.indexOf('$'),
        tokenizer(source) {
          // a dollar before a space or a digit after the end is money
          const match = /^\$\$([^$]+?)\$\$|^\$(?![\s$])((?:[^$\\\n]|\\.)*?[^\s$\\])\$(?!\d)/.exec(source);
          if (!match) return undefined;
          formulas.push({ source: match[1] ?? match[2] ?? '', display: match[1] !== undefined });
          return { type: 'formula', raw: match[0], text: String(formulas.length - 1) };
        },
        renderer: (token) => `<span class="formula">${token['text']}</span>`,
      },
      {
        name: 'cite',
        level: 'inline',
        start: (source) => source.indexOf('[@'),
        tokenizer(source) {
          const match = /^\[@([\w:.-]+)((?:\s*;\s*@[\w:.-]+)*)\]/.exec(source);
          return match ? { type: 'cite', raw: match[0], text: `${match[1]}${match[2]}` } : undefined;
        },
        renderer: (token) =>
          String(token['text'])
            .split(/\s*;\s*@/)
            .map(
              (key) =>
                `<a class="cite" title="${key}" href="#cite-${key}">${escapeText(label(key) ?? key)}</a>`,
            )
            .join(' '),
      },
    ],
  });
  const { fragment } = sanitizeHtml(String(marked.parse(text, { async: false })));
  for (const picture of fragment.querySelectorAll('img')) {
    const source = picture.getAttribute('src') ?? '';
    picture.loading = 'lazy';
    if (!/^(?:[a-z]+:|\/|#)/i.test(source) && source !== '') picture.src = `/files/${base}${source}`;
  }
  for (const table of fragment.querySelectorAll('table')) {
    const scroll = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table' });
    table.replaceWith(scroll);
    scroll.append(table);
  }
  for (const code of fragment.querySelectorAll<HTMLElement>('pre > code[class*="language-"]')) {
    if (/language-(?:ts|typescript|js|javascript|json)/.test(code.className))
      highlightInto(code, code.textContent ?? '');
  }
  const places = [...fragment.querySelectorAll<HTMLElement>('.formula')];
  if (places.length > 0) void renderFormulas(places, formulas);
  return fragment;
}

async function renderFormulas(places: readonly HTMLElement[], formulas: readonly Formula[]): Promise<void> {
  for (const place of places) {
    const formula = formulas[Number(place.textContent)];
    if (formula) place.textContent = formula.source;
  }
  const { renderFormula } = await import('./formula.js');
  for (const [index, place] of places.entries()) {
    const formula = formulas[index];
    if (formula) renderFormula(place, formula.source, formula.display);
  }
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

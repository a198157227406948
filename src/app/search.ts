import type { Contents } from '../runtime/serve/protocol/lesson.js';
import { parseAnsi } from './ansi.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { readAddress } from './lesson-view.js';
import { cellNumber, type Page } from './page.js';
import { currentLanguage, say } from './words.js';

/** Something that was found: where it stands and how it reads there. */
export interface Found {
  readonly address: string;
  readonly place: string;
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

/** Most results shown. */
const most = 40;

/** Opens the search: in this lesson's prose, code and results, and in the titles and headings of all. */
export function openSearch(page: Page, contents: Contents): void {
  const field = el('input', {
    type: 'search',
    placeholder: say('search'),
    'aria-label': say('search'),
    'aria-controls': 'found',
  });
  const list = el('ul', { class: 'found', id: 'found', role: 'listbox' });
  const close = openDialog('search', say('search'), field, list);
  let chosen = 0;
  const choose = (index: number) => {
    const items = [...list.querySelectorAll<HTMLElement>('a')];
    chosen = Math.max(0, Math.min(index, items.length - 1));
    for (const [at, item] of items.entries()) item.setAttribute('aria-selected', String(at === chosen));
    items[chosen]?.scrollIntoView({ block: 'nearest' });
  };
  field.addEventListener('input', () => {
    const results = find(page, contents, field.value);
    list.replaceChildren(
      ...results.map(({ address, place, before, match, after }) =>
        el(
          'li',
          {},
          el(
            'a',
            { href: address, role: 'option', onclick: close },
            el('small', { text: place }),
            el('span', {}, before, el('mark', { text: match }), after),
          ),
        ),
      ),
    );
    if (results.length === 0 && field.value.trim() !== '')
      list.append(el('li', { class: 'nothing', text: `Nothing holds “${field.value}”` }));
    choose(0);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    }
    if (event.key === 'Enter') list.querySelectorAll<HTMLElement>('a')[chosen]?.click();
  });
}

/** Finds a text, whatever its case. */
export function find(page: Page, contents: Contents, asked: string): Found[] {
  const wanted = asked.trim().toLowerCase();
  if (wanted === '') return [];
  const found: Found[] = [];
  const look = (text: string, place: string, address: string): void => {
    const at = text.toLowerCase().indexOf(wanted);
    if (at === -1 || found.length >= most) return;
    const start = Math.max(0, at - 40);
    found.push({
      address,
      place,
      before: (start > 0 ? '…' : '') + text.slice(start, at).replace(/\s+/g, ' '),
      match: text.slice(at, at + wanted.length),
      after: text.slice(at + wanted.length, at + wanted.length + 70).replace(/\s+/g, ' '),
    });
  };
  for (const entry of contents.entries) {
    const title = (currentLanguage() === 'zh' ? entry.zh : undefined) ?? entry.title;
    look(title, say('contents'), readAddress(entry.path));
    for (const { text, zh, cell } of entry.headings) {
      look(
        (currentLanguage() === 'zh' ? zh : undefined) ?? text,
        title,
        `${readAddress(entry.path)}#${cell}`,
      );
    }
  }
  for (const cell of page.store.cells) {
    const place = cell.kind === 'code' ? cellNumber(page, cell) : '¶';
    const zh = currentLanguage() === 'zh' ? cell.lesson.zh : undefined;
    look(zh ?? cell.source, place, `#${cell.id}`);
    for (const output of cell.outputs) {
      const text =
        output.output_type === 'stream'
          ? output.text
          : 'data' in output
            ? output.data['text/plain']
            : output.evalue;
      if (typeof text === 'string') look(withoutAnsi(text), `${place} →`, `#${cell.id}`);
    }
  }
  return found;
}

function withoutAnsi(text: string): string {
  return parseAnsi(text)
    .map((span) => span.text)
    .join('');
}

import { display, type Display } from './display.js';
import { escapeHtml } from './escape.js';
import { excerpt, type Excerpt, type TextSpan } from './excerpt.js';
import { count, formatNumber } from './numbers.js';
import { oneLine, paragraphs, shorten, wrap } from './plain-text.js';
import { kindOf } from './rows.js';
import { styled } from './styles.js';
import { tableHtml } from './table.js';
import type { TableColumn } from './table-column.js';

/** A document and what a stage said of it. Without a reason it was kept. */
export interface JudgedDocument {
  readonly doc: { readonly id: string; readonly text: string; readonly url?: string; readonly meta?: object };
  readonly stage?: string;
  readonly reason?: string;
  readonly value?: number;
  readonly limit?: number;
  /** Where the rule fired. */
  readonly span?: TextSpan;
  /** What the stage threw, when the reason is an error. */
  readonly message?: string;
}

/** Options for {@link documents}. */
export interface DocumentsOptions {
  readonly title?: string;
  readonly caption?: string;
  /** Most documents shown; the rest are counted. @default 10 */
  readonly max?: number;
  /** Most documents shown of each reason, so that rare ones are seen too. @default null, no limit */
  readonly perReason?: number | null;
  /** Characters shown on either side of the span. @default 70 */
  readonly context?: number;
}

/**
 * Shows dropped documents: an excerpt with the span that fired the rule marked, the reason, and the value beside the limit.
 *
 * @throws {TypeError} If an entry has no document.
 * @throws {RangeError} If a limit is not a positive integer.
 * @example
 * documents([{ doc: { id: '1', text: 'buy { now' }, stage: 'c4-page', reason: 'curly-bracket', span: { start: 4, end: 5 } }])
 */
export function documents(dropped: Iterable<JudgedDocument>, options: DocumentsOptions = {}): Display {
  const { title, caption, max = 10, perReason = null, context = 70 } = options;
  for (const [name, value] of Object.entries({ max, perReason, context })) {
    if (value !== null && !(Number.isInteger(value) && value > 0)) {
      throw new RangeError(
        `Cannot show documents: ${name} must be a positive integer, current value is ${value}`,
      );
    }
  }
  const all = [...dropped];
  for (const entry of all) {
    if (typeof entry?.doc?.text === 'string') continue;
    throw new TypeError(
      `Cannot show documents: each entry needs { doc: { id, text }, reason }, current value is ${kindOf(entry)}`,
    );
  }
  const shown = pick(all, perReason).slice(0, max);
  const pieces = shown.map(({ doc, span }) => excerpt(doc.text, span, { context, most: 2.4 * context }));
  const columns = toDocumentColumns(shown, pieces);
  const more = all.length - shown.length;
  const note =
    all.length === 0 ? 'no documents' : more > 0 ? `… and ${count(more, 'more document')}` : undefined;
  return display({
    'text/html': styled(tableHtml(columns, shown.length, { title, caption, note })),
    'text/plain': paragraphs(
      title,
      ...shown.map((entry, at) => plainEntry(entry, pieces[at])),
      note,
      caption && wrap(caption),
    ),
  });
}

/** The first few of each reason, in their order. */
function pick(all: readonly JudgedDocument[], perReason: number | null): readonly JudgedDocument[] {
  if (perReason === null) return all;
  const seen = new Map<string, number>();
  return all.filter(({ stage = '', reason = '' }) => {
    const key = `${stage}\n${reason}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times <= perReason;
  });
}

function toDocumentColumns(
  shown: readonly JudgedDocument[],
  pieces: readonly Excerpt[],
): readonly TableColumn[] {
  const columns = [
    {
      head: 'document',
      align: 'left' as const,
      html: shown.map((entry, at) => excerptHtml(entry, pieces[at])),
    },
    { head: 'why', align: 'left' as const, html: shown.map(whyHtml) },
    { head: 'value', align: 'right' as const, html: shown.map(({ value }) => numberHtml(value)) },
    { head: 'limit', align: 'right' as const, html: shown.map(({ limit }) => numberHtml(limit)) },
  ];
  const numbered = shown.some(({ value, limit }) => value !== undefined || limit !== undefined);
  // the text of a cell decides whether its column is set without breaks: an excerpt never is
  const texts = {
    document: [' '.repeat(99)],
    why: shown.map(({ reason = '', message = '' }) => message || reason),
  };
  return columns
    .filter(({ align }) => align === 'left' || numbered)
    .map((column) => ({ ...column, text: texts[column.head as keyof typeof texts] ?? [] }));
}

function excerptHtml({ doc }: JudgedDocument, piece: Excerpt | undefined): string {
  const { before = '', marked, after = '' } = piece ?? {};
  const mark =
    marked === undefined ? '' : `<mark>${escapeHtml(marked === '' ? '·' : collapse(marked))}</mark>`;
  const text = `${escapeHtml(collapse(before))}${mark}${escapeHtml(collapse(after))}`;
  const where = escapeHtml(shorten(oneLine(doc.url ?? doc.id), 90));
  return `<span dir="auto">${text.trim() === '' ? '<span class="lx-none">(empty)</span>' : text}</span><br><span class="lx-quiet"><small>${where}</small></span>`;
}

function whyHtml({ stage, reason, message }: JudgedDocument): string {
  if (reason === undefined) return '<span class="lx-keep">kept</span>';
  // a name such as filtered:too_few_sentences breaks between its words, not within one
  const name = escapeHtml(oneLine(reason)).replace(/[:_](?=.)/g, '$&<wbr>');
  const parts = [`<span class="lx-drop">${name}</span>`];
  if (stage !== undefined)
    parts.push(`<br><span class="lx-quiet"><small>${escapeHtml(oneLine(stage))}</small></span>`);
  if (message !== undefined) parts.push(`<br><small>${escapeHtml(shorten(oneLine(message), 200))}</small>`);
  return parts.join('');
}

function numberHtml(value: number | undefined): string {
  return value === undefined ? '<span class="lx-none">–</span>' : escapeHtml(formatNumber(value));
}

function plainEntry(
  { doc, stage, reason, value, limit, message }: JudgedDocument,
  piece: Excerpt | undefined,
): string {
  const { before = '', marked, after = '' } = piece ?? {};
  const text = oneLine(`${before}${marked === undefined ? '' : `⟦${marked}⟧`}${after}`);
  const numbers = [
    value === undefined ? '' : `value ${formatNumber(value)}`,
    limit === undefined ? '' : `limit ${formatNumber(limit)}`,
  ].filter(Boolean);
  const verdict = [
    reason === undefined ? 'kept' : `${stage === undefined ? '' : `${oneLine(stage)}: `}${oneLine(reason)}`,
    ...numbers,
  ];
  return [
    verdict.join(' · '),
    message && `  ${oneLine(message)}`,
    `  ${text || '(empty)'}`,
    `  ${oneLine(doc.url ?? doc.id)}`,
  ]
    .filter(Boolean)
    .join('\n');
}

// runs of white space become one space, but an edge keeps its own: it separates from the mark
function collapse(text: string): string {
  return text.replace(/\s+/g, ' ');
}

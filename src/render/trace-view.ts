import { diffHtml, diffText, toDiffLines } from './diff.js';
import type { TextChange } from './diff-lines.js';
import { display, type Display } from './display.js';
import { escapeHtml } from './escape.js';
import { excerpt, type TextSpan } from './excerpt.js';
import { count, formatNumber } from './numbers.js';
import { oneLine, paragraphs, shorten, wrap } from './plain-text.js';
import { kindOf } from './rows.js';
import { styled } from './styles.js';
import { textOf } from './table-column.js';

interface TracedDocument {
  readonly id: string;
  readonly text: string;
  readonly url?: string;
  readonly meta?: object;
}

/** What one stage did to the document followed. */
export interface TracedStep {
  readonly stage: string;
  readonly kind: string;
  readonly before: TracedDocument;
  readonly after?: TracedDocument;
  readonly verdict?: {
    readonly kind: string;
    readonly reason?: string;
    readonly value?: number;
    readonly limit?: number;
    readonly span?: TextSpan;
  };
  readonly changes?: readonly TextChange[];
  readonly tags?: object;
  readonly error?: string;
}

/** A document's way through a pipeline, as `trace()` gives it. */
export interface TracedWay {
  readonly doc: TracedDocument;
  readonly steps: readonly TracedStep[];
  readonly outcome: string;
  readonly children?: readonly TracedWay[];
}

/** Options for {@link traceView}. */
export interface TraceViewOptions {
  /** @default what became of the document */
  readonly title?: string;
  readonly caption?: string;
  /** Most lines shown of each edit. @default 16 */
  readonly maxLines?: number;
  /** Most documents shown of those that one was divided into. @default 3 */
  readonly maxChildren?: number;
}

/**
 * Shows one document's way through a pipeline, a stage a step: the verdict with its value beside the limit and the span marked, the
 * diff of each edit, the tags added.
 *
 * @throws {TypeError} If the value is no trace.
 * @example
 * traceView(trace(doc, pipeline))
 */
export function traceView(way: TracedWay, options: TraceViewOptions = {}): Display {
  if (!Array.isArray(way?.steps) || typeof way.doc?.text !== 'string') {
    throw new TypeError(`Cannot show a trace: it takes what trace() gives, current value is ${kindOf(way)}`);
  }
  const title = options.title ?? ending(way);
  const where = shorten(oneLine(way.doc.url ?? way.doc.id), 90);
  return display({
    'text/html': styled(
      [
        `<div class="lx-title">${escapeHtml(title)}</div>`,
        `<div class="lx-quiet"><small>${escapeHtml(where)}</small></div>`,
        stepsHtml(way, options),
        options.caption && `<p class="lx-note">${escapeHtml(options.caption)}</p>`,
      ]
        .filter(Boolean)
        .join('\n'),
    ),
    'text/plain': paragraphs(title, where, stepsText(way, options), options.caption && wrap(options.caption)),
  });
}

function ending({ steps, outcome, children = [] }: TracedWay): string {
  const last = steps.at(-1);
  if (outcome === 'dropped' && last) return `Dropped by stage ${steps.length}, ${last.stage}`;
  if (outcome === 'divided') return `Divided into ${count(children.length, 'document')}`;
  return `Kept by all ${count(steps.length, 'stage')}`;
}

interface Told {
  readonly mark: string;
  readonly state: 'keep' | 'drop' | 'quiet';
  readonly words: string;
  readonly numbers: string;
}

/** What a step did, in words. */
function tell({ verdict, changes, tags, error, after }: TracedStep): Told {
  const numbers = [
    verdict?.value === undefined ? '' : `value ${formatNumber(verdict.value)}`,
    verdict?.limit === undefined ? '' : `limit ${formatNumber(verdict.limit)}`,
  ]
    .filter(Boolean)
    .join(' · ');
  if (verdict?.kind === 'drop')
    return {
      mark: '✗',
      state: 'drop',
      words: `dropped: ${verdict.reason ?? 'no reason given'}${error ? `, ${oneLine(error)}` : ''}`,
      numbers,
    };
  if (changes !== undefined) {
    const words = changes.length === 0 ? 'unchanged' : `edited: ${reasonsOf(changes)}`;
    return { mark: changes.length === 0 ? '·' : '~', state: 'quiet', words, numbers };
  }
  if (tags !== undefined)
    return { mark: '+', state: 'quiet', words: `tagged: ${shorten(oneLine(textOf(tags)), 160)}`, numbers };
  if (after === undefined && verdict === undefined)
    return { mark: '÷', state: 'quiet', words: 'divided', numbers };
  return { mark: '✓', state: 'keep', words: 'kept', numbers };
}

function reasonsOf(changes: readonly TextChange[]): string {
  const times = new Map<string, number>();
  for (const { reason } of changes) times.set(reason, (times.get(reason) ?? 0) + 1);
  const named = [...times].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return named.map(([reason, n]) => (n === 1 ? reason : `${reason} × ${formatNumber(n)}`)).join(', ');
}

function stepsHtml(way: TracedWay, options: TraceViewOptions): string {
  const { maxLines = 16, maxChildren = 3 } = options;
  const items = way.steps.map((step) => {
    const { mark, state, words, numbers } = tell(step);
    const head = [
      `<span class="lx-name">${escapeHtml(step.stage)}</span>`,
      `<span class="lx-${state}"><span aria-hidden="true">${mark}</span> ${escapeHtml(words)}</span>`,
      numbers && `<span class="lx-quiet">${escapeHtml(numbers)}</span>`,
    ];
    return `<li class="lx-step"><div class="lx-head">${head.filter(Boolean).join('\n')}</div>${spanHtml(step)}${editHtml(step, maxLines)}</li>`;
  });
  const children = way.children ?? [];
  const shown = children.slice(0, maxChildren).map((child) => {
    const name = `${child.doc.id}: ${ending(child)}`;
    return `<li class="lx-step"><details><summary>${escapeHtml(shorten(oneLine(name), 140))}</summary>${stepsHtml(child, options)}</details></li>`;
  });
  const more = children.length - shown.length;
  if (more > 0) shown.push(`<li class="lx-step lx-quiet">… and ${count(more, 'more document')}</li>`);
  return `<ol class="lx-steps">\n${[...items, ...shown].join('\n')}\n</ol>`;
}

function spanHtml({ before, verdict }: TracedStep): string {
  if (!verdict?.span) return '';
  const { before: ahead, marked, after } = excerpt(before.text, verdict.span);
  if (marked === undefined) return '';
  return `<div dir="auto">${escapeHtml(ahead)}<mark>${escapeHtml(marked === '' ? '·' : marked)}</mark>${escapeHtml(after)}</div>`;
}

function editHtml({ before, after, changes }: TracedStep, maxLines: number): string {
  if (!changes || changes.length === 0 || !after) return '';
  return diffHtml(toDiffLines(before.text, { text: after.text, changes }), { maxLines, context: 1 });
}

function stepsText(way: TracedWay, options: TraceViewOptions, indent = ''): string {
  const { maxLines = 16, maxChildren = 3 } = options;
  const lines = way.steps.flatMap((step, at) => {
    const { mark, words, numbers } = tell(step);
    const { before, after, changes } = step;
    const edit =
      changes && changes.length > 0 && after
        ? diffText(toDiffLines(before.text, { text: after.text, changes }), { maxLines, context: 1 }).split(
            '\n',
          )
        : [];
    const { before: ahead, marked, after: behind } = excerpt(before.text, step.verdict?.span);
    const span = step.verdict?.span && marked !== undefined ? [oneLine(`${ahead}⟦${marked}⟧${behind}`)] : [];
    const head = `${at + 1}. ${mark} ${step.stage}: ${words}${numbers && ` (${numbers})`}`;
    return [head, ...[...span, ...edit].map((line) => `     ${line}`)];
  });
  const children = way.children ?? [];
  const shown = children
    .slice(0, maxChildren)
    .flatMap((child) => [`→ ${child.doc.id}: ${ending(child)}`, stepsText(child, options, '   ')]);
  if (children.length > maxChildren)
    shown.push(`… and ${count(children.length - maxChildren, 'more document')}`);
  return [...lines, ...shown]
    .flatMap((line) => line.split('\n'))
    .map((line) => (indent + line).trimEnd())
    .join('\n');
}

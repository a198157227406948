import { changedLines, compareLines, type DiffLine, type TextChange } from './diff-lines.js';
import { display, type Display } from './display.js';
import { escapeHtml, visible } from './escape.js';
import { count } from './numbers.js';
import { paragraphs, shorten, wrap } from './plain-text.js';
import { kindOf } from './rows.js';
import { styled } from './styles.js';

/** An edited text with the changes that made it: what an edit stage gives. */
export interface EditedText {
  readonly kind?: 'edit';
  readonly text: string;
  readonly changes: readonly TextChange[];
}

/** Options for {@link diff}. */
export interface DiffOptions {
  readonly title?: string;
  readonly caption?: string;
  /** Unchanged lines shown on either side of a change. @default 2 */
  readonly context?: number;
  /** Most lines shown; the rest are counted. @default 60 */
  readonly maxLines?: number;
  /** Most characters shown of one run of a line. @default 400 */
  readonly maxText?: number;
}

/**
 * Shows what became of a text, line by line: lines that went, with the rule that took them, lines that came, and words marked in lines
 * that changed. Given an edit's own changes it shows exactly those; given only the new text it finds the difference.
 *
 * @throws {TypeError} If a text is not a string.
 * @throws {RangeError} If a change lies outside the old text.
 * @example
 * diff('Home\nThe river rises.', { text: 'The river rises.', changes: [{ start: 0, end: 5, reason: 'no-terminal-punctuation' }] })
 */
export function diff(before: string, after: string | EditedText, options: DiffOptions = {}): Display {
  const { title, caption } = options;
  const lines = toDiffLines(before, after);
  return display({
    'text/html': styled(
      [
        title && `<div class="lx-title">${escapeHtml(title)}</div>`,
        diffHtml(lines, options),
        caption && `<p class="lx-note">${escapeHtml(caption)}</p>`,
      ]
        .filter(Boolean)
        .join('\n'),
    ),
    'text/plain': paragraphs(title, diffText(lines, options), caption && wrap(caption)),
  });
}

/** The lines of a diff, by an edit's changes or by comparison. */
export function toDiffLines(before: string, after: string | EditedText): readonly DiffLine[] {
  const now = typeof after === 'string' ? after : after?.text;
  if (typeof before !== 'string' || typeof now !== 'string') {
    throw new TypeError(
      `Cannot show a diff: it takes two texts, current value is ${kindOf(typeof before === 'string' ? after : before)}`,
    );
  }
  if (typeof after === 'string') return compareLines(before, now);
  const outside = after.changes.find(
    ({ start, end }) => !(start >= 0 && start <= end && end <= before.length),
  );
  if (outside) {
    throw new RangeError(
      `Cannot show a diff: a change must lie within the ${before.length} characters of the old text, current value is ${outside.start} to ${outside.end}`,
    );
  }
  const rewrites = after.changes.some(
    ({ start, end, replacement = '' }) => replacement.length > 200 && end - start > 0.5 * before.length,
  );
  return rewrites ? compareLines(before, now) : changedLines(before, after.changes);
}

type Shown = DiffLine | { readonly kind: 'fold'; readonly lines: number };

/** Leaves out unchanged lines far from any change, and what is over the most lines. */
function fold(
  lines: readonly DiffLine[],
  { context = 2, maxLines = 60 }: DiffOptions,
): { readonly shown: readonly Shown[]; readonly more: number } {
  const near = new Uint8Array(lines.length);
  lines.forEach(({ kind }, at) => {
    if (kind !== 'same') near.fill(1, Math.max(0, at - context), at + context + 1);
  });
  const shown: Shown[] = [];
  let taken = 0;
  let at = 0;
  for (; at < lines.length && taken < maxLines; at += 1) {
    const line = lines[at];
    if (!line) break;
    const last = shown.at(-1);
    if (near[at]) {
      shown.push(line);
      taken += 1;
    } else if (last?.kind === 'fold') shown[shown.length - 1] = { kind: 'fold', lines: last.lines + 1 };
    else shown.push({ kind: 'fold', lines: 1 });
  }
  return { shown, more: lines.slice(at).filter(({ kind }) => kind !== 'same').length };
}

const SIGNS = { same: ' ', cut: '−', add: '+', changed: '~' } as const;
const SPOKEN = { same: 'unchanged', cut: 'removed', add: 'added', changed: 'changed' } as const;

/** The diff as HTML, for other views to build on. */
export function diffHtml(lines: readonly DiffLine[], options: DiffOptions = {}): string {
  if (lines.every(({ kind }) => kind === 'same'))
    return '<div class="lx-diff"><div class="lx-fold">nothing changed</div></div>';
  const { shown, more } = fold(lines, options);
  const rows = shown.map((line) =>
    line.kind === 'fold'
      ? `<div class="lx-fold">… ${count(line.lines, 'unchanged line')}</div>`
      : lineHtml(line, options),
  );
  if (more > 0) rows.push(`<div class="lx-fold">… and ${count(more, 'more changed line')}</div>`);
  return `<div class="lx-diff">\n${rows.join('\n')}\n</div>`;
}

const TAGS = { same: ['', ''], cut: ['<del>', '</del>'], add: ['<ins>', '</ins>'] } as const;

function lineHtml({ kind, pieces, reasons }: DiffLine, { maxText = 400 }: DiffOptions): string {
  const text = pieces
    .map((piece) => {
      const [open, close] = TAGS[piece.kind];
      return piece.text === '' ? '' : `${open}${escapeHtml(shorten(piece.text, maxText))}${close}`;
    })
    .join('');
  const blank = pieces.every((piece) => piece.text === '')
    ? '<span class="lx-quiet">(empty line)</span>'
    : '';
  const why = reasons.length > 0 ? ` <span class="lx-why">${reasons.map(escapeHtml).join(', ')}</span>` : '';
  const shade = kind === 'cut' || kind === 'add' ? ` lx-${kind}` : '';
  return `<div class="lx-line${shade}"><span class="lx-sign" role="img" aria-label="${SPOKEN[kind]}">${SIGNS[kind]}</span> <span class="lx-text" dir="auto">${text || blank}</span>${why}</div>`;
}

/** The diff as text: a sign before each line; in a changed line what went stands in [−…−] and what came in [+…+]. */
export function diffText(lines: readonly DiffLine[], options: DiffOptions = {}): string {
  if (lines.every(({ kind }) => kind === 'same')) return 'nothing changed';
  const { maxText = 400 } = options;
  const { shown, more } = fold(lines, options);
  const rows = shown.map((line) => {
    if (line.kind === 'fold') return `  … ${count(line.lines, 'unchanged line')}`;
    const text = line.pieces
      .map(({ kind, text: run }) =>
        inline(line.kind === 'changed' ? kind : 'same', visible(shorten(run, maxText))),
      )
      .join('');
    return `${SIGNS[line.kind]} ${text}${line.reasons.length > 0 ? `    (${line.reasons.join(', ')})` : ''}`.trimEnd();
  });
  return [...rows, ...(more > 0 ? [`  … and ${count(more, 'more changed line')}`] : [])].join('\n');
}

function inline(kind: 'same' | 'cut' | 'add', text: string): string {
  return kind === 'same' ? text : kind === 'cut' ? `[−${text}−]` : `[+${text}+]`;
}

import { align } from './alignment.js';

/** A run of a line's text: it stayed, went or came. */
export interface Piece {
  readonly kind: 'same' | 'cut' | 'add';
  readonly text: string;
}

/** One line of a diff. `changed` holds pieces of several kinds; the others one. */
export interface DiffLine {
  readonly kind: 'same' | 'cut' | 'add' | 'changed';
  readonly pieces: readonly Piece[];
  /** Why it changed, when the edit says so. */
  readonly reasons: readonly string[];
}

/** One replacement made by an edit: a span of the old text, the rule, and what stands there now. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
  readonly replacement?: string;
}

/**
 * The lines of a diff of two texts, found by their longest common subsequence; where a line was replaced by one that is like it, by words.
 */
export function compareLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const lines: DiffLine[] = [];
  let cut: string[] = [];
  let add: string[] = [];
  const flush = (): void => {
    lines.push(...replacedLines(cut, add));
    [cut, add] = [[], []];
  };
  for (const { kind, at, length } of align(old, now)) {
    if (kind === 'cut') cut.push(...old.slice(at, at + length));
    else if (kind === 'add') add.push(...now.slice(at, at + length));
    else {
      flush();
      lines.push(...old.slice(at, at + length).map((text) => whole('same', text)));
    }
  }
  flush();
  return lines;
}

/** Lines that went beside lines that came: those alike are shown as one changed line. */
function replacedLines(cut: readonly string[], add: readonly string[]): readonly DiffLine[] {
  if (cut.length !== add.length)
    return [...cut.map((text) => whole('cut', text)), ...add.map((text) => whole('add', text))];
  return cut.flatMap((text, at) => {
    const now = add[at] ?? '';
    const pieces = compareWords(text, now);
    const kept = pieces.reduce(
      (sum, piece) => sum + (piece.kind === 'same' ? piece.text.trim().length : 0),
      0,
    );
    const alike = kept >= 0.3 * Math.max(text.trim().length, now.trim().length, 1);
    return alike
      ? [{ kind: 'changed' as const, pieces, reasons: [] }]
      : [whole('cut', text), whole('add', now)];
  });
}

function compareWords(before: string, after: string): readonly Piece[] {
  const [old, now] = [words(before), words(after)];
  return align(old, now).map(({ kind, at, length }) => ({
    kind,
    text: (kind === 'add' ? now : old).slice(at, at + length).join(''),
  }));
}

function words(line: string): readonly string[] {
  return line.match(/\s+|[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu) ?? [];
}

/**
 * The lines of a diff as the edit itself tells it: its spans of the old text, with the reason of each.
 */
export function changedLines(before: string, changes: readonly TextChange[]): readonly DiffLine[] {
  const ordered = [...changes].sort((a, b) => a.start - b.start || a.end - b.end);
  const lines: DiffLine[] = [];
  let start = 0;
  let next = 0;
  for (const text of before.split('\n')) {
    const end = start + text.length;
    const touching: TextChange[] = [];
    // a change that begins at the end of this line takes away the break or adds to the line
    for (let at = next; at < ordered.length; at += 1) {
      const change = ordered[at];
      if (!change || change.start > end) break;
      // one that only begins with this line's break belongs to the lines after it
      const begins = change.start === end && end > start && change.end > end + 1 && !change.replacement;
      if ((change.end > start || change.start >= start) && !begins) touching.push(change);
      if (change.end <= end + 1 && at === next) next += 1;
    }
    lines.push(...changedLine(before, start, end, touching));
    start = end + 1;
  }
  return lines;
}

function changedLine(
  before: string,
  start: number,
  end: number,
  changes: readonly TextChange[],
): readonly DiffLine[] {
  const pieces: Piece[] = [];
  const push = (kind: Piece['kind'], text: string): void => {
    if (text !== '') pieces.push({ kind, text });
  };
  const reasons = new Set<string>();
  let at = start;
  let breaks = '';
  for (const change of changes) {
    const [from, to] = [Math.max(start, change.start), Math.min(end, change.end)];
    push('same', before.slice(at, Math.max(at, from)));
    push('cut', before.slice(Math.max(at, from), Math.max(at, to)));
    // what comes in stands where the change begins, whatever lines it runs over
    if (change.start >= start && change.replacement) push('add', change.replacement.replace(/\n+$/, ''));
    if (change.end === end + 1 && change.start > start && !(change.replacement ?? '').includes('\n'))
      breaks = '⏎';
    reasons.add(change.reason);
    at = Math.max(at, to);
  }
  push('same', before.slice(at, end));
  if (reasons.size === 0) return [whole('same', before.slice(start, end))];
  const why = [...reasons];
  const kept = pieces.some(({ kind, text }) => kind === 'same' && text.trim() !== '');
  const came = pieces.some(({ kind }) => kind === 'add');
  if (!kept && !came) return [{ ...whole('cut', before.slice(start, end)), reasons: why }];
  if (breaks) push('cut', breaks);
  return splitAdded({ kind: 'changed', pieces, reasons: why });
}

/** What an edit adds may hold line breaks of its own. */
function splitAdded(line: DiffLine): readonly DiffLine[] {
  if (!line.pieces.some(({ kind, text }) => kind === 'add' && text.includes('\n'))) return [line];
  const rows: Piece[][] = [[]];
  for (const { kind, text } of line.pieces) {
    const parts = kind === 'add' ? text.split('\n') : [text];
    parts.forEach((part, at) => {
      if (at > 0) rows.push([]);
      if (part !== '') rows.at(-1)?.push({ kind, text: part });
    });
  }
  return rows.map((pieces, at) => ({ kind: 'changed', pieces, reasons: at === 0 ? line.reasons : [] }));
}

function whole(kind: 'same' | 'cut' | 'add', text: string): DiffLine {
  return { kind, pieces: [{ kind, text }], reasons: [] };
}

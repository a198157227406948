import type { Change, Edited } from '../../core/stage.js';
import type { Span } from '../../core/verdict.js';
import { skipSpace, trimSpace } from '../../text/whitespace.js';
import { findCitations } from './citations.js';
import { LineFate, type PageScan } from './page-scan.js';
import type { ReasonNames } from './rules.js';

/** A line that stays: what stands before and after it is settled by its neighbours. */
interface KeptLine {
  readonly start: number;
  readonly end: number;
  readonly citations: readonly Span[];
}

/**
 * The lines that stay, joined by `\n` and stripped, with every removal and its reason. A line goes with the end that
 * follows it; after the last line that stays, with the end before it.
 */
export function editPage(text: string, scan: PageScan, names: ReasonNames): Edited {
  const { lines } = scan;
  const [first, last] = outerLines(text, scan);
  const changes: Change[] = [];
  let at = 0; // the text before this is settled
  let isJoined = true; // no line end is owed to the next line that stays

  for (let line = 0; line < lines.length; line += 3) {
    const start = lines[line]!;
    const end = lines[line + 1]!;
    const fate: LineFate = lines[line + 2]!;
    const nextStart = line + 3 < lines.length ? lines[line + 3]! : text.length;
    const isInside = line >= first && line <= last;
    if (isInside && !isJoined) {
      if (start - at !== 1 || text.charCodeAt(at) !== 0x0a) {
        changes.push({ start: at, end: start, reason: names.whitespace, replacement: '\n' });
      }
      at = start;
      isJoined = true;
    }
    if (isInside && fate === LineFate.kept) {
      if (start > at) changes.push({ start: at, end: start, reason: names.whitespace });
      const kept = { start, end, citations: scan.hasCitations ? findCitations(text, start, end) : [] };
      if (kept.citations.length > 0 || line === first || line === last) {
        changes.push(...changesWithin(text, kept, names, line === first, line === last));
      }
      at = end;
      isJoined = false;
    } else {
      const until = line > last && last >= 0 && line + 3 < lines.length ? end : nextStart;
      const from = line < first || line === 0 ? Math.min(at, start) : at;
      if (until > from) changes.push({ start: from, end: until, reason: reasonOf(fate, names) });
      at = until;
    }
  }
  if (at < text.length) changes.push({ start: at, end: text.length, reason: names.whitespace });
  return { kind: 'edit', text: changes.length === 0 ? text : withChanges(text, changes), changes };
}

// the first and last line that stay and are not blank; the page is stripped to them
function outerLines(text: string, { lines, hasCitations }: PageScan): [number, number] {
  const isFilled = (line: number): boolean => {
    if (lines[line + 2] !== LineFate.kept) return false;
    let at = lines[line]!;
    const end = lines[line + 1]!;
    for (const citation of hasCitations ? findCitations(text, at, end) : []) {
      if (skipSpace(text, at, citation.start) < citation.start) return true;
      at = citation.end;
    }
    return skipSpace(text, at, end) < end;
  };
  let first = 0;
  while (first < lines.length && !isFilled(first)) first += 3;
  let last = lines.length - 3;
  while (last >= first && !isFilled(last)) last -= 3;
  return first < lines.length ? [first, last] : [Infinity, -1];
}

function changesWithin(
  text: string,
  { start, end, citations }: KeptLine,
  names: ReasonNames,
  isFirst: boolean,
  isLast: boolean,
): Change[] {
  const changes: Change[] = citations.map((span) => ({ ...span, reason: names.citation }));
  const pieces = [...citations.map((span) => span.end), end].map((pieceEnd, index, ends) => ({
    start: index === 0 ? start : ends[index - 1]!,
    end: index < citations.length ? citations[index]!.start : pieceEnd,
  }));
  const pushSpace = (from: number, to: number): void => {
    if (to > from) changes.push({ start: from, end: to, reason: names.whitespace });
  };
  if (isFirst) {
    for (const piece of pieces) {
      const filled = skipSpace(text, piece.start, piece.end);
      pushSpace(piece.start, filled);
      if (filled < piece.end) break;
    }
  }
  if (isLast) {
    for (const piece of pieces.toReversed()) {
      const filled = trimSpace(text, piece.start, piece.end);
      pushSpace(filled, piece.end);
      if (filled > piece.start) break;
    }
  }
  return changes.sort((a, b) => a.start - b.start);
}

function reasonOf(fate: LineFate, names: ReasonNames): string {
  switch (fate) {
    case LineFate.longWord:
      return names.longWord;
    case LineFate.noEndMark:
      return names.noEndMark;
    case LineFate.fewWords:
      return names.fewWords;
    case LineFate.javascript:
      return names.javascript;
    case LineFate.policy:
      return names.policy;
    case LineFate.kept:
      return names.whitespace;
  }
}

function withChanges(text: string, changes: readonly Change[]): string {
  let out = '';
  let at = 0;
  for (const change of changes) {
    out += text.slice(at, change.start) + (change.replacement ?? '');
    at = change.end;
  }
  return out + text.slice(at);
}

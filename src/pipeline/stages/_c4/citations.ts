import type { Span } from '../../core/verdict.js';

// no digits at all also make a mark
const mark = /\[\p{Nd}*\]|\[edit\]|\[citation needed\]/gu;

/** The offsets of Wikipedia's marks such as `[3]`, `[edit]` and `[citation needed]` in [start, end). */
export function findCitations(text: string, start: number, end: number): Span[] {
  return [...text.slice(start, end).matchAll(mark)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

/** The text of [start, end) without these spans. */
export function withoutSpans(text: string, start: number, end: number, spans: readonly Span[]): string {
  let out = '';
  let at = start;
  for (const span of spans) {
    out += text.slice(at, span.start);
    at = span.end;
  }
  return out + text.slice(at, end);
}

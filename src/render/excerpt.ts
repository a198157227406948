/** A range of UTF-16 offsets, half-open. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** A text cut down to a span and what stands around it. */
export interface Excerpt {
  readonly before: string;
  /** The span's own text; undefined when there is no span to mark. */
  readonly marked?: string;
  readonly after: string;
}

/** Options for {@link excerpt}. */
export interface ExcerptOptions {
  /** Characters kept on either side of the span. @default 60 */
  readonly context?: number;
  /** Most characters kept of the span itself, or of a text without one. @default 160 */
  readonly most?: number;
}

/**
 * Cuts a text to the surroundings of a span, at spaces where some are near; "…" stands for what is left out. A span that does not lie
 * in the text is left out, so that a wrong one never hides the text.
 *
 * @example
 * excerpt('one two three', { start: 4, end: 7 }) // => { before: 'one ', marked: 'two', after: ' three' }
 */
export function excerpt(
  text: string,
  span?: TextSpan,
  { context = 60, most = 160 }: ExcerptOptions = {},
): Excerpt {
  if (!span || !(span.start >= 0 && span.start <= span.end && span.end <= text.length))
    return { before: '', after: head(text, most) };
  const start = onSign(text, span.start);
  const end = onSign(text, span.end);
  const marked = text.slice(start, end);
  const inner =
    marked.length <= most
      ? marked
      : `${head(marked, Math.ceil(most * 0.7))} ${tail(marked, Math.floor(most * 0.3))}`;
  return {
    before: tail(text.slice(0, start), context),
    marked: inner,
    after: head(text.slice(end), context),
  };
}

function head(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, onSign(text, most));
  const space = cut.search(/\s\S*$/);
  return `${space > most * 0.7 ? cut.slice(0, space) : cut}…`;
}

function tail(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(onSign(text, text.length - most));
  const space = cut.search(/\s/);
  return `…${space >= 0 && space < most * 0.3 ? cut.slice(space + 1) : cut}`;
}

/** Moves an offset off the middle of a surrogate pair. */
function onSign(text: string, offset: number): number {
  const inPair =
    /[\ud800-\udbff]/.test(text.charAt(offset - 1)) && /[\udc00-\udfff]/.test(text.charAt(offset));
  return inPair ? offset - 1 : offset;
}

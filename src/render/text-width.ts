const SIGNS = `${Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('')}–—‘’“”…•·×÷−≤≥≈→←↑↓`;

// advance widths of Inter's glyphs in thousandths of an em, two digits of base 36 each, in the order of SIGNS;
// before them the width that all tabular figures share
const REGULAR = widths(
  648,
  '7t80cyhlhurahw8ca5a5dxie80cs80a0hjbbgyh6hyghh8fqh7h8808eieieiee7quj6i6kak2gpgekqkn7hfviofpp3kxl9' +
    'hrl9hwhuhykoj6rdiyivhha5a0a5d3co8zfmh0fvh0g7aah1gf6q6qf96qocgfgoh0h0ageo93gffmmqf6fmfcbu99buiedw' +
    'rs7979c8c8o0fn80ieieief9f9f9rsrsn6n6',
);
const SEMIBOLD = widths(
  647,
  '708xejhwi2rwif92adadf0ip8vcx8vajicbrhbhoiih0hsg0hshs8v95ipipipf3rrk8ibkhk2gtgcktkq7pg4jjfppml3ld' +
    'hxlhi4i2ickgk8sck0jti4adajadddd19rfyhcg7hcgfathdh07a7aft7ap0h0gxhchcb1f99th0gbnbftgcfqcn9zcnipdw' +
    'rs8686e3dxqkdz8vipipipf9f9f9rsrsohoh',
);

/** Widths of signs outside the table, in thousandths of an em: East Asian ones fill the em, the rest are like Latin letters. */
const EAST_ASIAN = 1000;
const OTHER = { regular: 610, semibold: 635 };

/**
 * The width in pixels of one line of text set in Inter with tabular figures, without asking any font: a chart laid out by it is the
 * same on every machine. Kerning is left out, so the true width is within about two percent.
 *
 * @param weight 400 is regular, 600 semibold; between and beyond them widths are extrapolated
 * @example
 * textWidth('documents', 12) // => 62.6
 */
export function textWidth(text: string, fontSize: number, weight = 400): number {
  const bold = Math.max(-0.5, Math.min(1.5, (weight - 400) / 200));
  let regular = 0;
  let semibold = 0;
  for (const sign of text) {
    if (ZERO.test(sign)) continue;
    regular += REGULAR.get(sign) ?? (WIDE.test(sign) ? EAST_ASIAN : OTHER.regular);
    semibold += SEMIBOLD.get(sign) ?? (WIDE.test(sign) ? EAST_ASIAN : OTHER.semibold);
  }
  return Math.round((regular + bold * (semibold - regular)) * fontSize) / 1000;
}

/** Whether {@link textWidth} knows the width of every sign of a text, and need not guess one. */
export function isMeasured(text: string): boolean {
  return [...text].every((sign) => REGULAR.has(sign) || WIDE.test(sign) || ZERO.test(sign));
}

const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

function widths(figure: number, packed: string): ReadonlyMap<string, number> {
  const table = new Map([...SIGNS].map((sign, at) => [sign, parseInt(packed.slice(at * 2, at * 2 + 2), 36)]));
  for (const digit of '0123456789') table.set(digit, figure);
  // tabular figures bring a space, point and comma of their own
  for (const sign of ' .,') table.set(sign, 269);
  return table;
}

/**
 * Breaks a text into lines no wider than `most` pixels, at spaces, and between East Asian signs.
 */
export function wrapText(text: string, most: number, fontSize: number, weight = 400): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of breakable(text)) {
    if (line !== '' && textWidth((line + piece).trimEnd(), fontSize, weight) > most) {
      lines.push(line.trim());
      line = piece.trimStart();
    } else line += piece;
  }
  return line.trim() === '' ? lines : [...lines, line.trim()];
}

/** A text cut where its lines may break: after spaces, and between East Asian signs. */
export function breakable(text: string): readonly string[] {
  return text.trim().match(PIECES) ?? [];
}

const PIECES =
  /[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60][\u3001\u3002\uff0c\uff1a\uff1b\uff09]?\s*|[^\s\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]+\s*/gu;

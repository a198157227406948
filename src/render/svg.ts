import { createHash } from 'node:crypto';
import { escapeHtml, unescapeHtml } from './escape.js';
import { isMeasured, textWidth, wrapText } from './text-width.js';
import { COLORS, FONT, SIZES } from './theme.js';
import type { Drawing } from './vega.js';

/** The words around a drawing. */
export interface FigureWords {
  readonly title: string;
  readonly subtitle?: string;
  readonly caption: string;
  readonly alt: string;
}

/** Room around all, in pixels: a page that is dark shows the surface as a card. */
const PADDING = 10;
/** Texts shorter than this cannot run far over their place in a font that is wider. */
const SHORT = 40;

/**
 * Sets a drawing into a whole SVG: title and subtitle over it, caption under it, wrapped to its width; a surface behind it, so that
 * it can be read on any page; an accessible name. Equal input gives equal bytes, and ids that do not meet another figure's.
 */
export function figureSvg(
  { svg, bounds }: Drawing,
  { title, subtitle, caption, alt }: FigureWords,
  width: number,
): string {
  const inner = Math.max(width, Math.ceil(bounds.x2 - bounds.x1));
  const parts: string[] = [];
  let y = PADDING;
  const write = (text: string, size: number, leading: number, attributes: string): void => {
    const weight = attributes.includes('600') ? 600 : 400;
    for (const line of wrapText(text, inner, size, weight)) {
      parts.push(
        held(
          `<text x="${PADDING}" y="${tidy(y + size)}" font-size="${size}" ${attributes}>${escapeHtml(line)}</text>`,
        ),
      );
      y += leading;
    }
  };
  write(title, SIZES.title, 20, `font-weight="600" fill="${COLORS.ink}"`);
  if (subtitle) write(subtitle, SIZES.subtitle, 17, `fill="${COLORS.ink2}"`);
  y += 12;
  parts.push(
    `<g transform="translate(${tidy(PADDING - bounds.x1)},${tidy(y - bounds.y1)})">${held(slim(svg))}</g>`,
  );
  y += bounds.y2 - bounds.y1 + 14;
  write(caption, SIZES.caption, 19, `fill="${COLORS.ink2}"`);
  const [w, h] = [inner + 2 * PADDING, Math.ceil(y + PADDING - 2)];
  const body = parts.join('\n');
  const id = `lx-${createHash('sha256').update(body).digest('hex').slice(0, 8)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="lx-figure" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" aria-label="${escapeHtml(alt)}" font-family="${FONT}" style="max-width:100%;height:auto;font-variant-numeric:tabular-nums">`,
    `<rect width="${w}" height="${h}" rx="6" fill="${COLORS.surface}"/>`,
    ownIds(body, id),
    '</svg>',
  ].join('\n');
}

/** Takes out what a picture with one accessible name does not need, and shortens long decimals. */
function slim(svg: string): string {
  return (
    svg
      .replace(/ (?:aria-[a-z]+|role|class|pointer-events|xlink:[a-z]+)="[^"]*"/g, '')
      .replace(/ opacity="1"/g, '')
      .replaceAll(` font-family="${FONT}"`, '')
      .replace(/(font-size="[\d.]+)px"/g, '$1"')
      .replace(/<path[^>]* display="none"\/>/g, '')
      // without fill or stroke it shows nothing, unless it is what something is clipped by
      .replace(/<path d="[^"]*"\/>(?!<\/clipPath>)/g, '')
      .replace(/<path d=""[^>]*\/>/g, '')
      .replace(/(?<=[\s,("MmLlHhVvCcSsQqAaZz-]|\d-)-?\d+\.\d{3,}(?:e-?\d+)?/g, tidy)
      .replace(/ transform="translate\(0,0\)"/g, '')
      .replace(/<g><\/g>/g, '')
  );
}

/**
 * Holds each text to the width it was laid out by. A viewer that shows the SVG as an image gives it no web font, and in a
 * wider one of its own (DejaVu by a sixth) labels would be cut off at the edge.
 */
function held(svg: string): string {
  return svg.replace(/<text ([^>]*)>([^<]+)<\/text>/g, (whole, attributes: string, inside: string) => {
    const text = unescapeHtml(inside);
    const size = Number(/font-size="([\d.]+)"/.exec(attributes)?.[1]);
    const weight = /font-weight="(\w+)"/.exec(attributes)?.[1];
    const width = textWidth(text, size, weight === 'bold' ? 700 : Number(weight) || 400);
    if (!(width >= SHORT) || !isMeasured(text)) return whole;
    return `<text ${attributes} textLength="${Math.round(width)}" lengthAdjust="spacingAndGlyphs">${inside}</text>`;
  });
}

// ids are counted by Vega from 0, so two figures in a page would share them
function ownIds(svg: string, id: string): string {
  return svg
    .replace(/id="([a-z]+_?\d+)"/g, `id="${id}-$1"`)
    .replace(/url\(#([a-z]+_?\d+)\)/g, `url(#${id}-$1)`);
}

function tidy(value: number | string): string {
  return String(Math.round(Number(value) * 100) / 100 + 0);
}

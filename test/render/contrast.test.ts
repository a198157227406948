import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { STYLES } from '../../src/render/styles.js';
import { CATEGORIES, COLORS } from '../../src/render/theme.js';

type Tokens = Readonly<Record<string, string>>;

const css = readFileSync(new URL('../../src/app/styles/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split("[data-theme='dark']");
const LIGHT = tokensOf(light);
const DARK: Tokens = { ...LIGHT, ...tokensOf(dark) };
const THEMES: readonly (readonly [string, Tokens])[] = [
  ['light', LIGHT],
  ['dark', DARK],
];

function tokensOf(part: string): Tokens {
  return Object.fromEntries(
    [...part.matchAll(/--lx-([\w-]+):\s*(#[0-9a-f]{6});/gi)].map(([, name = '', color = '']) => [
      name,
      color,
    ]),
  );
}

/** The contrast of two colours as WCAG 2.2 defines it: from 1 to 21. */
function contrast(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return Number.NaN;
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('contrast is computed as WCAG computes it', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#b8960a', '#ffffff')).toBeLessThan(3);
});

describe.each(THEMES)('in the %s theme', (_, tokens) => {
  const GROUNDS = ['paper', 'panel', 'raise'];
  const TEXTS = ['ink', 'ink-2', 'ink-3', 'accent', 'keep', 'drop', 'stale', 'code-number'];

  test.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
    'text in %s can be read on %s (4.5)',
    (text, ground) => {
      expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each([
    ['ink', 'mark'],
    ['ink', 'accent-soft'],
    ['accent', 'accent-soft'],
    ['on-accent', 'accent'],
  ])('text in %s can be read on %s (4.5)', (text, ground) => {
    expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'accent', 'keep', 'drop'])(
    'a mark in %s stands out from the figure and the page (3)',
    (mark) => {
      expect(contrast(tokens[mark], tokens['raise'])).toBeGreaterThanOrEqual(3);
      expect(contrast(tokens[mark], tokens['paper'])).toBeGreaterThanOrEqual(3);
    },
  );

  test('the eight kinds are eight colours', () => {
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map((at) => tokens[`c${at}`])).size).toBe(8);
  });
});

describe('outside our page', () => {
  test('figures have the colours of the light theme', () => {
    for (const color of [...Object.values(COLORS), ...CATEGORIES]) {
      const [, name = '', fallback = ''] = /^var\(--lx-([\w-]+), (#[0-9a-f]{6})\)$/.exec(color) ?? [];
      expect(`${name} ${fallback}`).toBe(`${name} ${LIGHT[name]}`);
    }
  });

  // each list of the sheet's own names, light first
  const lists = [...STYLES.matchAll(/--ink:[^}]+/g)].map(([list]) =>
    Object.fromEntries(
      [...list.matchAll(/--(\w+):var\(--lx-([\w-]+),(#[0-9a-f]{6})\)/g)].map(
        ([, own = '', name = '', color = '']) => [own, { name, color }],
      ),
    ),
  );

  test.each(THEMES.map(([name, tokens], at) => [name, tokens, lists[at] ?? {}] as const))(
    'HTML in a %s host has the colours of that theme, and can be read',
    (_, tokens, own) => {
      expect(Object.keys(own).length).toBeGreaterThan(9);
      for (const { name, color } of Object.values(own)) {
        if (name in tokens) expect(`${name} ${color}`).toBe(`${name} ${tokens[name]}`);
      }
      for (const ground of ['add', 'cut', 'mark', 'panel']) {
        expect(contrast(own['ink']?.color, own[ground]?.color)).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrast(own['drop']?.color, own['cut']?.color)).toBeGreaterThanOrEqual(4.5);
    },
  );
});

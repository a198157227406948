import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { textWidth, wrapText } from '../../src/render/text-width.js';
import { lacking } from '../support/require.js';

const CHROMIUM = [
  process.env['LECTERN_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file && existsSync(file));

const SAMPLES = [
  'documents left (% of the input)',
  'MinHash 14 × 8',
  'English > 0.65',
  '1,204,511 words',
  'Jaccard similarity of two documents',
  'WWW iii lll MMM',
  'Seven stages keep one document in seven',
];

describe('textWidth()', () => {
  test('of nothing is nothing, and grows with size and weight', () => {
    expect(textWidth('', 12)).toBe(0);
    expect(textWidth('abc', 24)).toBeCloseTo(2 * textWidth('abc', 12), 2);
    expect(textWidth('abc', 12, 600)).toBeGreaterThan(textWidth('abc', 12, 400));
  });

  test('gives all figures one width, East Asian signs an em, combining marks none', () => {
    expect(textWidth('1', 10)).toBe(textWidth('8', 10));
    expect(textWidth('网页', 10)).toBe(20);
    expect(textWidth('e\u0301', 10)).toBe(textWidth('e', 10));
  });

  test.skipIf(lacking('chromium', CHROMIUM !== undefined))(
    'is within 3 % of what a browser measures with the real font',
    () => {
      const font = fileURLToPath(
        new URL(
          '../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
          import.meta.url,
        ),
      );
      const folder = mkdtempSync(path.join(tmpdir(), 'lectern-width-'));
      try {
        const spans = SAMPLES.flatMap((text) =>
          [400, 600].map(
            (weight) => `<span style="font-weight:${weight}">${text.replace('>', '&gt;')}</span>`,
          ),
        );
        const page = `<!doctype html><meta charset="utf-8"><style>@font-face{font-family:I;src:url(data:font/woff2;base64,${readFileSync(font).toString('base64')});font-weight:100 900}
span{font:100px I;font-variant-numeric:tabular-nums;white-space:pre;position:absolute}</style>${spans.join('')}<pre id="out"></pre>
<script>document.fonts.ready.then(()=>{out.textContent=JSON.stringify([...document.querySelectorAll('span')].map((s)=>s.getBoundingClientRect().width))})</script>`;
        writeFileSync(path.join(folder, 'page.html'), page);
        const flags = [
          '--headless',
          '--no-sandbox',
          '--disable-gpu',
          '--virtual-time-budget=5000',
          `--user-data-dir=${path.join(folder, 'profile')}`,
          '--dump-dom',
        ];
        const dom = execFileSync(CHROMIUM ?? '', [...flags, path.join(folder, 'page.html')], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        const measured = JSON.parse(/<pre id="out">(.*?)<\/pre>/.exec(dom)?.[1] ?? '[]') as number[];
        expect(measured).toHaveLength(2 * SAMPLES.length);
        SAMPLES.forEach((text, at) => {
          for (const [offset, weight] of [
            [0, 400],
            [1, 600],
          ] as const) {
            const ratio = textWidth(text, 100, weight) / (measured[2 * at + offset] ?? 0);
            expect(ratio, `${text} at ${weight}`).toBeGreaterThan(0.97);
            expect(ratio, `${text} at ${weight}`).toBeLessThan(1.03);
          }
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

describe('wrapText()', () => {
  test('keeps each line within its width and loses no word', () => {
    const text = 'Each bar is what is left of the input after the stage. '.repeat(5).trim();
    const lines = wrapText(text, 200, 13);
    expect(lines.join(' ')).toBe(text);
    for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(200);
  });

  test('breaks Chinese between signs, but not before a stop', () => {
    const lines = wrapText('由语言识别模型判定的网页占比，数字仅作展示之用。', 100, 10);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join('')).toBe('由语言识别模型判定的网页占比，数字仅作展示之用。');
    for (const line of lines) expect(line).not.toMatch(/^[，。]/);
  });

  test('lets a word that is too long stand alone', () => {
    expect(wrapText('a veryveryverylongword b', 40, 12)).toEqual(['a', 'veryveryverylongword', 'b']);
  });
});

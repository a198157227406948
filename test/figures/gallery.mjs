// Writes every figure and every rendered value into one page, in both themes: node test/figures/gallery.mjs [FILE.html]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildVendor } from '../../src/setup/vendor.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = path.resolve(process.argv[2] ?? path.join(root, '.lectern', 'gallery', 'index.html'));
const folder = path.join(root, '.lectern', 'gallery');
mkdirSync(folder, { recursive: true });
await buildVendor(root);
const bundle = path.join(folder, 'gallery.mjs');
await build({
  stdin: {
    contents: "export * from './test/figures/cases.ts'; export * from './test/render/cases.ts';",
    resolveDir: root,
  },
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
});
const { FIGURES, VIEWS } = await import(`${pathToFileURL(bundle).href}?${process.pid}`);

const tokens = readFileSync(new URL('../../src/app/styles/tokens.css', import.meta.url), 'utf8');
const font = new URL('../../node_modules/@fontsource-variable/inter/index.css', import.meta.url);
const serif = new URL('../../node_modules/@fontsource-variable/source-serif-4/index.css', import.meta.url);
const shown = (make) => {
  const { data } = make();
  return `${data['image/svg+xml'] ?? data['text/html'] ?? ''}<details><summary>text</summary><pre>${escape(data['text/plain'])}</pre></details>`;
};
const cases = Object.entries({ ...FIGURES, ...VIEWS });
const column = (theme) =>
  `<main data-theme="${theme}">${cases.map(([name, make]) => `<h2>${name}</h2><section>${shown(make)}</section>`).join('\n')}</main>`;
writeFileSync(
  output,
  `<!doctype html><meta charset="utf-8"><title>Gallery</title><link rel="stylesheet" href="${font}"><link rel="stylesheet" href="${serif}"><style>${tokens}
body{margin:0;display:grid;grid-template-columns:1fr 1fr;font:15px sans-serif}main{padding:24px;background:var(--lx-paper);color:var(--lx-ink);min-width:0}
h2{font:600 13px/1 var(--lx-mono);color:var(--lx-ink-2);margin:32px 0 8px}section{background:var(--lx-raise);border:1px solid var(--lx-line);border-radius:8px;padding:16px;max-width:680px}
pre{font:12px/1.4 monospace;overflow:auto}</style>${column('light')}${column('dark')}`,
);
console.log(output);

function escape(text) {
  return String(text).replace(/[&<]/g, (sign) => (sign === '&' ? '&amp;' : '&lt;'));
}

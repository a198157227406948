// Bundles the page: `src/app` → `dist/app`, everything in it served by our own server. No source is fetched from anywhere.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from './cache-folder.mjs';

/** The fonts of the page, Latin letters only; others come from the system. The first three are wanted at once. */
const fonts = [
  ['source-serif-4', 'wght-normal', 'Source Serif 4 Variable', 'normal', '200 900'],
  ['inter', 'wght-normal', 'Inter Variable', 'normal', '100 900'],
  ['jetbrains-mono', 'wght-normal', 'JetBrains Mono Variable', 'normal', '100 800'],
  ['source-serif-4', 'wght-italic', 'Source Serif 4 Variable', 'italic', '200 900'],
];

/** What the Latin files hold. */
const latin =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD';

/**
 * Builds the page into a folder. Names carry a digest of the content, so that a browser keeps them for ever.
 *
 * @param {string} root - The package's root.
 * @param {string} [folder] - Where the page goes; `dist/app` of the root.
 */
export async function buildApp(root, folder = join(root, 'dist', 'app')) {
  const app = join(root, 'src', 'app');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const result = await build({
    absWorkingDir: root,
    entryPoints: {
      main: join(app, 'main.ts'),
      style: join(app, 'styles', 'index.css'),
      formulas: 'katex/dist/katex.css',
      theme: join(app, 'early-theme.ts'),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['es2022', 'chrome111', 'firefox115', 'safari16.4'],
    minify: true,
    metafile: true,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: '/app/',
    loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' },
    plugins: [fontFaces(root)],
    legalComments: 'none',
    logLevel: 'warning',
    tsconfigRaw: {},
  });
  const outputs = Object.keys(result.metafile.outputs).map((path) => basename(path));
  const named = (pattern) => {
    const found = outputs.find((name) => pattern.test(name));
    if (!found) throw new Error(`Cannot build the page: the bundle has no file like ${pattern}`);
    return found;
  };
  const preload = fonts.slice(0, 3).map(([family, variant]) => {
    const file = named(new RegExp(`^${family}-latin-${variant}-.*\\.woff2$`));
    return `<link rel="preload" as="font" type="font/woff2" crossorigin href="/app/${file}" />`;
  });
  // what the first module imports at once is loaded with it, not after it
  const main = Object.entries(result.metafile.outputs).find(([path]) => /main-[^/]*\.js$/.test(path))?.[1];
  for (const { path, kind } of main?.imports ?? []) {
    if (kind === 'import-statement')
      preload.push(`<link rel="modulepreload" href="/app/${basename(path)}" />`);
  }
  const html = readFileSync(join(app, 'index.html'), 'utf8')
    .replace('%PRELOAD%', preload.join('\n    '))
    .replace('%CSS%', named(/^style-.*\.css$/))
    .replace('%FORMULAS%', named(/^formulas-.*\.css$/))
    .replace('%THEME%', named(/^theme-.*\.js$/))
    .replace('%JS%', named(/^main-.*\.js$/));
  writeFileSync(join(folder, 'index.html'), html);
  copyFileSync(join(app, 'frame.html'), join(folder, 'frame.html'));
  copyFileSync(join(app, 'icon.svg'), join(folder, 'icon.svg'));
}

/** Gives the module `fonts.css`, written from the list above. */
function fontFaces(root) {
  return {
    name: 'font-faces',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^lectern:fonts$/ }, () => ({ path: 'fonts', namespace: 'fonts' }));
      onLoad({ filter: /.*/, namespace: 'fonts' }, () => ({
        loader: 'css',
        resolveDir: root,
        contents: fonts
          .map(([family, variant, name, style, weights]) => {
            const file = `@fontsource-variable/${family}/files/${family}-latin-${variant}.woff2`;
            return `@font-face{font-family:"${name}";font-style:${style};font-weight:${weights};font-display:swap;src:url("${file}") format("woff2");unicode-range:${latin}}`;
          })
          .join('\n'),
      }));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildApp(packageRoot);

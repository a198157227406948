import { mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const ENTRY = `
export { compile } from 'vega-lite';
export {
  parse, View, SVGStringRenderer, textMetrics, resetSVGDefIds, setRandom, randomLCG, logger, Warn, version,
} from 'vega';
`;

/**
 * Bundles vega and vega-lite into one CommonJS file, `vega.cjs`.
 *
 * Vega's module graph holds a top-level await (it looks for the optional native `canvas`), so a kernel that loads
 * modules by `require` cannot load it as it is. Without canvas the await has nothing to wait for: the module that
 * asks is replaced by its browser twin. One file also loads several times faster than three hundred.
 *
 * @param {string} root the package's root folder
 * @param {string} [folder] where the bundle goes
 * @returns {Promise<{ file: string, built: boolean }>} where the bundle is, and whether it had to be made
 */
export async function buildVendor(root, folder = path.join(root, 'dist', 'vendor')) {
  const file = path.join(folder, 'vega.cjs');
  const resolve = createRequire(path.join(root, 'package.json'));
  const inputs = [
    new URL(import.meta.url),
    ...['vega', 'vega-lite'].map((name) => path.join(packageFolder(resolve, name), 'package.json')),
  ];
  if (isFresh(file, inputs)) return { file, built: false };
  const { build } = await import('esbuild');
  mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  await build({
    stdin: { contents: ENTRY, resolveDir: root, sourcefile: 'vega-entry.js' },
    outfile: partial,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    keepNames: false,
    legalComments: 'eof',
    logLevel: 'error',
    plugins: [{ name: 'no-canvas', setup: stubCanvas }],
  });
  // written beside and renamed, so that a reader never sees half a bundle
  renameSync(partial, file);
  return { file, built: true };
}

function stubCanvas(build) {
  build.onResolve({ filter: /^vega-canvas$/ }, () => ({ path: 'vega-canvas', namespace: 'no-canvas' }));
  build.onLoad({ filter: /.*/, namespace: 'no-canvas' }, () => ({
    contents:
      'export const canvas = () => null; export const domCanvas = canvas; export const nodeCanvas = canvas; export const image = () => null;',
    loader: 'js',
  }));
}

function packageFolder(resolve, name) {
  const found = (resolve.resolve.paths(name) ?? [])
    .map((folder) => path.join(folder, name))
    .find((folder) => modified(path.join(folder, 'package.json')) > 0);
  if (!found) throw new Error(`Cannot bundle ${name}: it is not installed; run npm ci`);
  return found;
}

function isFresh(file, inputs) {
  const made = modified(file);
  // package managers keep the publisher's dates, so versions are compared too: the bundle names its own
  return made > 0 && inputs.every((input) => modified(input) <= made) && versionsIn(file, inputs.slice(1));
}

function versionsIn(file, manifests) {
  const bundle = readFileSync(file, 'utf8');
  return manifests.every((manifest) =>
    bundle.includes(`"${JSON.parse(readFileSync(manifest, 'utf8')).version}"`),
  );
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

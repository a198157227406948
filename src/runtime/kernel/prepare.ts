import { Engine } from './engine.js';

/** Cells that use what most cells use, so that the compiler's functions for it are compiled. */
const samples = [
  "import { readFileSync } from 'node:fs';\ntypeof readFileSync",
  'const rows = [{ name: "a", n: 1 }].map((row) => ({ ...row, twice: row.n * 2 }));\nrows',
  'interface Row { name: string; n?: number }\nfunction total(of: Row[]): number { return of.reduce((sum, { n = 0 }) => sum + n, 0) }',
  'await Promise.resolve(total(rows));',
  'for await (const row of rows) console.assert(row.n === 1, `${row.name}`)',
  'class Counter { #count = 0; add(): number { return ++this.#count } }\nnew Counter().add()',
];

/**
 * Makes the cache from which kernels start fast, for the Node that runs this: `node dist/runtime/kernel/prepare.js`. Without
 * it the first kernel makes the cache, and takes a few seconds longer.
 */
const engine = new Engine(process.cwd());
for (const [index, code] of samples.entries()) await engine.execute(code, `sample-${index}`);
engine.saveCompiler();
process.exit();

/**
 * Start-up and cost of a cell under nbclient: raw tslab and our kernel, in turn, and the ratio of the medians.
 *
 *   node bench/kernel.mjs [ROUNDS]     (needs a build, Linux, and Python with nbclient: LECTERN_PYTHON)
 *
 * "ready" is nbclient's word that the kernel answers; "first cell done" is what a user waits for. Both kernels have been
 * started once before, so that files are warm and our kernel's cache is made.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const rounds = Number(process.argv[2] ?? 5);
const python = process.env.LECTERN_PYTHON ?? join(root, '.lectern/venv/bin/python');
const folder = mkdtempSync(join(tmpdir(), 'bench-kernel-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const kernels = {
  raw: [join(root, 'node_modules/tslab/bin/tslab'), 'kernel', '--config-path', '{connection_file}'],
  lectern: [join(root, 'dist/runtime/kernel/launcher.js'), '--connection-file', '{connection_file}'],
};
for (const [name, argv] of Object.entries(kernels)) {
  const spec = { argv: [process.execPath, ...argv], display_name: name, language: 'typescript' };
  mkdirSync(join(folder, 'kernels', name), { recursive: true });
  writeFileSync(join(folder, 'kernels', name, 'kernel.json'), JSON.stringify(spec));
}

/** What a lesson's cells are like, without work of their own. */
const plain = [
  'const start = 1;\nstart',
  ...Array.from(
    { length: 30 },
    (_, i) => `const value${i} = [${i}, start].map((n) => n * 2);\nconsole.log(value${i}.length)`,
  ),
];
const withNode = [
  "import { readFileSync } from 'node:fs';\ntypeof readFileSync",
  ...plain.slice(1).map((cell) => cell.replace('start', '1')),
];

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

function time(kernel, cells) {
  const { stdout, stderr, status } = spawnSync(python, [join(root, 'bench/kernel_nbclient.py'), kernel], {
    input: JSON.stringify(cells),
    encoding: 'utf8',
    // from within the package, where raw tslab finds the types of Node
    cwd: root,
    env: { ...process.env, JUPYTER_PATH: folder },
  });
  if (status !== 0) throw new Error(`Cannot time ${kernel}: ${stderr}`);
  const { ready, first, cells: times, cpu } = JSON.parse(stdout);
  return { ready, first, cell: median(times.slice(1)), cpu };
}

const labels = {
  ready: 'kernel ready',
  first: 'start to first cell done',
  cell: 'a cell (median)',
  cpu: 'CPU of the whole run',
};
for (const [title, cells] of [
  ['31 plain cells', plain],
  ["31 cells, the first imports 'node:fs'", withNode],
]) {
  const results = { raw: [], lectern: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const name of ['raw', 'lectern']) {
      const result = time(name, cells);
      if (round > 0) results[name].push(result);
    }
  }
  console.log(`${title}, Node ${process.version}, median of ${rounds} in turn`);
  for (const [key, label] of Object.entries(labels)) {
    const [raw, ours] = ['raw', 'lectern'].map((name) => median(results[name].map((result) => result[key])));
    console.log(
      `  ${label.padEnd(26)} raw tslab ${raw.toFixed(0).padStart(5)} ms   lectern ${ours.toFixed(0).padStart(5)} ms   ratio ${(ours / raw).toFixed(2)}`,
    );
  }
}

/**
 * The whole run of a notebook, from the command to the saved result, against nbclient with raw tslab. Cold: both start a
 * process and a kernel. Warm: a kernel of our pool waits already; nbclient has no such thing, so this figure stands alone.
 *
 *   node bench/run.mjs [NOTEBOOK] [ROUNDS]     (needs a build, and Python with nbclient: LECTERN_PYTHON)
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = process.env.LECTERN_DIST ?? join(root, 'dist');
const python = process.env.LECTERN_PYTHON ?? join(root, '.lectern/venv/bin/python');
const rounds = Number(process.argv[3] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const notebook = process.argv[2] ? resolve(process.argv[2]) : smallNotebook();
const command = join(dist, 'cli/run.js');
const ours = `const { run } = await import(${JSON.stringify(command)}); process.exitCode = await run(process.argv.slice(1));`;

/** A notebook of a lesson's size: 20 cells of definitions, loops and prints. */
function smallNotebook() {
  const sources = Array.from({ length: 20 }, (_, index) =>
    index % 2 === 0
      ? `const words${index} = Array.from({ length: 5000 }, (_, i) => 'word' + (i * 7919) % 1000);\nconst counts${index} = new Map<string, number>();\nfor (const w of words${index}) counts${index}.set(w, (counts${index}.get(w) ?? 0) + 1);\ncounts${index}.size`
      : `for (const [word, count] of [...counts${index - 1}].slice(0, 20)) console.log(word, count);`,
  );
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  }));
  const path = join(folder, 'small.ipynb');
  const metadata = { kernelspec: { name: 'tslab', display_name: 'TypeScript' } };
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
  return path;
}

/** The kernelspec of raw tslab, where only this program's Jupyter finds it. */
function rawTslab() {
  const spec = join(folder, 'jupyter', 'kernels', 'raw-tslab');
  mkdirSync(spec, { recursive: true });
  const argv = [
    process.execPath,
    join(root, 'node_modules/tslab/bin/tslab'),
    'kernel',
    '--config-path',
    '{connection_file}',
  ];
  writeFileSync(
    join(spec, 'kernel.json'),
    JSON.stringify({ argv, display_name: 'raw tslab', language: 'typescript' }),
  );
  return { ...process.env, JUPYTER_PATH: join(folder, 'jupyter') };
}

function timed(action) {
  const start = performance.now();
  const result = action();
  return { seconds: (performance.now() - start) / 1000, result };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const env = rawTslab();
const times = { cold: [], warm: [], nbclient: [] };
let theirs;
let code;

async function warmRun() {
  const { KernelPool } = await import(join(dist, 'runtime/kernel/pool.js'));
  const { runFiles } = await import(join(dist, 'runtime/run/run-files.js'));
  const pool = new KernelPool({ size: 0 });
  pool.prepare(resolve(notebook, '..'));
  const kernel = await pool.take(resolve(notebook, '..'));
  await kernel.execute('', { silent: true });
  const ready = {
    take: () => Promise.resolve(kernel),
    prepare: () => undefined,
    dispose: () => Promise.resolve(),
  };
  const start = performance.now();
  await runFiles([{ input: notebook, output: join(folder, 'warm.ipynb') }], {
    pool: ready,
    allowErrors: true,
  });
  times.warm.push((performance.now() - start) / 1000);
  await kernel.kill();
}

for (let round = 0; round < rounds; round++) {
  const cold = timed(() =>
    spawnSync(
      process.execPath,
      ['--input-type=module', '-e', ours, '--', notebook, '-o', join(folder, 'out.ipynb'), '--allow-errors'],
      {
        encoding: 'utf8',
      },
    ),
  );
  times.cold.push(cold.seconds);
  code = `${cold.result.status} (${cold.result.stderr.trim()})`;
  await warmRun();
  const other = timed(() =>
    execFileSync(python, [join(root, 'bench/run.py'), notebook, 'raw-tslab', join(folder, 'other.ipynb')], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  times.nbclient.push(other.seconds);
  theirs = JSON.parse(other.result);
}

const [cold, warm, nbclient] = [median(times.cold), median(times.warm), median(times.nbclient)];
console.log(`${notebook}, median of ${rounds}`);
console.log(`lectern run, cold     ${cold.toFixed(2)} s   exit code ${code}`);
console.log(`lectern run, warm     ${warm.toFixed(2)} s   (kernel ready, in one process)`);
console.log(
  `nbclient, raw tslab   ${nbclient.toFixed(2)} s   nbclient ${theirs.nbclient}, ${theirs.cells} cells, ${theirs.failed} with an error`,
);
console.log(
  `ratio                 ${(cold / nbclient).toFixed(2)} cold, ${(warm / nbclient).toFixed(2)} warm   (goal 0.50 cold)`,
);

// Every measure against its peer, one after the other: `node bench/all.mjs`. Wants a quiet machine, a build, and in
// `LECTERN_PYTHON` a Python with the packages of bench/requirements.txt; each script says what it compares.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const scripts = [
  ['kernel.mjs'],
  ['run.mjs', 'notebooks/06-t5-c4.ipynb'],
  ['warc.mjs'],
  ['c4.mjs'],
  ['langid.mjs'],
  ['extract.mjs'],
];
const root = fileURLToPath(new URL('..', import.meta.url));
const failed = [];
for (const [script, ...args] of scripts) {
  console.log(`\n# bench/${script}`);
  const { status } = spawnSync(process.execPath, [`bench/${script}`, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) failed.push(script);
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

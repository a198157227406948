// `npm test`: sets up what is missing, then checks types, lint and format, and runs every test.
// Arguments go to vitest, and then only it runs: `npm test -- test/render`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from './cache-folder.mjs';
import { prepare } from './prepare.mjs';

const args = process.argv.slice(2);
const bin = (name, file) => join(packageRoot, 'node_modules', name, file);
const folders = ['src', 'test', 'bench'];
const steps = [
  ['types', bin('typescript', 'bin/tsc'), '--noEmit', '-p', '.'],
  ['types of the page', bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'src/app'],
  ['types of the tests', bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'test'],
  ['lint', bin('oxlint', 'bin/oxlint'), '--deny-warnings', ...folders],
  [
    'format',
    bin('prettier', 'bin/prettier.cjs'),
    '--check',
    '--log-level=warn',
    ...folders.map((folder) => `${folder}/**/*.{ts,mjs,css}`),
  ],
  ['tests', bin('vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', ...args],
];

try {
  await prepare({ strict: true });
  const failed = [];
  for (const [name, file, ...rest] of args.length > 0 ? steps.slice(-1) : steps) {
    const { status } = spawnSync(process.execPath, [file, ...rest], { cwd: packageRoot, stdio: 'inherit' });
    if (status !== 0) failed.push(name);
  }
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

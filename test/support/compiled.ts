import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string | undefined;

/**
 * The library and the command line compiled as they stand, for tests that need the real program in a process of its
 * own; removed when the tests are over. Compiles once a test file, in a second or two.
 */
export function compiled(): string {
  if (folder !== undefined) return folder;
  mkdirSync(join(root, '.lectern'), { recursive: true });
  // below the package, so that dependencies are found from it
  const fresh = mkdtempSync(join(root, '.lectern', 'test-'));
  process.once('exit', () => rmSync(fresh, { recursive: true, force: true }));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const out = join(fresh, 'dist');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', root, '--noCheck', '--outDir', out], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Cannot compile: ${stdout}`);
  folder = out;
  return out;
}

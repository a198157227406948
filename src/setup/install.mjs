import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './cache-folder.mjs';

/** Whether `node_modules` holds every package of the lock file at its version. */
export function isInstalled(root = packageRoot) {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || entry.optional || entry.peer || installed[path]?.version === entry.version,
  );
}

/**
 * Installs the code dependencies where they are missing or older than the lock file, without any install script.
 *
 * @throws {Error} If npm fails.
 */
export function ensureInstalled(root = packageRoot) {
  if (isInstalled(root)) return;
  console.error('Installing dependencies (npm ci) …');
  const windows = process.platform === 'win32';
  const { status } = spawnSync(
    windows ? 'npm.cmd' : 'npm',
    ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: windows },
  );
  if (status !== 0) {
    throw new Error(
      'Cannot install dependencies: "npm ci" failed (see above); check the connection to your npm registry and try again',
    );
  }
}

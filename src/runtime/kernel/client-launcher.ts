import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The command that starts our kernel on a connection file.
 *
 * @throws {Error} If the launcher has not been built.
 */
export function launcherCommand(connectionFile: string): string[] {
  return [process.execPath, findLauncher(), connectionFile];
}

/** The built launcher: beside this module once built, else in the `dist` of the package that holds the source. */
function findLauncher(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  const launcher = join(folder, 'dist', 'runtime', 'kernel', 'launcher.js');
  if (!existsSync(launcher)) {
    throw new Error(`Cannot start kernel: ${launcher} is missing; run "npm run build" first`);
  }
  return launcher;
}

import { makeFolder } from '#setup/make-folder.mjs';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What Jupyter reads from `kernel.json`. */
export interface Kernelspec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'signal' | 'message';
  readonly metadata: { readonly debugger: boolean };
}

/** The built launcher, beside this module. */
export const launcherFile = join(dirname(fileURLToPath(import.meta.url)), 'launcher.js');

/** The name that the lecture's notebooks ask for their kernel by. */
export const kernelName = 'tslab';

/**
 * The kernel as Jupyter is to start it, by absolute paths: programs with another PATH, such as VS Code, find it too.
 *
 * @param node The Node to run it with. @default the running one
 */
export function kernelspec(node = process.execPath): Kernelspec {
  return {
    argv: [node, launcherFile, '--connection-file', '{connection_file}'],
    display_name: 'TypeScript (Lectern)',
    language: 'typescript',
    interrupt_mode: 'signal',
    metadata: { debugger: false },
  };
}

/** The parts of the process that say where Jupyter keeps its data. */
export interface DataFolderContext {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * The folder of a user's Jupyter data, as `jupyter --data-dir` tells it.
 *
 * @example
 * userDataFolder({ platform: 'linux', env: {}, home: '/home/ada' }) // => '/home/ada/.local/share/jupyter'
 */
export function userDataFolder(
  { platform, env, home }: DataFolderContext = {
    platform: process.platform,
    env: process.env,
    home: homedir(),
  },
): string {
  if (env['JUPYTER_DATA_DIR']) return env['JUPYTER_DATA_DIR'];
  if (platform === 'darwin') return join(home, 'Library', 'Jupyter');
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'jupyter');
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'jupyter');
}

/** A kernel that was installed. */
export interface Installed {
  /** The kernel's folder. */
  readonly folder: string;
  /** Where the kernel of the same name, not ours, that stood there before is kept; undefined if there was none. */
  readonly replaced?: string;
}

/**
 * Writes a kernel into a folder of Jupyter's data, each file whole or not at all.
 *
 * @throws {Error} If a file cannot be written.
 */
export function installKernelspec(dataFolder: string, name: string, spec: Kernelspec): Installed {
  const folder = join(dataFolder, 'kernels', name);
  const file = join(folder, 'kernel.json');
  try {
    makeFolder(folder);
    const before = foreignSpec(file);
    const replaced = join(folder, 'kernel.json.before-lectern');
    if (before !== undefined) write(replaced, before);
    write(join(folder, 'logo-svg.svg'), logo);
    write(file, `${JSON.stringify(spec, undefined, 2)}\n`);
    return { folder, ...(before === undefined ? {} : { replaced }) };
  } catch (cause) {
    throw new Error(
      `Cannot install kernel in ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  }
}

/** Takes a kernel of ours away. Gives its folder; undefined if there was none, or it is not ours. */
export function removeKernelspec(dataFolder: string, name: string): string | undefined {
  const folder = join(dataFolder, 'kernels', name);
  const file = join(folder, 'kernel.json');
  if (read(file) === undefined || foreignSpec(file) !== undefined) return undefined;
  const before = read(join(folder, 'kernel.json.before-lectern'));
  if (before === undefined) rmSync(folder, { recursive: true });
  else {
    write(file, before);
    rmSync(join(folder, 'kernel.json.before-lectern'));
    rmSync(join(folder, 'logo-svg.svg'), { force: true });
  }
  return folder;
}

/** The text of a kernel.json that is not ours. */
function foreignSpec(file: string): string | undefined {
  const text = read(file);
  return text === undefined || text.includes('TypeScript (Lectern)') ? undefined : text;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function write(file: string, text: string): void {
  const aside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(aside, text);
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** A lectern with an open book, in the lecture's blue. */
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Lectern">
<rect width="64" height="64" rx="12" fill="#1f4e79"/>
<path d="M10 20 Q21 14 32 21 Q43 14 54 20 V38 Q43 32 32 39 Q21 32 10 38 Z" fill="#fff"/>
<path d="M32 21 V39" stroke="#1f4e79" stroke-width="2"/>
<path d="M32 42 V54 M22 55 H42" stroke="#fff" stroke-width="4" stroke-linecap="round"/>
</svg>
`;

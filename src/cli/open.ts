import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeFolder } from '#setup/make-folder.mjs';
import { KernelPool } from '../runtime/kernel/pool.js';
import { PortTakenError } from '../runtime/serve/listen.js';
import { openServer, type OpenServer } from '../runtime/serve/open-server.js';
import { referenceCards } from './reference-cards.js';

const usage = `Opens notebooks in the browser: read, step through, run and change them.

Usage: lectern open [NOTEBOOK|DIR] [options]

      --port N        listen on port N (default: the first free one from 8417 on)
      --no-browser    only print the address
  -h, --help          show this text

Without an argument the lecture itself is opened. Notebooks are never changed: what you edit is kept in a copy of your own, in
.lectern/work of the folder. Ctrl-C ends the lecture and its kernels.

Exit codes: 0 ended by Ctrl-C, 1 cannot listen or could not save, 2 usage or nothing to open.

Example:
  lectern open notebooks/06-t5-c4.ipynb --port 9000
`;

interface OpenArguments {
  readonly help: boolean;
  readonly folder: string;
  readonly first: string | undefined;
  readonly port: number | undefined;
  readonly browser: boolean;
}

/** `lectern open`: serves until it is interrupted, and gives the exit code. */
export async function run(args: string[]): Promise<number> {
  let wanted: OpenArguments;
  try {
    wanted = readArguments(args);
  } catch (error) {
    process.stderr.write(`lectern open: ${messageOf(error)}\nTry "lectern open --help".\n`);
    return 2;
  }
  if (wanted.help) {
    process.stdout.write(usage);
    return 0;
  }
  // kernels are warmed when the page is served: it must not wait for them
  let pool: KernelPool | undefined;
  const warm = (): KernelPool => (pool ??= new KernelPool({ size: 1, kernel: { cwd: wanted.folder } }));
  let server: OpenServer;
  try {
    server = await openServer({
      folder: wanted.folder,
      title: titleOf(wanted.folder),
      workFolder: workFolder(wanted.folder),
      references: () => referenceCards(wanted.folder),
      startKernel: (cwd) => warm().take(cwd),
      ...(wanted.first === undefined ? {} : { first: wanted.first }),
      ...(wanted.port === undefined ? {} : { port: wanted.port }),
    });
  } catch (error) {
    process.stderr.write(`lectern open: ${messageOf(error)}\n`);
    return error instanceof PortTakenError ? 1 : 2;
  }
  process.stdout.write(`The lecture is open at\n  ${server.url}\nCtrl-C ends it.\n`);
  if (wanted.browser) openBrowser(server.url);
  setTimeout(warm, 700).unref();
  await interrupted();
  process.stdout.write('\nSaving, and ending the kernels …\n');
  const [unsaved] = await Promise.all([server.close(), pool?.dispose()]);
  for (const message of unsaved)
    process.stderr.write(`lectern open: ${message.replace(/\. What you typed.*$/, '')}; this work is lost\n`);
  return unsaved.length > 0 ? 1 : 0;
}

function readArguments(args: string[]): OpenArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    allowNegative: true,
    options: {
      port: { type: 'string' },
      browser: { type: 'boolean', default: true },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (positionals.length > 1)
    throw new RangeError(`Cannot open ${positionals.length} things: name one notebook or folder`);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new RangeError(
      `Cannot listen: --port must be a number from 0 to 65535, current value is "${values.port}"`,
    );
  }
  const common = { help: values.help, port, browser: values.browser };
  if (values.help) return { ...common, folder: '', first: undefined };
  const place = resolve(positionals[0] ?? lectureFolder());
  if (!existsSync(place)) throw new RangeError(`Cannot open ${place}: there is no such notebook or folder`);
  const path = realpathSync(place);
  if (statSync(path).isDirectory()) return { ...common, folder: path, first: undefined };
  if (!path.endsWith('.ipynb'))
    throw new RangeError(`Cannot open ${place}: it is no notebook (.ipynb) and no folder`);
  return { ...common, folder: dirname(path), first: basename(path) };
}

/** The lecture that comes with this package. */
function lectureFolder(): string {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
  const notebooks = join(root, 'notebooks');
  return existsSync(notebooks) ? notebooks : process.cwd();
}

/** What the folder is called in the contents: our own by its subject, any other by its name. */
function titleOf(folder: string): string {
  return folder === lectureFolder() ? 'Training data' : basename(folder).replace(/[-_]+/g, ' ');
}

/** Where the student's copies go: beside the notebooks, or, where nothing may be written there, under the user's own data. */
function workFolder(folder: string): string {
  const beside = join(folder, '.lectern', 'work');
  try {
    makeFolder(beside);
    accessSync(beside, constants.W_OK);
    return beside;
  } catch {
    const data = process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share');
    const name = `${basename(folder)}-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`;
    const own = join(data, 'lectern', 'work', name);
    process.stderr.write(`${folder} cannot be written to: your work is kept in ${own}\n`);
    return own;
  }
}

/** Opens the system's browser; where there is none, the printed address is enough. */
function openBrowser(url: string): void {
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '""', url]
        : ['xdg-open', url];
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return;
  const child = spawn(program ?? '', args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

/** Settles at the first Ctrl-C, or when the program is asked to end. A second one ends it at once. */
function interrupted(): Promise<void> {
  return new Promise((settle) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        settle();
      });
    }
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

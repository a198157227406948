import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  installKernelspec,
  kernelName,
  kernelspec,
  launcherFile,
  removeKernelspec,
  userDataFolder,
} from '../runtime/kernel/kernelspec.js';
import { UsageError } from './_usage-error.js';

const usage = `Installs the TypeScript kernel for JupyterLab, VS Code and nbclient. Python is not needed.

Usage: lectern kernelspec install [options]
       lectern kernelspec remove [options]

      --user          for you alone, in Jupyter's data folder (the default)
      --prefix DIR    in DIR/share/jupyter
      --sys-prefix    in the active Python environment (VIRTUAL_ENV or CONDA_PREFIX)
      --name NAME     name of the kernel (default "${kernelName}", which the lecture's notebooks ask for)
  -h, --help          show this text

The kernel runs with the Node that installs it: install again after Node has moved. A kernel of that name that is not
ours is kept beside it, and comes back with "remove".

Example:
  lectern kernelspec install --user
`;

/** `lectern kernelspec`: gives the exit code. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: {
      user: { type: 'boolean' },
      prefix: { type: 'string' },
      'sys-prefix': { type: 'boolean' },
      name: { type: 'string', default: kernelName },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [action, ...rest] = positionals;
  if (action !== 'install' && action !== 'remove') {
    throw new UsageError(`Cannot do ${JSON.stringify(action ?? '')}: "install" or "remove" is expected`);
  }
  if (rest.length > 0) throw new UsageError(`Cannot ${action}: "${rest[0]}" is one argument too many`);
  if (!/^[a-z0-9._-]+$/i.test(values.name)) {
    throw new UsageError(
      `Cannot ${action} kernel: a name has letters, digits, ".", "_" and "-" only, found ${JSON.stringify(values.name)}`,
    );
  }
  const folder = dataFolder(values);
  if (action === 'remove') {
    const removed = removeKernelspec(folder, values.name);
    process.stdout.write(
      removed ? `Removed ${removed}\n` : `No kernel of ours is in ${join(folder, 'kernels', values.name)}\n`,
    );
    return removed ? 0 : 1;
  }
  if (!existsSync(launcherFile)) {
    throw new Error(`Cannot install kernel: ${launcherFile} is missing; run "npm run build" first`);
  }
  const installed = installKernelspec(folder, values.name, kernelspec());
  if (installed.replaced)
    process.stdout.write(`The kernel that stood there is kept in ${installed.replaced}\n`);
  process.stdout.write(`Installed ${installed.folder}\n`);
  return 0;
}

/** Where the kernel goes. */
function dataFolder(values: { user?: boolean; prefix?: string; 'sys-prefix'?: boolean }): string {
  const chosen = [values.user, values.prefix !== undefined, values['sys-prefix']].filter(Boolean).length;
  if (chosen > 1)
    throw new UsageError('Cannot install kernel: --user, --prefix and --sys-prefix exclude each other');
  if (values.prefix !== undefined) return join(values.prefix, 'share', 'jupyter');
  if (!values['sys-prefix']) return userDataFolder();
  const environment = process.env['VIRTUAL_ENV'] || process.env['CONDA_PREFIX'];
  if (!environment) {
    throw new UsageError(
      'Cannot install kernel: no Python environment is active; activate one, or use --prefix DIR',
    );
  }
  return join(environment, 'share', 'jupyter');
}

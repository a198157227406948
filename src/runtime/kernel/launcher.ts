import { parseArgs } from 'node:util';
import { currentCell } from './cell.js';
import { readConnection } from './connection.js';
import { Engine } from './engine.js';
import { installHost } from './host.js';
import { hookRepair } from './interruptible.js';
import { KernelServer } from './kernel-server.js';
import { bindSockets } from './sockets.js';
import { captureStreams } from './streams.js';

/** Time that a client is given to ask for kernel_info before the compiler is loaded unasked. */
const warmUpMs = 150;

/** Pause between cells that is long enough to save the compiled compiler in, which takes about 50 ms. */
const saveAfterMs = 500;

/**
 * Starts the kernel: `node launcher.js --connection-file FILE`.
 *
 * The sockets are bound first and kernel_info is answered without the compiler, which is loaded right after.
 *
 * What SIGINT stops: code of a cell up to its first wait for a timer, a file or the network, loops included, and any such
 * wait. What it cannot stop: a loop in code that such an event has continued (the kernel has to be killed); and code
 * that goes on by itself after its cell was stopped while it waited, whose output still belongs to that cell. Output
 * that a child process writes to an inherited stream goes past the kernel.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { 'connection-file': { type: 'string', short: 'f' } },
    allowPositionals: true,
  });
  const file = values['connection-file'] ?? positionals[0];
  if (file === undefined) throw new TypeError('Cannot start kernel: --connection-file FILE is missing');
  const connection = readConnection(file);
  const sockets = await bindSockets(connection);
  const cwd = process.cwd();

  let engine: Engine | undefined;
  let saving: NodeJS.Timeout | undefined;
  const getEngine = (): Engine => {
    if (!engine) {
      engine = new Engine(cwd);
      Object.defineProperty(engine.displaySeam, 'lastWriteDisplayData', { get: writeDisplay });
    }
    return engine;
  };
  const server = new KernelServer({
    connection,
    sockets,
    engine: getEngine,
    onReady: () => setImmediate(getEngine),
    onIdle: () => {
      // once some cells have been compiled, in a pause
      clearTimeout(saving);
      saving = setTimeout(() => engine?.saveCompiler(), saveAfterMs);
      saving.unref();
    },
    onShutdown: () => {
      sockets.close();
      // timers and handles of cells do not keep the process
      setImmediate(() => process.exit(0));
    },
  });
  const cell = () => server.cell;
  const writeDisplay = () => {
    const target = currentCell.getStore() ?? cell();
    if (!target) return null;
    return (
      { data, metadata, transient }: { data: object; metadata: object; transient: { display_id?: string } },
      update?: boolean,
    ) =>
      target.display(
        { ...data },
        { ...metadata },
        transient.display_id === undefined ? {} : { ...transient },
        update === true,
      );
  };
  captureStreams(cell);
  installHost(cell);
  process.on('SIGINT', () => engine?.interrupt());
  process.on('uncaughtException', (error) => {
    if (error !== hookRepair) server.reportUncaught(error);
  });
  process.on('unhandledRejection', (reason) => server.reportUncaught(reason));
  process.on('exit', () => cell()?.flush());
  server.start();
  watchParent(() => process.exit(0));
  setTimeout(getEngine, warmUpMs);
}

/** Calls back when Jupyter, which names itself in JPY_PARENT_PID, is gone: the kernel would be left running for ever. */
function watchParent(onGone: () => void): void {
  const parent = Number(process.env['JPY_PARENT_PID']);
  if (!Number.isInteger(parent) || parent <= 1 || process.ppid !== parent) return;
  setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 1000).unref();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  process.exit();
});

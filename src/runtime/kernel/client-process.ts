import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { watchGroup } from './client-watchdog.js';

/** How a kernel's process ended. */
export interface KernelExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Whether this side asked for the end. */
  readonly requested: boolean;
  /** The end of what the process itself wrote to its standard streams. */
  readonly log: string;
}

/** How a kernel's process is started. */
export interface KernelCommand {
  /** Program and arguments. */
  readonly argv: readonly string[];
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** A folder to remove should this program exit before the kernel has ended. */
  readonly folder?: string | undefined;
}

/** Most characters kept of what the process wrote. */
const maxLog = 8192;

const living = new Set<KernelProcess>();
let watching = false;

/**
 * A kernel's process at the head of a process group of its own, so that everything a cell started ends with it.
 * When this program exits, every group that is left is killed.
 */
export class KernelProcess {
  /** Settles when the process has ended; never rejects. */
  readonly exited: Promise<KernelExit>;
  readonly #child: ChildProcess;
  readonly #folder: string | undefined;
  readonly #endWatch: () => void;
  #requested = false;
  #log = '';

  constructor({ argv, cwd, env = process.env, folder }: KernelCommand) {
    this.#folder = folder;
    const [program, ...args] = argv;
    if (program === undefined) throw new RangeError('Cannot start kernel: the command is empty');
    this.#child = spawn(program, args, {
      cwd,
      env: { ...env, JPY_PARENT_PID: String(process.pid) },
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#endWatch = this.#child.pid === undefined ? () => undefined : watchGroup(this.#child.pid, folder);
    const keep = (chunk: Buffer): void => {
      this.#log = (this.#log + chunk.toString('utf8')).slice(-maxLog);
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.exited = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#endWatch();
        this.#signalGroup('SIGKILL');
        living.delete(this);
        resolve({ code, signal, requested: this.#requested, log: this.#log });
      };
      this.#child.once('error', (error) => {
        this.#log += error.message;
        end(null, null);
      });
      this.#child.once('exit', end);
    });
    living.add(this);
    watchExit();
  }

  /** The process id, undefined when the program could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get alive(): boolean {
    return living.has(this);
  }

  /** Interrupts whatever the group runs, as Ctrl-C does. Windows has no such signal: nothing happens there. */
  interrupt(): void {
    if (process.platform !== 'win32') this.#signalGroup('SIGINT');
  }

  /** Says that an end is expected from now on. */
  expectExit(): void {
    this.#requested = true;
  }

  /** Kills the process and everything it started. */
  kill(): void {
    this.#requested = true;
    this.#signalGroup('SIGKILL');
  }

  /** Kills and cleans up without waiting: for the moment in which this program exits. */
  abandon(): void {
    this.#endWatch();
    this.kill();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #signalGroup(signal: NodeJS.Signals): void {
    const pid = this.#child.pid;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // the group has ended already
    }
  }
}

function watchExit(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const kernel of living) kernel.abandon();
  });
}

/** Words for how a process ended: `code 1`, or `signal SIGKILL`. */
export function describeExit({ code, signal }: Pick<KernelExit, 'code' | 'signal'>): string {
  return signal === null ? `code ${code ?? 'unknown'}` : `signal ${signal}`;
}

import { randomUUID } from 'node:crypto';
import type { KernelClient } from '../kernel/client.js';
import type { KernelMessage } from '../kernel/client-message.js';

/** The part of a kernel's client that serving needs; a test gives a kernel of its own. */
export type ServedKernel = Pick<
  KernelClient,
  'execute' | 'send' | 'onMessage' | 'exited' | 'interrupt' | 'shutdown' | 'kill' | 'alive' | 'info'
>;

/** Starts a kernel that runs in a folder. */
export type KernelStarter = (cwd: string) => Promise<ServedKernel>;

/** What a running kernel tells those who watch it. */
export type KernelNews =
  | { readonly kind: 'starting' | 'ready' }
  /** It ended; `message` says how, where nobody asked for it. */
  | { readonly kind: 'ended'; readonly message?: string };

/**
 * A kernel under an id that outlives restarts, as Jupyter's API has it: whoever listens hears the next process too.
 * The process is started on the first use.
 */
export class RunningKernel {
  readonly id = randomUUID();
  /** The folder in which its code runs. */
  readonly cwd: string;
  /** The session that every message to a Jupyter client names: tslab repeats the asking client's, which others would refuse. */
  session = randomUUID();
  /** When a message last came, and what it said of the kernel's state. */
  lastActivity = new Date();
  state: 'starting' | 'idle' | 'busy' | 'dead' = 'starting';
  readonly #start: KernelStarter;
  readonly #listeners = new Set<(message: KernelMessage) => void>();
  readonly #watchers = new Set<(news: KernelNews) => void>();
  #kernel: Promise<ServedKernel> | undefined;
  #live: ServedKernel | undefined;

  constructor(start: KernelStarter, cwd: string) {
    this.#start = start;
    this.cwd = cwd;
  }

  /** The kernel, if it is running now. */
  get live(): ServedKernel | undefined {
    return this.#live?.alive ? this.#live : undefined;
  }

  /** The kernel, started if it is not running. @throws {Error} If it does not start. */
  ready(): Promise<ServedKernel> {
    this.#kernel ??= this.#startOnce();
    return this.#kernel;
  }

  /** Hears every message of the kernel, also after a restart. Returns a function that ends it. */
  onMessage(listener: (message: KernelMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears when the kernel starts, is ready and ends. Returns a function that ends it. */
  onNews(watcher: (news: KernelNews) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Interrupts what runs. */
  interrupt(): void {
    this.live?.interrupt();
  }

  /** Ends the process and starts another under the same id. */
  async restart(): Promise<void> {
    await this.shutdown();
    await this.ready();
  }

  /** Ends the process. The id stays; the next use starts another. */
  async shutdown(): Promise<void> {
    const kernel = this.#kernel;
    this.#kernel = undefined;
    this.#live = undefined;
    if (!kernel) return;
    await kernel.then(
      (running) => running.shutdown({ graceMs: 300 }),
      () => undefined,
    );
    this.state = 'dead';
    this.#tell({ kind: 'ended' });
  }

  async #startOnce(): Promise<ServedKernel> {
    this.state = 'starting';
    this.session = randomUUID();
    this.#tell({ kind: 'starting' });
    let kernel: ServedKernel;
    try {
      kernel = await this.#start(this.cwd);
    } catch (error) {
      this.#kernel = undefined;
      this.state = 'dead';
      this.#tell({ kind: 'ended', message: error instanceof Error ? error.message : String(error) });
      throw error;
    }
    this.#live = kernel;
    this.state = 'idle';
    kernel.onMessage((message) => {
      this.lastActivity = new Date();
      const state = message.content['execution_state'];
      if (message.header.msg_type === 'status' && (state === 'idle' || state === 'busy')) this.state = state;
      for (const listener of this.#listeners) listener(message);
    });
    void kernel.exited.then((exit) => {
      if (this.#live !== kernel) return;
      this.#live = undefined;
      this.#kernel = undefined;
      this.state = 'dead';
      const how = exit.signal === null ? `code ${exit.code ?? 'unknown'}` : `signal ${exit.signal}`;
      const log = exit.log.trim().split('\n').slice(-5).join('\n');
      this.#tell({ kind: 'ended', message: `The kernel ended with ${how}${log && `: ${log}`}` });
    });
    this.#tell({ kind: 'ready' });
    return kernel;
  }

  #tell(news: KernelNews): void {
    for (const watcher of this.#watchers) watcher(news);
  }
}

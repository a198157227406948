import type { JsonObject } from '../format/notebook.js';
import { createConnection, type Connection, type Transport } from './client-connection.js';
import { Conversation, type RequestOptions } from './client-conversation.js';
import { executeCell, type ExecuteOptions, type Execution } from './client-execution.js';
import { launcherCommand } from './client-launcher.js';
import type { KernelMessage } from './client-message.js';
import { OutputCollector, type DisplayRegistry } from './client-outputs.js';
import { describeExit, KernelProcess, type KernelExit } from './client-process.js';
import { openSockets, type Sockets } from './client-sockets.js';
import { aborted, timer } from './client-time.js';

export type { ExecuteOptions, Execution } from './client-execution.js';
export { describeExit } from './client-process.js';

/** Options for {@link KernelClient.start}. */
export interface KernelOptions {
  /** Folder in which the kernel runs, against which a cell's imports and files are resolved. @default process.cwd() */
  readonly cwd?: string;
  /** Environment of the kernel. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** How messages travel. @default 'ipc', on Windows 'tcp' */
  readonly transport?: Transport;
  /** Milliseconds within which a started kernel must answer. @default 60_000 */
  readonly startTimeoutMs?: number;
  /** How often a start is tried, each time in a new folder. @default 2 */
  readonly attempts?: number;
  /** The command that starts a kernel on a connection file. @default our launcher */
  readonly command?: (connectionFile: string) => readonly string[];
  /** Gives up the start. */
  readonly signal?: AbortSignal;
}

/**
 * A client of one kernel: starts its process, speaks the Jupyter protocol with it over ZeroMQ, and ends it with everything
 * it started.
 *
 * To run cells, use {@link execute}. To build a server on it, use {@link send} and {@link onMessage}, which pass whole
 * messages (with headers of the caller's own) and {@link exited}; both ways may be mixed, since messages are told apart by
 * their parent.
 *
 * Source of the protocol: `jupyter2024messaging` in references.bib.
 *
 * @example
 * const kernel = await KernelClient.start();
 * const { outputs } = await kernel.execute('1 + 1');
 * await kernel.shutdown();
 */
export class KernelClient {
  readonly #process: KernelProcess;
  readonly #connection: Connection;
  readonly #conversation: Conversation;
  readonly #displays: DisplayRegistry = new Map();
  #info: JsonObject = {};
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(kernelProcess: KernelProcess, connection: Connection, sockets: Sockets) {
    this.#process = kernelProcess;
    this.#connection = connection;
    this.#conversation = new Conversation(kernelProcess, connection, sockets);
  }

  /**
   * Starts a kernel and waits until it answers on every channel that counts: a `kernel_info_reply`, and the status of that
   * request on iopub.
   *
   * @throws {Error} If no attempt gave an answering kernel; the message ends with what the process wrote.
   */
  static async start(options: KernelOptions = {}): Promise<KernelClient> {
    const { attempts = 2 } = options;
    if (!(attempts >= 1))
      throw new RangeError(`Cannot start kernel: attempts must be 1 or more, current value is ${attempts}`);
    for (let attempt = 1; ; attempt++) {
      try {
        return await KernelClient.#startOnce(options);
      } catch (error) {
        if (attempt >= attempts || options.signal?.aborted) throw error;
      }
    }
  }

  static async #startOnce({
    cwd,
    env,
    transport = process.platform === 'win32' ? 'tcp' : 'ipc',
    startTimeoutMs = 60_000,
    command = launcherCommand,
    signal,
  }: KernelOptions): Promise<KernelClient> {
    signal?.throwIfAborted();
    const connection = await createConnection(transport);
    let client: KernelClient;
    try {
      const argv = command(connection.file);
      const kernelProcess = new KernelProcess({ argv, cwd, env, folder: connection.folder });
      client = new KernelClient(kernelProcess, connection, await openSockets(connection));
    } catch (error) {
      await connection.remove();
      throw error;
    }
    const deadline = timer(startTimeoutMs);
    try {
      await Promise.race([
        client.#conversation.greet(deadline.signal).then((info) => (client.#info = info)),
        deadline.promise.then(() => {
          throw new Error(`Cannot start kernel: no answer within ${startTimeoutMs / 1000} s`);
        }),
        client.#process.exited.then((exit) => {
          throw new Error(
            `Cannot start kernel: it ended with ${describeExit(exit)}${exit.log && `:\n${exit.log.trim()}`}`,
          );
        }),
        aborted(signal, deadline.signal),
      ]);
      return client;
    } catch (error) {
      await client.kill();
      throw error;
    } finally {
      deadline.cancel();
    }
  }

  /** The session id in the headers of this client's own messages. */
  get session(): string {
    return this.#conversation.session;
  }

  /** Settles when the kernel has ended and its last messages have been read; never rejects. */
  get exited(): Promise<KernelExit> {
    return this.#conversation.exited;
  }

  /** The kernel's process id. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Whether the process is running. */
  get alive(): boolean {
    return this.#process.alive;
  }

  /** The content of the kernel's `kernel_info_reply`. */
  get info(): JsonObject {
    return this.#info;
  }

  /** How the kernel is reached, should another client want to. */
  get connectionFile(): string {
    return this.#connection.file;
  }

  /**
   * Runs a cell to its end: the kernel's reply and its idle status. Calls queue up, so that a time limit counts from the
   * start of the cell. Never rejects for what the cell or the kernel does: the status tells.
   *
   * @throws {RangeError} If a limit is negative or not a number.
   */
  async execute(code: string, options: ExecuteOptions = {}): Promise<Execution> {
    const { timeoutMs = null, graceMs = 2_000 } = options;
    checkMilliseconds('timeoutMs', timeoutMs ?? 0);
    checkMilliseconds('graceMs', graceMs);
    const collector = new OutputCollector(this.#displays, options, options.onOutput);
    const kernel = { conversation: this.#conversation, process: this.#process };
    const run = this.#queue.then(() =>
      executeCell(kernel, code, collector, { ...options, timeoutMs, graceMs }),
    );
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** Completions at an offset into `code`, in UTF-16 units as every offset here; the ends of the replaced part likewise. */
  async complete(code: string, offset: number): Promise<{ matches: string[]; start: number; end: number }> {
    const content = await this.request('complete_request', { code, cursor_pos: toCodePoints(code, offset) });
    const matches = Array.isArray(content['matches']) ? content['matches'].map(String) : [];
    const position = (value: unknown): number => (typeof value === 'number' ? toUnits(code, value) : offset);
    return { matches, start: position(content['cursor_start']), end: position(content['cursor_end']) };
  }

  /** What the kernel knows of the name at an offset, by media type; undefined when it knows nothing. */
  async inspect(code: string, offset: number, detail: 0 | 1 = 0): Promise<JsonObject | undefined> {
    const content = await this.request('inspect_request', {
      code,
      cursor_pos: toCodePoints(code, offset),
      detail_level: detail,
    });
    return content['found'] === true ? (content['data'] as JsonObject) : undefined;
  }

  /** Whether code is whole, so that a console would run it. */
  async isComplete(code: string): Promise<{ status: string; indent: string }> {
    const content = await this.request('is_complete_request', { code });
    return { status: String(content['status']), indent: String(content['indent'] ?? '') };
  }

  /** The open comms, by id. */
  async commInfo(target?: string): Promise<JsonObject> {
    const content = await this.request(
      'comm_info_request',
      target === undefined ? {} : { target_name: target },
    );
    return (content['comms'] ?? {}) as JsonObject;
  }

  /**
   * Sends a request and gives the content of its reply.
   *
   * @throws {Error} If the kernel ends, or does not reply in time.
   */
  request(type: string, content: JsonObject, options?: RequestOptions): Promise<JsonObject> {
    return this.#conversation.request(type, content, options);
  }

  /**
   * Sends a whole message on its channel (`shell`, `control` or `stdin`). Answers reach every {@link onMessage} listener.
   *
   * @throws {RangeError} If the channel is iopub.
   * @throws {Error} If the kernel has ended.
   */
  send(message: KernelMessage): Promise<void> {
    return this.#conversation.send(message);
  }

  /** Hears every message from the kernel, of any session, in the order of each channel. Returns a function that ends it. */
  onMessage(listener: (message: KernelMessage) => void): () => void {
    return this.#conversation.onMessage(listener);
  }

  /** Interrupts what the kernel runs, as Ctrl-C does. A loop after an `await` cannot be interrupted, only killed. */
  interrupt(): void {
    this.#process.interrupt();
  }

  /** Kills the kernel and everything it started. */
  async kill(): Promise<KernelExit> {
    this.#process.kill();
    return this.exited;
  }

  /** Asks the kernel to end, and kills it if it has not within `graceMs`. */
  async shutdown({ graceMs = 1_000 }: { graceMs?: number } = {}): Promise<KernelExit> {
    this.#process.expectExit();
    if (this.alive) {
      const message = this.#conversation.message('control', 'shutdown_request', { restart: false });
      const limit = timer(graceMs);
      await Promise.race([this.send(message).then(() => this.#process.exited), limit.promise]).catch(
        () => undefined,
      );
      limit.cancel();
    }
    return this.kill();
  }
}

function checkMilliseconds(name: string, value: number): void {
  if (!(value >= 0))
    throw new RangeError(`Cannot execute: ${name} must be 0 or more, current value is ${value}`);
}

function toCodePoints(code: string, units: number): number {
  return Array.from(code.slice(0, units)).length;
}

function toUnits(code: string, codePoints: number): number {
  return Array.from(code).slice(0, codePoints).join('').length;
}

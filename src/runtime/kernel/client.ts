import { randomUUID } from 'node:crypto';
import type { JsonObject, Output } from '../format/notebook.js';
import { createConnection, type Connection, type Transport } from './client-connection.js';
import { launcherCommand } from './client-launcher.js';
import {
  decodeMessage,
  encodeMessage,
  type Channel,
  type KernelMessage,
  type MessageHeader,
} from './client-message.js';
import {
  OutputCollector,
  type DisplayRegistry,
  type OutputEvent,
  type OutputLimits,
} from './client-outputs.js';
import { KernelProcess, type KernelExit } from './client-process.js';
import { channels, openSockets, type Sockets } from './client-sockets.js';
import { aborted, delay, timer } from './client-time.js';

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

/** Options for {@link KernelClient.execute}. */
export interface ExecuteOptions extends OutputLimits {
  /** Is told each change of the outputs as it happens, also later than the end of the cell. */
  readonly onOutput?: (event: OutputEvent) => void;
  /** Milliseconds the cell may run before it is interrupted. @default null, no limit */
  readonly timeoutMs?: number | null;
  /** Milliseconds an interrupted cell has to end before the kernel is killed. @default 2_000 */
  readonly graceMs?: number;
  /** Interrupts the cell. */
  readonly signal?: AbortSignal;
  /** Runs without output of a result and without counting. @default false */
  readonly silent?: boolean;
}

/** How a cell's execution ended, and what it left. */
export interface Execution {
  /**
   * `ok` and `error` are the kernel's word; `abort`: the kernel refused to run the cell; `timeout` and `interrupted`: it was
   * stopped here; `dead`: the kernel ended before the cell did.
   */
  readonly status: 'ok' | 'error' | 'abort' | 'timeout' | 'interrupted' | 'dead';
  readonly executionCount: number | null;
  /** The cell's outputs. Output that comes later, from a timer say, is added to this same array. */
  readonly outputs: Output[];
  readonly error?: { readonly ename: string; readonly evalue: string; readonly traceback: readonly string[] };
  /** Whether the kernel is gone, killed or dead. */
  readonly kernelLost: boolean;
}

/** Milliseconds without any message after which a reply alone ends a cell whose idle status was lost. */
const lostIdleMs = 10_000;
/** Milliseconds of silence after which a dead kernel's last messages have all been read. */
const drainMs = 50;

type Listener = (message: KernelMessage) => void;

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
  /** The session id in the headers of this client's own messages. */
  readonly session = randomUUID();
  /** Settles when the kernel has ended and its last messages have been read; never rejects. */
  readonly exited: Promise<KernelExit>;
  readonly #process: KernelProcess;
  readonly #connection: Connection;
  readonly #sockets: Sockets;
  readonly #listeners = new Set<Listener>();
  readonly #replies = new Map<string, Listener>();
  readonly #statuses = new Map<string, Listener>();
  readonly #collectors = new Map<string, OutputCollector>();
  readonly #displays: DisplayRegistry = new Map();
  #info: JsonObject = {};
  #queue: Promise<unknown> = Promise.resolve();
  #lastMessage = 0;

  private constructor(kernelProcess: KernelProcess, connection: Connection, sockets: Sockets) {
    this.#process = kernelProcess;
    this.#connection = connection;
    this.#sockets = sockets;
    this.exited = kernelProcess.exited.then(async (exit) => {
      do await delay(drainMs);
      while (performance.now() - this.#lastMessage < drainMs);
      sockets.close();
      await connection.remove();
      return exit;
    });
    for (const channel of channels) void this.#receive(channel);
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
        client.#becomeReady(deadline.signal),
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
    const run = this.#queue.then(() => this.#execute(code, collector, { ...options, timeoutMs, graceMs }));
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
  async request(
    type: string,
    content: JsonObject,
    { channel = 'shell', timeoutMs = 30_000 }: { channel?: 'shell' | 'control'; timeoutMs?: number } = {},
  ): Promise<JsonObject> {
    const message = this.#message(channel, type, content);
    const id = message.header.msg_id;
    const limit = timer(timeoutMs);
    try {
      const reply = new Promise<KernelMessage>((resolve) => this.#replies.set(id, resolve));
      await this.send(message);
      return await Promise.race([
        reply.then(({ content }) => content),
        limit.promise.then(() => {
          throw new Error(`Cannot get reply to ${type}: none within ${timeoutMs / 1000} s`);
        }),
        this.exited.then((exit) => {
          throw new Error(`Cannot get reply to ${type}: the kernel ended with ${describeExit(exit)}`);
        }),
      ]);
    } finally {
      limit.cancel();
      this.#replies.delete(id);
    }
  }

  /**
   * Sends a whole message on its channel (`shell`, `control` or `stdin`). Answers reach every {@link onMessage} listener.
   *
   * @throws {RangeError} If the channel is iopub.
   * @throws {Error} If the kernel has ended.
   */
  async send(message: KernelMessage): Promise<void> {
    if (message.channel === 'iopub') throw new RangeError('Cannot send kernel message: iopub only receives');
    if (!this.alive) throw new Error(`Cannot send ${message.header.msg_type}: the kernel has ended`);
    await this.#sockets.send(message.channel, encodeMessage(message, this.#connection.key));
  }

  /** Hears every message from the kernel, of any session, in the order of each channel. Returns a function that ends it. */
  onMessage(listener: (message: KernelMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
      const message = this.#message('control', 'shutdown_request', { restart: false });
      const limit = timer(graceMs);
      await Promise.race([this.send(message).then(() => this.#process.exited), limit.promise]).catch(
        () => undefined,
      );
      limit.cancel();
    }
    return this.kill();
  }

  async #execute(
    code: string,
    collector: OutputCollector,
    { timeoutMs = null, graceMs = 2_000, signal, silent = false }: ExecuteOptions,
  ): Promise<Execution> {
    const { outputs } = collector;
    const lost = () => ({ executionCount: collector.executionCount, outputs, kernelLost: true });
    if (!this.alive) return { status: 'dead', ...lost() };
    if (signal?.aborted) return { status: 'interrupted', executionCount: null, outputs, kernelLost: false };
    const message = this.#message('shell', 'execute_request', {
      code,
      silent,
      store_history: !silent,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: false,
    });
    const id = message.header.msg_id;
    this.#collectors.set(id, collector);
    const end = new AbortController();
    const limit = timer(timeoutMs);
    try {
      const done = this.#completion(id, end.signal);
      const dead = this.exited.then(() => 'dead' as const);
      await this.send(message);
      const first = await Promise.race([
        done,
        dead,
        limit.promise.then(() => 'timeout' as const),
        aborted(signal, end.signal).catch(() => 'interrupted' as const),
      ]);
      if (first === 'dead') return { status: 'dead', ...lost() };
      if (typeof first === 'object') return { ...readReply(first.content), outputs, kernelLost: false };
      this.interrupt();
      const grace = timer(process.platform === 'win32' ? 0 : graceMs);
      const second = await Promise.race([done, dead, grace.promise]);
      grace.cancel();
      if (typeof second === 'object') {
        const reply = readReply(second.content);
        // what finished all the same was not interrupted; a time limit it has missed
        const status = first === 'interrupted' && reply.status === 'ok' ? 'ok' : first;
        return { ...reply, status, outputs, kernelLost: false };
      }
      await this.kill();
      return { status: first, ...lost() };
    } catch {
      await this.kill();
      return { status: 'dead', ...lost() };
    } finally {
      limit.cancel();
      end.abort();
    }
  }

  /** The reply to an execution, once its idle status has come as well. */
  #completion(id: string, end: AbortSignal): Promise<KernelMessage> {
    let heard = performance.now();
    const idle = new Promise<void>((resolve) => {
      this.#statuses.set(id, ({ header, content }) => {
        heard = performance.now();
        if (header.msg_type === 'status' && content['execution_state'] === 'idle') resolve();
      });
    });
    const reply = new Promise<KernelMessage>((resolve) => this.#replies.set(id, resolve));
    end.addEventListener('abort', () => {
      this.#statuses.delete(id);
      this.#replies.delete(id);
    });
    return reply.then(async (message) => {
      // a kernel that loses messages may lose the idle status: its silence then ends the cell
      const silence = (async () => {
        while (!end.aborted && performance.now() - heard < lostIdleMs) await delay(100, end);
      })();
      heard = performance.now();
      await Promise.race([idle, silence]);
      return message;
    });
  }

  async #becomeReady(end: AbortSignal): Promise<void> {
    let echoed = false;
    let wait = 20;
    while (!echoed && !end.aborted) {
      const message = this.#message('shell', 'kernel_info_request', {});
      const id = message.header.msg_id;
      const echo = new Promise<void>((resolve) => {
        this.#statuses.set(id, () => {
          echoed = true;
          resolve();
        });
      });
      const reply = new Promise<KernelMessage>((resolve) => this.#replies.set(id, resolve));
      await this.send(message);
      // only the reply is waited for: until it comes, the kernel is still loading
      this.#info = (await reply).content;
      // the subscription may arrive after the first echo: then ask again
      await Promise.race([echo, delay(wait, end)]);
      wait = Math.min(wait * 2, 1_000);
      this.#replies.delete(id);
      this.#statuses.delete(id);
    }
  }

  #message(channel: Channel, type: string, content: JsonObject): KernelMessage {
    const header: MessageHeader = {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.session,
      username: 'lectern',
      date: new Date().toISOString(),
      version: '5.3',
    };
    return { channel, header, parent_header: {}, metadata: {}, content, buffers: [] };
  }

  async #receive(channel: Channel): Promise<void> {
    try {
      for await (const frames of this.#sockets.read(channel)) {
        this.#lastMessage = performance.now();
        let message: KernelMessage;
        try {
          message = decodeMessage(frames, this.#connection.key, channel);
        } catch {
          // not from our kernel: whoever wrote it does not know the key
          continue;
        }
        this.#dispatch(message);
      }
    } catch {
      // the socket was closed while it was read
    }
  }

  #dispatch(message: KernelMessage): void {
    const parent = message.parent_header.msg_id;
    if (parent !== undefined) {
      if (message.channel === 'iopub') {
        this.#collectors.get(parent)?.take(message);
        this.#statuses.get(parent)?.(message);
      } else if (message.channel !== 'stdin') {
        this.#replies.get(parent)?.(message);
      }
    }
    for (const listener of this.#listeners) listener(message);
  }
}

function readReply(content: JsonObject): Pick<Execution, 'status' | 'executionCount' | 'error'> {
  const count = content['execution_count'];
  const executionCount = typeof count === 'number' ? count : null;
  if (content['status'] === 'ok') return { status: 'ok', executionCount };
  // 'aborted' is the protocol's word, 'abort' that of some kernels
  if (content['status'] !== 'error') return { status: 'abort', executionCount };
  const traceback = Array.isArray(content['traceback']) ? content['traceback'].map(String) : [];
  const error = {
    ename: String(content['ename'] ?? 'Error'),
    evalue: String(content['evalue'] ?? ''),
    traceback,
  };
  return { status: 'error', executionCount, error };
}

/** Words for how a process ended: `code 1`, or `signal SIGKILL`. */
export function describeExit({ code, signal }: Pick<KernelExit, 'code' | 'signal'>): string {
  return signal === null ? `code ${code ?? 'unknown'}` : `signal ${signal}`;
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

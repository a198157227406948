import { randomUUID } from 'node:crypto';
import type { Router } from 'zeromq';
import type { Json, JsonObject } from '../format/notebook.js';
import { Cell, currentCell } from './cell.js';
import { decodeMessage, encodeMessage, type KernelMessage } from './client-message.js';
import { codePointOffset, utf16Offset } from './code-points.js';
import type { ConnectionInfo } from './connection.js';
import type { Engine, Outcome } from './engine.js';
import { History } from './history.js';
import { kernelInfo, protocolVersion } from './kernel-info.js';
import type { KernelSockets } from './sockets.js';
import { describeThrown, type Failure } from './thrown.js';

/** A request, with the frames that lead back to the client that sent it. */
interface Request {
  readonly message: KernelMessage;
  readonly identities: readonly Buffer[];
  readonly socket: Router;
}

/** What the server needs from the process it stands in. */
export interface KernelServerOptions {
  readonly connection: ConnectionInfo;
  readonly sockets: KernelSockets;
  /** Gives the engine, made at the first call. */
  engine(): Engine;
  /** Called once kernel_info has been answered: a good time to make the engine. */
  onReady(): void;
  /** Called when no cell is left to run. */
  onIdle(): void;
  /** Called after a shutdown has been answered. */
  onShutdown(): void;
}

/** The Jupyter kernel protocol over an {@link Engine}. Cells run in the order in which they came; the rest is answered at once. */
export class KernelServer {
  readonly #options: KernelServerOptions;
  readonly #session = randomUUID();
  readonly #history = new History();
  readonly #queue: Request[] = [];
  #executionCount = 0;
  /** Cells that were run without a number of their own. */
  #unnumbered = 0;
  /** Whether the queue is being worked through. */
  #draining = false;
  #running: Request | undefined;
  #runningCell: Cell | undefined;
  #lastCell: Cell | undefined;

  constructor(options: KernelServerOptions) {
    this.#options = options;
  }

  /** The cell to take what can be traced to none: the running one, else the last one. */
  get cell(): Cell | undefined {
    return this.#runningCell ?? this.#lastCell;
  }

  /** Answers requests until the sockets close. */
  start(): void {
    const { shell, control, heartbeat } = this.#options.sockets;
    this.#publish('status', { execution_state: 'starting' });
    void this.#serve(shell);
    void this.#serve(control);
    void this.#welcome();
    void (async () => {
      for await (const frames of heartbeat) await heartbeat.send(frames);
    })().catch(ignoreClosed);
  }

  /** Tells an error that came up outside the flow of any cell: it ends its cell, or is told on that cell's stderr. */
  reportUncaught(error: unknown): void {
    const cell = currentCell.getStore() ?? this.cell;
    const engine = this.#options.engine();
    if (cell?.running && cell === this.#runningCell) return engine.abort(error);
    const { traceback } = engine.describe(error);
    const text = `Uncaught, after the cell had ended: ${traceback.join('\n')}\n`;
    if (cell) cell.write('stderr', text);
    else process.stderr.write(text);
  }

  /** Greets each subscriber of iopub: from then on it misses nothing. */
  async #welcome(): Promise<void> {
    const { iopub } = this.#options.sockets;
    try {
      for await (const [frame] of iopub) {
        // 1 subscribes, 0 leaves
        if (frame?.[0] !== 1) continue;
        const topic = frame.toString('utf8', 1);
        const welcome = this.#encode('iopub_welcome', { subscription: topic }, 'iopub');
        iopub.send([topic, ...welcome]).catch(ignoreClosed);
      }
    } catch (error) {
      ignoreClosed(error);
    }
  }

  async #serve(socket: Router): Promise<void> {
    try {
      for await (const frames of socket) this.#receive(socket, frames);
    } catch (error) {
      ignoreClosed(error);
    }
  }

  #receive(socket: Router, frames: Buffer[]): void {
    const { connection, sockets } = this.#options;
    let message: KernelMessage;
    try {
      message = decodeMessage(frames, connection.key, socket === sockets.shell ? 'shell' : 'control');
    } catch {
      // unsigned, or no message at all: not from a client of ours
      return;
    }
    const end = frames.findIndex((frame) => frame.equals(delimiter));
    const request = { message, identities: frames.slice(0, end), socket };
    if (message.header.msg_type === 'execute_request') {
      this.#queue.push(request);
      if (!this.#draining) void this.#runQueue();
      return;
    }
    this.#handle(request);
  }

  #handle(request: Request): void {
    const { header, content } = request.message;
    const type = header.msg_type;
    this.#publish('status', { execution_state: 'busy' }, request);
    try {
      const reply = this.#answer(type, content, request);
      if (reply) this.#reply(request, type.replace(/_request$/, '_reply'), reply);
    } catch (error) {
      const failure = this.#options.engine().describe(error);
      this.#reply(request, type.replace(/_request$/, '_reply'), errorContent(failure));
    }
    this.#publish('status', { execution_state: 'idle' }, request);
    // clients take the last status for the kernel's: it is still busy with the cell
    if (this.#running) this.#publish('status', { execution_state: 'busy' }, this.#running);
    if (type === 'shutdown_request') this.#options.onShutdown();
    if (type === 'kernel_info_request') this.#options.onReady();
  }

  /** The content of the reply; undefined for messages that have none. */
  #answer(type: string, content: JsonObject, request: Request): JsonObject | undefined {
    const engine = this.#options.engine;
    const code = typeof content['code'] === 'string' ? content['code'] : '';
    switch (type) {
      case 'kernel_info_request':
        return kernelInfo() as JsonObject;
      case 'is_complete_request':
        return { ...engine().judge(code) };
      case 'complete_request': {
        const offset = utf16Offset(code, cursor(content, code));
        const { start, end, candidates } = engine().complete(code, offset);
        return {
          status: 'ok',
          matches: candidates,
          cursor_start: codePointOffset(code, start),
          cursor_end: codePointOffset(code, end),
          metadata: {},
        };
      }
      case 'inspect_request': {
        const data = engine().inspect(code, utf16Offset(code, cursor(content, code)));
        return {
          status: 'ok',
          found: data !== undefined,
          data: { ...data } as JsonObject,
          metadata: {},
        };
      }
      case 'history_request':
        return { status: 'ok', history: this.#history.find(content) as Json };
      case 'comm_info_request':
        return { status: 'ok', comms: {} };
      case 'comm_open':
        // no targets here: the other side is told at once
        this.#publish('comm_close', { comm_id: content['comm_id'] ?? '', data: {} }, request);
        return undefined;
      case 'interrupt_request':
        engine().interrupt();
        return { status: 'ok' };
      case 'shutdown_request':
        return { status: 'ok', restart: content['restart'] === true };
      default:
        if (!type.endsWith('_request')) return undefined;
        return errorContent({
          ename: 'UnknownRequest',
          evalue: `Cannot answer ${type}: this kernel does not support it`,
          traceback: [],
        });
    }
  }

  async #runQueue(): Promise<void> {
    this.#draining = true;
    for (let request = this.#queue.shift(); request; request = this.#queue.shift()) {
      this.#running = request;
      try {
        const refused = await this.#run(request);
        for (const waiting of refused) this.#refuse(waiting);
      } finally {
        this.#running = undefined;
      }
    }
    this.#draining = false;
    this.#options.onIdle();
  }

  /** Runs one cell. Gives the requests that are not to run because it failed. */
  async #run(request: Request): Promise<Request[]> {
    const { content } = request.message;
    const code = typeof content['code'] === 'string' ? content['code'] : '';
    const silent = content['silent'] === true;
    const stored = !silent && content['store_history'] !== false;
    this.#publish('status', { execution_state: 'busy' }, request);
    if (stored) {
      this.#executionCount++;
      this.#history.add(this.#executionCount, code);
    }
    const count = this.#executionCount;
    if (!silent) this.#publish('execute_input', { code, execution_count: count }, request);
    const cell = new Cell((type, body) => {
      if (!silent) this.#publish(type, body, request);
    });
    this.#runningCell = cell;
    let outcome: Outcome;
    let expressions: JsonObject = {};
    try {
      const engine = this.#options.engine();
      outcome = await currentCell.run(cell, () =>
        engine.execute(code, stored ? `cell-${count}` : `unnumbered-${++this.#unnumbered}`),
      );
      if (outcome.kind === 'ok' && outcome.result && !silent) {
        try {
          cell.result(count, outcome.result.data, outcome.result.metadata);
          if (stored) this.#history.setOutput(count, String(outcome.result.data['text/plain']));
        } catch (error) {
          outcome = { kind: 'error', failure: engine.describe(error) };
        }
      }
      if (outcome.kind === 'ok') expressions = await this.#evaluate(engine, content['user_expressions']);
    } catch (error) {
      // no fault of the cell, but the client must hear of it
      outcome = { kind: 'error', failure: describeThrown(error) };
    } finally {
      cell.running = false;
      this.#runningCell = undefined;
      this.#lastCell = cell;
    }
    const failed = outcome.kind === 'error';
    // settled before the client hears of the failure: what it sends then is to run
    const refused = failed && content['stop_on_error'] !== false ? await this.#takeWaiting() : [];
    if (outcome.kind === 'error') cell.error(outcome.failure);
    cell.flush();
    this.#reply(
      request,
      'execute_reply',
      outcome.kind === 'error'
        ? { ...errorContent(outcome.failure), execution_count: count, user_expressions: {}, payload: [] }
        : {
            status: 'ok',
            execution_count: count,
            user_expressions: expressions,
            payload: cell.payload as unknown as Json,
          },
    );
    this.#publish('status', { execution_state: 'idle' }, request);
    return refused;
  }

  /** Evaluates the expressions that a client asked for beside the cell. */
  async #evaluate(engine: Engine, wanted: Json | undefined): Promise<JsonObject> {
    const results: JsonObject = {};
    if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return results;
    for (const [name, expression] of Object.entries(wanted)) {
      const unseen = new Cell(() => undefined);
      const outcome = await currentCell.run(unseen, () =>
        engine.execute(`(${String(expression)})`, 'expression'),
      );
      unseen.running = false;
      results[name] =
        outcome.kind === 'error'
          ? errorContent(outcome.failure)
          : ({
              status: 'ok',
              data: outcome.result?.data ?? { 'text/plain': 'undefined' },
              metadata: outcome.result?.metadata ?? {},
            } as JsonObject);
    }
    return results;
  }

  /** Takes the cells that were sent before now out of the queue. */
  async #takeWaiting(): Promise<Request[]> {
    // requests that came while the cell kept the event loop busy are still in the socket
    for (let quiet = 0, known = this.#queue.length; quiet < quietTurns; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#queue.length === known) continue;
      known = this.#queue.length;
      quiet = 0;
    }
    return this.#queue.splice(0);
  }

  /** Answers a cell that is not run, because one before it failed. */
  #refuse(request: Request): void {
    this.#publish('status', { execution_state: 'busy' }, request);
    this.#reply(request, 'execute_reply', { status: 'aborted', execution_count: this.#executionCount });
    this.#publish('status', { execution_state: 'idle' }, request);
  }

  #publish(type: string, content: Record<string, unknown>, request?: Request): void {
    const frames = this.#encode(type, content as JsonObject, 'iopub', request);
    this.#options.sockets.iopub.send([`kernel.${this.#session}.${type}`, ...frames]).catch(ignoreClosed);
  }

  #reply(request: Request, type: string, content: JsonObject): void {
    const frames = this.#encode(type, content, request.message.channel, request);
    request.socket.send([...request.identities, ...frames]).catch(ignoreClosed);
  }

  #encode(type: string, content: JsonObject, channel: KernelMessage['channel'], request?: Request): Buffer[] {
    const header = {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.#session,
      username: 'kernel',
      date: new Date().toISOString(),
      version: protocolVersion,
    };
    const parent = request?.message.header ?? {};
    const message = { channel, header, parent_header: parent, metadata: {}, content, buffers: [] };
    return encodeMessage(message, this.#options.connection.key);
  }
}

/** Turns of the event loop without a new request after which the socket is taken to be empty. */
const quietTurns = 5;

const delimiter = Buffer.from('<IDS|MSG>');

function errorContent({ ename, evalue, traceback }: Failure): JsonObject {
  return { status: 'error', ename, evalue, traceback: [...traceback] };
}

/** The cursor's place in code points; the end of the code where a client gives none. */
function cursor(content: JsonObject, code: string): number {
  const position = content['cursor_pos'];
  return typeof position === 'number' && position >= 0 ? position : code.length;
}

/** A socket that is closed while it sends or waits is no error: the kernel is ending. */
function ignoreClosed(error: unknown): void {
  const code = (error as { code?: unknown }).code;
  if (code !== 'EBADF' && code !== 'EAGAIN' && code !== 'EHOSTUNREACH') throw error;
}

import type { JsonObject, Output } from '../format/notebook.js';
import type { Conversation } from './client-conversation.js';
import type { KernelMessage } from './client-message.js';
import type { OutputCollector, OutputEvent, OutputLimits } from './client-outputs.js';
import type { KernelProcess } from './client-process.js';
import { aborted, delay, timer } from './client-time.js';

/** Options for `KernelClient.execute`. */
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

interface Kernel {
  readonly conversation: Conversation;
  readonly process: KernelProcess;
}

/** Runs a cell to its end; the status tells what the cell or the kernel did. */
export async function executeCell(
  { conversation, process: kernelProcess }: Kernel,
  code: string,
  collector: OutputCollector,
  { timeoutMs = null, graceMs = 2_000, signal, silent = false }: ExecuteOptions,
): Promise<Execution> {
  const { outputs } = collector;
  const lost = () => ({ executionCount: collector.executionCount, outputs, kernelLost: true });
  const kill = () => {
    kernelProcess.kill();
    return conversation.exited;
  };
  if (!kernelProcess.alive) return { status: 'dead', ...lost() };
  if (signal?.aborted) return { status: 'interrupted', executionCount: null, outputs, kernelLost: false };
  const message = conversation.message('shell', 'execute_request', {
    code,
    silent,
    store_history: !silent,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  });
  const id = message.header.msg_id;
  conversation.collect(id, collector);
  const end = new AbortController();
  const limit = timer(timeoutMs);
  try {
    const done = completion(conversation, id, end.signal);
    const dead = conversation.exited.then(() => 'dead' as const);
    await conversation.send(message);
    const first = await Promise.race([
      done,
      dead,
      limit.promise.then(() => 'timeout' as const),
      aborted(signal, end.signal).catch(() => 'interrupted' as const),
    ]);
    if (first === 'dead') return { status: 'dead', ...lost() };
    if (typeof first === 'object') return { ...readReply(first.content), outputs, kernelLost: false };
    kernelProcess.interrupt();
    const grace = timer(process.platform === 'win32' ? 0 : graceMs);
    const second = await Promise.race([done, dead, grace.promise]);
    grace.cancel();
    if (typeof second === 'object') {
      const reply = readReply(second.content);
      // what finished all the same was not interrupted; a time limit it has missed
      const status = first === 'interrupted' && reply.status === 'ok' ? 'ok' : first;
      return { ...reply, status, outputs, kernelLost: false };
    }
    await kill();
    return { status: first, ...lost() };
  } catch {
    await kill();
    return { status: 'dead', ...lost() };
  } finally {
    limit.cancel();
    end.abort();
  }
}

/** The reply to an execution, once its idle status has come as well. */
function completion(conversation: Conversation, id: string, end: AbortSignal): Promise<KernelMessage> {
  let heard = performance.now();
  const idle = new Promise<void>((resolve) => {
    conversation.onStatus(id, ({ header, content }) => {
      heard = performance.now();
      if (header.msg_type === 'status' && content['execution_state'] === 'idle') resolve();
    });
  });
  const reply = conversation.reply(id);
  end.addEventListener('abort', () => conversation.forget(id));
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

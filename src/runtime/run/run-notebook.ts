import type { CodeCell, JsonObject, Notebook } from '../format/notebook.js';
import { describeExit, KernelClient, type Execution } from '../kernel/client.js';
import type { OutputLimits } from '../kernel/client-outputs.js';
import { gravest, type CellResult, type CellStatus, type RunResult, type RunStatus } from './result.js';

/** Options for {@link runNotebook}. */
export interface RunOptions extends OutputLimits {
  /** Folder in which the kernel runs, usually that of the notebook. @default process.cwd() */
  readonly cwd?: string;
  /** Gives the kernel; the run uses it up. @default KernelClient.start */
  readonly kernel?: (cwd: string) => Promise<KernelClient>;
  /** Seconds that one cell may take. @default null, no limit */
  readonly cellTimeout?: number | null;
  /** Seconds that the whole run may take, the start of the kernel included. @default null, no limit */
  readonly notebookTimeout?: number | null;
  /** Seconds that an interrupted cell has to end before the kernel is killed. @default 2 */
  readonly grace?: number;
  /** Whether the cells after a failed one are run. A cell tagged `raises-exception` may always fail. @default false */
  readonly allowErrors?: boolean;
  /** What cells that did not run show: nothing, or the outputs that they had. @default 'clear' */
  readonly unrun?: 'clear' | 'keep';
  /** Ends the run: the running cell is interrupted and what is finished is kept. */
  readonly signal?: AbortSignal;
  /** Is told before each cell. */
  readonly onCellStart?: (cell: number, notebook: Notebook) => void;
  /** Is told after each cell, with the notebook as it then stands. */
  readonly onCellEnd?: (result: CellResult, notebook: Notebook) => void;
}

/** Kernels that a notebook may ask for. */
const knownKernels = ['tslab'];

/**
 * Runs every code cell of a notebook, in order, in a kernel of its own. What a cell or the kernel does is told by the result,
 * never thrown. The same notebook gives the same notebook back, byte by byte: no times are written.
 *
 * @returns The result with a new notebook; the given one is not changed.
 * @throws {RangeError} If a limit is not a positive number, or the notebook asks for a kernel that is not known.
 */
export async function runNotebook(notebook: Notebook, options: RunOptions = {}): Promise<RunResult> {
  const { cellTimeout = null, notebookTimeout = null, grace = 2 } = options;
  checkSeconds('cellTimeout', cellTimeout);
  checkSeconds('notebookTimeout', notebookTimeout);
  checkSeconds('grace', grace);
  checkKernel(notebook);
  return new Run(notebook, { ...options, cellTimeout, notebookTimeout, grace }).run();
}

/**
 * @throws {RangeError} If the notebook asks for a kernel that is not known; the message names it.
 */
export function checkKernel({ metadata }: Notebook): void {
  const name = metadata.kernelspec?.name ?? 'tslab';
  if (!knownKernels.includes(name)) {
    throw new RangeError(
      `it asks for the kernel "${name}", known is ${knownKernels.map((known) => `"${known}"`).join(', ')}; ` +
        'set metadata.kernelspec.name if it holds TypeScript',
    );
  }
}

class Run {
  readonly #notebook: Notebook;
  readonly #options: RunOptions;
  readonly #started = performance.now();
  readonly #deadline: number;
  readonly #results: CellResult[] = [];
  #reason: string | undefined;

  constructor(notebook: Notebook, options: RunOptions) {
    this.#options = options;
    this.#deadline = this.#started + (options.notebookTimeout ?? Infinity) * 1000;
    this.#notebook = {
      ...notebook,
      metadata: { ...notebook.metadata },
      cells: notebook.cells.map((cell) => ({ ...cell })),
    };
    if (options.unrun !== 'keep') for (const cell of this.#notebook.cells) if (willRun(cell)) clear(cell);
  }

  async run(): Promise<RunResult> {
    let kernel: KernelClient | undefined;
    let status: RunStatus;
    try {
      kernel = await this.#startKernel();
      this.#describeKernel(kernel.info);
      status = await this.#runCells(kernel);
    } catch (error) {
      status = this.#endedEarly() ?? 'dead';
      if (status === 'dead') this.#reason = error instanceof Error ? error.message : String(error);
    }
    void kernel?.shutdown({ graceMs: 500 });
    for (const [index, cell] of this.#notebook.cells.entries()) {
      if (cell.cell_type === 'code' && !this.#results.some((result) => result.cell === index + 1)) {
        this.#results.push(result(index, cell, willRun(cell) ? 'not-run' : 'skipped', 0));
      }
    }
    return {
      status,
      notebook: this.#notebook,
      cells: this.#results,
      seconds: (performance.now() - this.#started) / 1000,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
    };
  }

  /** A kernel, unless the run ends before it is there. */
  async #startKernel(): Promise<KernelClient> {
    const {
      kernel: start = (cwd) => KernelClient.start({ cwd }),
      cwd = process.cwd(),
      signal,
    } = this.#options;
    const started = start(cwd).then((kernel) => this.#warmUp(kernel));
    let stop: () => void = () => undefined;
    const ended = new Promise<never>((_, reject) => {
      const end = (): void => reject(new Error('the run has ended'));
      const left = this.#deadline - performance.now();
      // a timer may fire a millisecond early, and the deadline must be past by then
      const limit = left === Infinity ? undefined : setTimeout(end, Math.ceil(left) + 1);
      signal?.addEventListener('abort', end);
      if (signal?.aborted) end();
      stop = () => {
        clearTimeout(limit);
        signal?.removeEventListener('abort', end);
      };
    });
    try {
      return await Promise.race([started, ended]);
    } catch (error) {
      // one that comes too late is not left behind
      started.then(
        (kernel) => kernel.kill(),
        () => undefined,
      );
      throw error;
    } finally {
      stop();
    }
  }

  /** The first cell's time limit must not pay for the compiler's start: a cell without code, not counted, does. */
  async #warmUp(kernel: KernelClient): Promise<KernelClient> {
    if (this.#options.cellTimeout !== null) await kernel.execute('', { silent: true });
    return kernel;
  }

  async #runCells(kernel: KernelClient): Promise<RunStatus> {
    const statuses: RunStatus[] = [];
    for (const [index, cell] of this.#notebook.cells.entries()) {
      if (cell.cell_type !== 'code') continue;
      const early = this.#endedEarly();
      if (early) return gravest([...statuses, early]);
      if (!willRun(cell)) {
        this.#results.push(result(index, cell, 'skipped', 0));
        continue;
      }
      this.#options.onCellStart?.(index + 1, this.#notebook);
      const done = await this.#runCell(kernel, cell, index);
      this.#results.push(done);
      this.#options.onCellEnd?.(done, this.#notebook);
      const status = runStatus(done.status);
      statuses.push(status);
      const goesOn = status === 'ok' || (status === 'timeout' && this.#options.allowErrors);
      if (!goesOn || !kernel.alive) break;
    }
    return gravest(statuses);
  }

  async #runCell(kernel: KernelClient, cell: CodeCell, index: number): Promise<CellResult> {
    const { cellTimeout = null, grace = 2, signal } = this.#options;
    clear(cell);
    const start = performance.now();
    const limit = cellTimeout === null ? Infinity : cellTimeout * 1000;
    const left = Math.max(0, this.#deadline - start);
    const execution = await kernel.execute(cell.source, {
      ...limits(this.#options),
      ...(Math.min(limit, left) === Infinity ? {} : { timeoutMs: Math.min(limit, left) }),
      graceMs: grace * 1000,
      ...(signal ? { signal } : {}),
    });
    // the same list: what comes late is still added, as long as the kernel lives
    cell.outputs = execution.outputs;
    cell.execution_count = execution.executionCount;
    const status = this.#cellStatus(execution, cell);
    const seconds = (performance.now() - start) / 1000;
    const error = await this.#explain(kernel, execution, left < limit);
    if (error && execution.status !== 'error') {
      // the kernel's word that it was interrupted says less than ours, why
      const last = cell.outputs.at(-1);
      if (last?.output_type === 'error' && last.ename === 'Interrupted') cell.outputs.pop();
      cell.outputs.push({ output_type: 'error', ...error, traceback: [...error.traceback] });
    }
    return { ...result(index, cell, status, seconds), ...(error ? { error } : {}) };
  }

  #cellStatus({ status }: Execution, cell: CodeCell): CellStatus {
    switch (status) {
      case 'error':
        return this.#options.allowErrors || cell.metadata.tags?.includes('raises-exception')
          ? 'allowed'
          : 'failed';
      case 'abort':
        return 'failed';
      default:
        return status;
    }
  }

  /** An error to show for a cell that did not end by itself; the kernel's own for one that did. */
  async #explain(
    kernel: KernelClient,
    { status, error, kernelLost }: Execution,
    notebookLimit: boolean,
  ): Promise<CellResult['error']> {
    const own = (ename: string, evalue: string): CellResult['error'] => ({
      ename,
      evalue,
      traceback: [`${ename}: ${evalue}`],
    });
    switch (status) {
      case 'ok':
        return undefined;
      case 'error':
        return error;
      case 'abort':
        return own('CellNotRun', 'the kernel refused to run the cell');
      case 'timeout': {
        const { cellTimeout, notebookTimeout } = this.#options;
        const which = notebookLimit
          ? `the notebook ran longer than ${notebookTimeout} s`
          : `the cell ran longer than ${cellTimeout} s`;
        return own(
          'TimeoutError',
          kernelLost ? `${which}, could not be interrupted, and its kernel was killed` : which,
        );
      }
      case 'interrupted':
        return own(
          'Interrupted',
          kernelLost ? 'the run was interrupted, and the kernel was killed' : 'the run was interrupted',
        );
      case 'dead': {
        const exit = await kernel.exited;
        return own('KernelDied', `the kernel ended with ${describeExit(exit)} while the cell ran`);
      }
    }
  }

  #endedEarly(): 'timeout' | 'interrupted' | undefined {
    if (this.#options.signal?.aborted) {
      this.#reason = 'the run was interrupted';
      return 'interrupted';
    }
    if (performance.now() < this.#deadline) return undefined;
    this.#reason = `the notebook ran longer than ${this.#options.notebookTimeout} s`;
    return 'timeout';
  }

  /** Notes the kernel's language, as nbclient does; the kernel's name only where none is given. */
  #describeKernel(info: JsonObject): void {
    const { metadata } = this.#notebook;
    metadata.kernelspec ??= { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
    const language = info['language_info'];
    if (
      typeof language === 'object' &&
      language !== null &&
      !Array.isArray(language) &&
      typeof language['name'] === 'string'
    ) {
      metadata.language_info = language as { name: string };
    }
  }
}

/** Whether a cell holds code that is to be run. */
export function willRun(cell: Notebook['cells'][number]): cell is CodeCell {
  return (
    cell.cell_type === 'code' && cell.source.trim() !== '' && !cell.metadata.tags?.includes('skip-execution')
  );
}

function clear(cell: CodeCell): void {
  cell.outputs = [];
  cell.execution_count = null;
  // times of an earlier run by another program
  const { execution: _, ...metadata } = cell.metadata;
  cell.metadata = metadata;
}

function result(index: number, cell: CodeCell, status: CellStatus, seconds: number): CellResult {
  return { cell: index + 1, id: cell.id, status, executionCount: cell.execution_count, seconds };
}

function runStatus(status: CellStatus): RunStatus {
  return status === 'skipped' || status === 'allowed' || status === 'not-run' ? 'ok' : status;
}

function limits({ maxOutputBytes, maxOutputs }: OutputLimits): OutputLimits {
  return {
    ...(maxOutputBytes === undefined ? {} : { maxOutputBytes }),
    ...(maxOutputs === undefined ? {} : { maxOutputs }),
  };
}

function checkSeconds(name: string, value: number | null): void {
  if (value !== null && !(value >= 0)) {
    throw new RangeError(`Cannot run notebook: ${name} must be 0 or more seconds, current value is ${value}`);
  }
}

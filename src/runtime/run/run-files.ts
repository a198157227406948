import { dirname, resolve } from 'node:path';
import type { Notebook } from '../format/notebook.js';
import { readNotebook } from '../format/read-notebook.js';
import { KernelPool } from '../kernel/pool.js';
import { compareOutputs, type Difference } from './compare.js';
import { isFinished } from './is-finished.js';
import { OutputSaver } from './output-saver.js';
import { setParameters } from './parameters.js';
import { gravest, type CellResult, type RunResult, type RunStatus } from './result.js';
import { checkKernel, runNotebook, type RunOptions } from './run-notebook.js';

/** A notebook's file, and where its result goes, if anywhere. */
export interface FileJob {
  readonly input: string;
  readonly output?: string;
}

/** Options for {@link runFiles}. */
export interface FilesOptions extends Omit<
  RunOptions,
  'cwd' | 'kernel' | 'unrun' | 'onCellStart' | 'onCellEnd'
> {
  /** Notebooks run at the same time. @default 1 */
  readonly jobs?: number;
  /** Constants to set, by name, as text. */
  readonly parameters?: ReadonlyMap<string, string>;
  /** Whether fresh outputs are compared with the stored ones; a difference makes a notebook fail. @default false */
  readonly check?: boolean;
  /** Whether notebooks whose output is whole already are passed over. @default false */
  readonly resume?: boolean;
  /** Whether missing and repeated cell ids are replaced. @default false */
  readonly repairIds?: boolean;
  /** The pool that gives the kernels, those of the first notebooks being prepared already. @default one of its own */
  readonly pool?: KernelPool;
  readonly onStart?: (job: FileJob, notebook: Notebook) => void;
  readonly onCell?: (job: FileJob, result: CellResult) => void;
  readonly onEnd?: (result: FileResult) => void;
}

/** What became of one notebook's file. */
export interface FileResult extends Omit<RunResult, 'notebook'>, FileJob {
  /** Where fresh outputs differ from the stored ones; empty without `check`. */
  readonly differences: readonly Difference[];
  /** Whether the file was passed over, its output being whole already. */
  readonly resumed: boolean;
  /** Why the output could not be saved. */
  readonly saveError?: string;
}

/**
 * Runs notebooks from files, some at the same time, each in a kernel and folder of its own; while they run, the next kernel
 * warms up. A result is saved after every cell. After an abort no further notebook is begun.
 *
 * @returns One result a job, in their order; those not begun are left out.
 * @throws {Error} If a notebook cannot be read, or a parameter does not fit.
 */
export async function runFiles(jobs: readonly FileJob[], options: FilesOptions = {}): Promise<FileResult[]> {
  const { jobs: width = 1, signal } = options;
  if (!Number.isInteger(width) || width < 1) {
    throw new RangeError(
      `Cannot run notebooks: jobs must be an integer of 1 or more, current value is ${width}`,
    );
  }
  const pool = options.pool ?? new KernelPool({ size: 0 });
  const results: (FileResult | undefined)[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < jobs.length && !signal?.aborted) {
      const index = next++;
      const upcoming = jobs[index + width];
      const result = await runFile(jobs[index]!, options, pool, () => {
        if (upcoming && !options.resume) pool.prepare(folderOf(upcoming));
      });
      results[index] = result;
      options.onEnd?.(result);
    }
  };
  try {
    if (!options.pool && !options.resume) for (const job of jobs.slice(0, width)) pool.prepare(folderOf(job));
    await Promise.all(Array.from({ length: Math.min(width, jobs.length) }, work));
  } finally {
    if (!options.pool) await pool.dispose();
  }
  return results.filter((result): result is FileResult => result !== undefined);
}

/** The status of a set of files: the gravest of theirs. */
export function statusOf(results: readonly FileResult[]): RunStatus {
  return gravest(results.map(({ status }) => status));
}

async function runFile(
  job: FileJob,
  options: FilesOptions,
  pool: KernelPool,
  onKernel: () => void,
): Promise<FileResult> {
  const { input, output } = job;
  const stored = await readJob(job, options);
  options.onStart?.(job, stored);
  if (
    options.resume &&
    output !== undefined &&
    (await isOutputFinished(stored, output, options.allowErrors ?? false))
  ) {
    return { ...job, status: 'ok', cells: [], seconds: 0, differences: [], resumed: true };
  }
  const saver = output === undefined ? undefined : new OutputSaver(output);
  const { notebook, ...result } = await runNotebook(stored, {
    ...options,
    cwd: folderOf(job),
    kernel: async (cwd) => {
      const kernel = await pool.take(cwd);
      onKernel();
      return kernel;
    },
    unrun: output !== undefined && resolve(output) === resolve(input) ? 'keep' : 'clear',
    onCellEnd: (cell, notebook) => {
      saver?.save(notebook);
      options.onCell?.(job, cell);
    },
  });
  const saveError = await saver?.finish(notebook).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const ran = new Set(result.cells.filter(({ status }) => status !== 'not-run').map(({ id }) => id));
  const differences = options.check ? compareOutputs(stored, notebook, ran) : [];
  const status = result.status === 'ok' && differences.length > 0 ? 'failed' : result.status;
  return {
    ...job,
    ...result,
    status,
    differences,
    resumed: false,
    ...(saveError === undefined ? {} : { saveError }),
  };
}

/**
 * Reads a job's notebook and sets its parameters.
 *
 * @throws {Error} If it cannot be read or run, or a parameter does not fit; the message names the file.
 */
export async function readJob(
  { input }: FileJob,
  { parameters = new Map(), repairIds = false }: Pick<FilesOptions, 'parameters' | 'repairIds'>,
): Promise<Notebook> {
  const notebook = await readNotebook(input, { repairIds });
  try {
    checkKernel(notebook);
    return setParameters(notebook, parameters);
  } catch (error) {
    throw new RangeError(`Cannot run ${input}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function isOutputFinished(notebook: Notebook, output: string, allowErrors: boolean): Promise<boolean> {
  try {
    return isFinished(notebook, await readNotebook(output), allowErrors);
  } catch {
    // missing or broken: it is made anew
    return false;
  }
}

/** The folder of a job's notebook, in which its kernel runs. */
export function folderOf({ input }: FileJob): string {
  return dirname(resolve(input));
}

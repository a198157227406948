import { stripVTControlCharacters } from 'node:util';
import { writeFileAtomic } from '../runtime/format/write-file-atomic.js';
import { KernelPool } from '../runtime/kernel/pool.js';
import { describeDifferences } from '../runtime/run/compare.js';
import { jsonReport, junitReport } from '../runtime/run/reports.js';
import { exitCodes, type CellResult } from '../runtime/run/result.js';
import { folderOf, readJob, runFiles, statusOf, type FileResult } from '../runtime/run/run-files.js';
import { willRun } from '../runtime/run/run-notebook.js';
import { readRunArguments, type ReportTarget, type RunArguments } from './run-arguments.js';
import { RunProgress } from './run-progress.js';

const usage = `Runs notebooks from top to bottom, each in a kernel of its own.

Usage: lectern run NOTEBOOK… [options]

  -o, --output FILE|DIR       save the result there, after every cell (several notebooks: a folder)
      --inplace               save the result in the notebook itself
  -p NAME=VALUE               set a constant of a cell tagged "parameters", or of a knob; may be repeated
      --timeout S             stop a cell after S seconds
      --notebook-timeout S    stop a notebook after S seconds, the start of its kernel included
      --allow-errors          go on after a cell that fails, and do not count it as a failure
  -j, --jobs N                run N notebooks at the same time (default 1)
      --check                 compare the outputs with the stored ones, byte for byte
      --resume                pass over notebooks whose output is whole already
      --repair-ids            give a new id to cells that have none, or that of an earlier cell
      --report json=FILE      write a report; junit=FILE for continuous integration; may be repeated
      --json                  write the JSON report to standard output
  -h, --help                  show this text

Without --output and --inplace nothing is saved. A cell tagged "raises-exception" may fail; one tagged
"skip-execution" is not run. Ctrl-C stops the running cell and saves what is finished.

Exit codes: 0 all well, 1 a cell or a comparison failed, 2 usage, unreadable input or unwritable output,
3 time limit, 4 a kernel died, 130 interrupted.

Example:
  lectern run notebooks/06-t5-c4.ipynb --output /tmp/out.ipynb --timeout 60 -p SHARDS=2
`;

/** Lines of a traceback that are shown. */
const maxTraceback = 20;

/** `lectern run`: gives the exit code. */
export async function run(args: string[]): Promise<number> {
  let wanted: RunArguments;
  try {
    wanted = await readRunArguments(args);
  } catch (error) {
    process.stderr.write(`lectern run: Cannot run: ${messageOf(error)}\nTry "lectern run --help".\n`);
    return 2;
  }
  if (wanted.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { jobs, options } = wanted;
  const pool = new KernelPool({ size: 0 });
  const interrupt = catchInterrupts();
  try {
    // the first kernels start while the notebooks are read
    if (!options.resume) for (const job of jobs.slice(0, options.jobs)) pool.prepare(folderOf(job));
    const problems = await unreadable(wanted);
    if (problems.length > 0) {
      for (const problem of problems) process.stderr.write(`lectern run: ${problem}\n`);
      return 2;
    }
    return await runAll(wanted, pool, interrupt.signal);
  } catch (error) {
    process.stderr.write(`lectern run: ${messageOf(error)}\n`);
    return 2;
  } finally {
    interrupt.release();
    await pool.dispose();
  }
}

async function runAll(
  { jobs, options, reports }: RunArguments,
  pool: KernelPool,
  signal: AbortSignal,
): Promise<number> {
  const progress = new RunProgress(process.stderr, jobs.length);
  const results = await runFiles(jobs, {
    ...options,
    pool,
    signal,
    onStart: ({ input }, { cells }) => progress.start(input, cells.filter(willRun).length),
    onCell: ({ input }) => progress.step(input),
    onEnd: (result) => {
      progress.end(result.input);
      progress.print(describe(result));
    },
  });
  const begun = new Set(results.map(({ input }) => input));
  for (const { input } of jobs) if (!begun.has(input)) progress.print(`${input}: not run`);
  let code = exitCodes[signal.aborted ? 'interrupted' : statusOf(results)];
  if (results.some(({ saveError }) => saveError !== undefined)) code = 2;
  for (const report of reports) if (!(await write(report, results))) code = 2;
  return code;
}

/** Why notebooks cannot be run, told before any is. */
async function unreadable({ jobs, options }: RunArguments): Promise<string[]> {
  const problems: string[] = [];
  for (const job of jobs)
    await readJob(job, options).catch((error: unknown) => problems.push(messageOf(error)));
  return problems;
}

async function write({ kind, file }: ReportTarget, results: readonly FileResult[]): Promise<boolean> {
  const text = kind === 'json' ? jsonReport(results) : junitReport(results);
  try {
    if (file === '-') process.stdout.write(text);
    else await writeFileAtomic(file, text);
    return true;
  } catch (error) {
    process.stderr.write(`lectern run: ${messageOf(error)}\n`);
    return false;
  }
}

/** One notebook's outcome in words: a line when all is well, else what went wrong and where. */
function describe({
  input,
  status,
  cells,
  reason,
  differences,
  resumed,
  saveError,
  output,
}: FileResult): string {
  if (resumed) return `${input}: done already (${output})`;
  const count = (...statuses: CellResult['status'][]): number =>
    cells.filter((cell) => statuses.includes(cell.status)).length;
  const ran = cells.length - count('skipped', 'not-run');
  const parts = [
    `${ran} ${ran === 1 ? 'cell' : 'cells'} ran`,
    ...(count('allowed') > 0 ? [`${count('allowed')} of them raised an error, as allowed`] : []),
    ...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []),
    ...(count('not-run') > 0 ? [`${count('not-run')} not run`] : []),
  ];
  const lines = [`${input}: ${status === 'ok' ? 'ok' : status.toUpperCase()}, ${parts.join(', ')}`];
  for (const cell of cells) {
    if (cell.error && cell.status !== 'allowed') lines.push(...describeFailure(cell));
  }
  if (reason !== undefined) lines.push(indent(reason));
  if (differences.length > 0) {
    lines.push('  stored outputs differ from fresh ones:', indent(indent(describeDifferences(differences))));
  }
  if (saveError !== undefined) lines.push(`lectern run: ${saveError}`);
  return lines.join('\n');
}

function describeFailure({ cell, id, error }: CellResult): string[] {
  if (!error) return [];
  const [first = '', ...more] = error.evalue.split('\n');
  const head = `${error.ename}: ${first}`;
  const trace = stripVTControlCharacters(error.traceback.join('\n')).split('\n');
  // the traceback often begins with the message, and often holds the rest of it
  const rest = trace[0] === head || trace[0] === first ? trace.slice(1) : trace;
  const unsaid = more.filter((line) => !trace.includes(line));
  return [
    indent(`cell ${cell} (id "${id}"): ${head}`),
    ...[...unsaid, ...rest].slice(0, maxTraceback).map((line) => indent(indent(line))),
  ];
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

/** Ctrl-C ends the run in good order; a second one ends it at once. */
function catchInterrupts(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    if (process.stderr.isTTY)
      process.stderr.write('\nStopping: what is finished is saved. Press Ctrl-C again to stop at once.\n');
    controller.abort(new Error('the run was interrupted'));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of signals) process.off(name, stop);
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

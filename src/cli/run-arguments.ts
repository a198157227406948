import { access, constants, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { makeFolder } from '#setup/make-folder.mjs';
import { parseArgs } from 'node:util';
import type { FileJob, FilesOptions } from '../runtime/run/run-files.js';

/** A report to write. */
export interface ReportTarget {
  readonly kind: 'json' | 'junit';
  /** `-` is standard output. */
  readonly file: string;
}

/** What the arguments of `lectern run` ask for. */
export interface RunArguments {
  readonly help: boolean;
  readonly jobs: readonly FileJob[];
  readonly options: FilesOptions;
  readonly reports: readonly ReportTarget[];
}

/**
 * Reads the arguments of `lectern run` and makes the folder that the outputs go to.
 *
 * @throws {RangeError | TypeError} If the arguments do not make sense; the message says why.
 * @throws {Error} If an output could not be written.
 */
export async function readRunArguments(args: string[]): Promise<RunArguments> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      output: { type: 'string', short: 'o' },
      inplace: { type: 'boolean' },
      parameter: { type: 'string', short: 'p', multiple: true },
      timeout: { type: 'string' },
      'notebook-timeout': { type: 'string' },
      'allow-errors': { type: 'boolean' },
      jobs: { type: 'string', short: 'j' },
      check: { type: 'boolean' },
      resume: { type: 'boolean' },
      'repair-ids': { type: 'boolean' },
      report: { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
  });
  if (values.help) return { help: true, jobs: [], options: {}, reports: [] };
  if (positionals.length === 0) throw new TypeError('no notebook is named');
  if (values.inplace && values.output !== undefined)
    throw new TypeError('--output and --inplace exclude each other');
  if (values.resume && !values.inplace && values.output === undefined) {
    throw new TypeError('--resume needs --output or --inplace, to see what is done');
  }
  return {
    help: false,
    jobs: await planJobs(positionals, values.output, values.inplace ?? false),
    options: {
      cellTimeout: readSeconds('--timeout', values.timeout),
      notebookTimeout: readSeconds('--notebook-timeout', values['notebook-timeout']),
      allowErrors: values['allow-errors'] ?? false,
      jobs: readJobs(values.jobs),
      check: values.check ?? false,
      resume: values.resume ?? false,
      repairIds: values['repair-ids'] ?? false,
      parameters: readParameters(values.parameter ?? []),
    },
    reports: [
      ...(values.report ?? []).map(readReport),
      ...(values.json ? [{ kind: 'json', file: '-' } as const] : []),
    ],
  };
}

async function planJobs(
  inputs: readonly string[],
  output: string | undefined,
  inplace: boolean,
): Promise<FileJob[]> {
  const repeated = inputs.find((input, index) =>
    inputs.slice(0, index).some((other) => resolve(other) === resolve(input)),
  );
  if (repeated !== undefined) throw new TypeError(`${repeated} is named twice`);
  if (inplace) return inputs.map((input) => ({ input, output: input }));
  if (output === undefined) return inputs.map((input) => ({ input }));
  const toFolder = inputs.length > 1 || /[/\\]$/.test(output) || (await isFolder(output));
  if (!toFolder) {
    await checkWritable(dirname(output), output);
    return [{ input: inputs[0]!, output }];
  }
  const jobs = inputs.map((input) => ({ input, output: join(output, basename(input)) }));
  const clash = jobs.find((job, index) => jobs.slice(0, index).some((other) => other.output === job.output));
  if (clash) throw new TypeError(`two notebooks would be saved as ${clash.output}; run them one by one`);
  try {
    makeFolder(output);
  } catch (error) {
    throw new Error(`${output}${output.endsWith(sep) ? '' : sep} cannot be made: ${word(error)}`, {
      cause: error,
    });
  }
  await checkWritable(output, output);
  return jobs;
}

async function checkWritable(folder: string, output: string): Promise<void> {
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new Error(`${output} cannot be written: ${word(error)}; choose another --output`, { cause: error });
  }
}

function word(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'its folder does not exist';
    case 'EACCES':
      return 'writing there is not permitted';
    case 'EROFS':
      return 'the disk is read-only';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'a file is in the way';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function readSeconds(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === '' || !(value > 0))
    throw new RangeError(`${name} must be a number of seconds above 0, current value is "${text}"`);
  return value;
}

function readJobs(text: string | undefined): number {
  const value = Number(text ?? 1);
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`--jobs must be an integer of 1 or more, current value is "${text}"`);
  return value;
}

function readParameters(pairs: readonly string[]): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals < 1) throw new TypeError(`-p must be NAME=VALUE, current value is "${pair}"`);
    const name = pair.slice(0, equals).trim();
    if (parameters.has(name)) throw new TypeError(`-p sets "${name}" twice`);
    parameters.set(name, pair.slice(equals + 1));
  }
  return parameters;
}

function readReport(text: string): ReportTarget {
  const [, kind, file] = /^(json|junit)=(.+)$/s.exec(text) ?? [];
  if (file === undefined)
    throw new TypeError(`--report must be json=FILE or junit=FILE, current value is "${text}"`);
  return { kind: kind === 'json' ? 'json' : 'junit', file };
}

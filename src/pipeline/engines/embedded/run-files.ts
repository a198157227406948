import { checkNumber } from '../../core/check.js';
import { checkPipeline } from '../../core/check-pipeline.js';
import { InputError } from '../../core/input-error.js';
import { zstdCompressor } from '../../core/_zstd.js';
import { mergeReports } from '../../core/merge-reports.js';
import type { Report } from '../../core/report.js';
import type { Pipeline } from '../../core/stage.js';
import { openDocs } from '../../readers/open-docs.js';
import type { DocReader } from '../../readers/doc-reader.js';
import { FileRun, type FileRunSettings } from './_file-run.js';
import { OutputFolder } from './_output-folder.js';
import { type Manifest, type ManifestInput, checkInput, digestInput, manifestStages } from './manifest.js';

/** How far a run over files is. */
export interface FileProgress {
  /** What is being done, such as `digesting inputs`, `reading`, `grouping c4-lines`. */
  readonly step: string;
  /** Bytes done of this step, and in all. */
  readonly bytes: number;
  readonly bytesTotal: number;
  /** Documents taken through this step. */
  readonly documents: number;
}

/** Options for {@link runFiles}. */
export interface RunFilesOptions {
  /** Files of documents, a shard each, in the order of documents. */
  readonly inputs: readonly string[];
  readonly pipeline: Pipeline;
  /** Folder to write `kept/`, `dropped/`, `report.json` and `manifest.json` to. */
  readonly output: string;
  /** What the pipeline is made from, for the manifest. @default null */
  readonly recipe?: Manifest['recipe'];
  /** Continues the run that stands in the output folder at the first unfinished shard. @default false */
  readonly resume?: boolean;
  /** Takes only every `of`-th input, from `index` (1 to `of`): the rest is other processes'. @default all */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Seed of everything random the engine draws, an integer from 0 to 2³² − 1. @default 0 */
  readonly seed?: number;
  /** Most documents a fit learns from; null for all that reach it. @default null */
  readonly sampleSize?: number | null;
  readonly onProgress?: (progress: FileProgress) => void;
  /** Ends the run early, leaving nothing half-written: it throws the signal's reason, and can be resumed. */
  readonly signal?: AbortSignal;
  /** How a file is opened. @default openDocs */
  readonly open?: (path: string) => DocReader;
}

/** What {@link runFiles} gives back. */
export interface RunFilesResult {
  /** False if other processes' shards must come first; then run again with `resume`. */
  readonly complete: boolean;
  /** Of the whole run; of this process's finished shards while it is not complete. */
  readonly report: Report;
  /** What the run waits for, such as `3 of 8 shards have not reached stage "c4-lines"`. */
  readonly waiting?: string;
}

/**
 * Runs a pipeline over files of any size in bounded memory, keyed stages included, and writes the outcome to a folder:
 * `kept/NNNNN.jsonl.zst` (documents), `dropped/NNNNN.jsonl.zst` (`{id, stage, reason, value, limit}`), `report.json`,
 * `manifest.json`, `timing.json`, and `skipped.jsonl` if the reader skipped records.
 *
 * The output does not depend on how documents are divided into files. A run killed at any moment resumes at the first
 * unfinished shard and ends with the same bytes. What keyed and fit stages must remember of all documents goes through
 * files in `.work/`, about as large as the text.
 *
 * @throws {InputError} If an input cannot be read, or the output folder holds another run.
 * @throws {Error} If the output cannot be written: disk full, read-only.
 * @example
 * await runFiles({ inputs: ['a.warc.wet.gz'], pipeline: c4.stages(), output: 'out' })
 */
export async function runFiles(options: RunFilesOptions): Promise<RunFilesResult> {
  const { inputs, pipeline, recipe = null, resume = false, seed = 0, sampleSize = null, signal } = options;
  const { onProgress, open = openDocs, shard = { index: 1, of: 1 } } = options;
  const action = 'Cannot run pipeline';
  checkPipeline(pipeline);
  checkNumber(action, 'seed', seed, { min: 0, max: 0xffffffff, integer: true });
  if (sampleSize !== null) checkNumber(action, 'sampleSize', sampleSize, { min: 1, integer: true });
  checkNumber(action, 'shard.of', shard.of, { min: 1, integer: true });
  checkNumber(action, 'shard.index', shard.index, { min: 1, max: shard.of, integer: true });
  if (inputs.length === 0) throw new InputError(`${action}: there is no input file`);

  const sizes = inputs.map((path) => checkInput(path).bytes);
  const inputBytes = sizes.reduce((sum, bytes) => sum + bytes, 0);
  const folder = new OutputFolder(options.output);
  folder.claim(resume);

  const digested = await digestAll(inputs, inputBytes, onProgress, signal);
  const manifest: Manifest = {
    format: 1,
    recipe,
    stages: manifestStages(pipeline),
    seed,
    sampleSize,
    inputs: digested,
  };
  const mine = (number: number) => number % shard.of === shard.index - 1;
  folder.begin(manifest, (number) => (number === undefined ? shard.of === 1 : mine(number)));
  if (folder.complete) return { complete: true, report: folder.report() };

  const settings: FileRunSettings = {
    inputs,
    sizes,
    pipeline,
    folder,
    mine: inputs.map((_, number) => number).filter(mine),
    seed,
    sampleSize,
    open,
    compress: await zstdCompressor(),
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  };
  const run = new FileRun(settings);
  const waiting = await run.run().catch((error: unknown) => {
    // an input that turns out to be no document file leaves the folder free for the right one
    if (error instanceof InputError && shard.of === 1) folder.withdraw();
    throw error;
  });
  if (waiting !== undefined) return { complete: false, report: mergeReports(run.reports()), waiting };
  const report = mergeReports(run.reports());
  folder.finish(report, run.skipped());
  return { complete: true, report };
}

async function digestAll(
  inputs: readonly string[],
  bytesTotal: number,
  onProgress: RunFilesOptions['onProgress'],
  signal: AbortSignal | undefined,
): Promise<ManifestInput[]> {
  const digested: ManifestInput[] = [];
  let bytes = 0;
  for (const path of inputs) {
    signal?.throwIfAborted();
    digested.push(await digestInput(path, signal));
    bytes += digested.at(-1)?.bytes ?? 0;
    onProgress?.({ step: 'digesting inputs', bytes, bytesTotal, documents: 0 });
  }
  return digested;
}

import { InputError } from '../pipeline/core/input-error.js';
import type { Recipe, RecipeOptions } from '../pipeline/core/recipe.js';
import type { Pipeline } from '../pipeline/core/stage.js';
import { type FileProgress, runFiles } from '../pipeline/engines/embedded/run-files.js';
import { extractText } from '../pipeline/stages/edits/extract-text.js';
import { formatBytes, formatNumber } from '../render/numbers.js';
import { funnelText } from './_funnel-text.js';
import { INTERRUPTED, Interrupted, interruptible } from './_interrupt.js';
import { type PipelineArguments, readPipelineArguments } from './_pipeline-arguments.js';
import { ProgressBar } from './_progress-bar.js';
import { UsageError } from './_usage-error.js';
import { loadRecipe } from './recipes.js';

const usage = `Runs a published pipeline over files of documents and writes what it keeps, and what it drops and why.

Usage: lectern pipeline RECIPE --input GLOB… --output DIR [options]

  -i, --input GLOB…               files: WARC, WET or JSON lines; plain, gzip or zstd; may be repeated
  -o, --output DIR                a new folder: kept/, dropped/, report.json, manifest.json
      --set stage.option=VALUE    change an option of a stage; may be repeated
      --reading NAME              reproduce a named implementation
      --extract METHOD            how pages of HTML become text first: wet, resiliparse, or none
                                  (default: wet for *.warc, *.warc.gz and *.warc.zst; none for all else)
      --resume                    continue an interrupted run at its first unfinished file
      --shard I/N                 take only every N-th file, from the I-th; other processes take the rest
      --seed N                    seed of everything random (default 0)
      --json                      write the report as JSON to standard output
  -h, --help                      show this text

"lectern recipes" lists the recipes with their stages, options and readings. The output is the same however the
documents are divided into files. Ctrl-C leaves what is finished; --resume goes on from there.

Exit codes: 0 all well, 1 the output could not be written, 2 usage or unreadable input, 130 interrupted.

Example:
  lectern pipeline c4 --input 'crawl/*.warc.wet.gz' --output c4 --set c4-page.minSentences=5
`;

/** `lectern pipeline`: gives the exit code. */
export async function run(args: string[]): Promise<number> {
  const wanted = readPipelineArguments(args);
  if (!wanted) {
    process.stdout.write(usage);
    return 0;
  }
  const recipe = await loadRecipe(wanted.recipe);
  const pipeline = makePipeline(recipe, wanted);
  const bar = new ProgressBar();
  const begun = { work: false };
  try {
    const { complete, report, waiting } = await interruptible((signal) =>
      runFiles({
        inputs: wanted.inputs,
        pipeline,
        output: wanted.output,
        recipe: { name: recipe.name, version: recipe.version, reading: readingOf(recipe, wanted) },
        resume: wanted.resume,
        seed: wanted.seed,
        signal,
        ...(wanted.shard ? { shard: wanted.shard } : {}),
        onProgress: (progress) => {
          if (progress.step !== 'digesting inputs') begun.work = true;
          drawProgress(bar, progress);
        },
      }),
    );
    bar.clear();
    if (!complete) {
      process.stderr.write(`${waiting}; run again with --resume when the other processes are done\n`);
    }
    process.stdout.write(wanted.json ? `${JSON.stringify({ complete, ...report })}\n` : funnelText(report));
    if (wanted.json) for (const warning of report.warnings) process.stderr.write(`${warning}\n`);
    if (complete && !wanted.json) process.stdout.write(`\nWritten to ${wanted.output}\n`);
    return 0;
  } catch (error) {
    bar.clear();
    if (!(error instanceof Interrupted)) throw error;
    const hint = begun.work ? `; run the same command with --resume to go on` : '';
    process.stderr.write(`Interrupted: what is finished stands in ${wanted.output}${hint}\n`);
    return INTERRUPTED;
  }
}

function makePipeline(recipe: Recipe, { set, reading, extract }: PipelineArguments): Pipeline {
  const options: RecipeOptions = reading === undefined ? { set } : { set, reading };
  try {
    const stages = recipe.stages(options);
    return extract === undefined ? stages : [extractText({ method: extract }), ...stages];
  } catch (cause) {
    // what the recipe refuses is what the command line asked for
    if (cause instanceof RangeError || cause instanceof TypeError)
      throw new UsageError(cause.message, { cause });
    throw cause instanceof Error ? new InputError(cause.message, { cause }) : cause;
  }
}

function readingOf(recipe: Recipe, { reading }: PipelineArguments): string | null {
  return reading ?? Object.keys(recipe.readings)[0] ?? null;
}

function drawProgress(bar: ProgressBar, { step, bytes, bytesTotal, documents }: FileProgress): void {
  const sizes = `${formatBytes(bytes)} of ${formatBytes(bytesTotal)}`;
  const count = documents > 0 ? `  ${formatNumber(documents)} documents` : '';
  bar.draw(bytesTotal === 0 ? 1 : bytes / bytesTotal, `${step}  ${sizes}${count}`);
}

import { setImmediate } from 'node:timers/promises';
import { checkNumber } from '../../core/check.js';
import { checkPipeline } from '../../core/check-pipeline.js';
import type { Doc } from '../../core/doc.js';
import type { Dropped } from '../../core/dropped.js';
import type { TextSize } from '../../core/measure-text.js';
import { ReportBuilder } from '../../core/report-builder.js';
import type { Report } from '../../core/report.js';
import type { Fit, Keyed, Pipeline } from '../../core/stage.js';
import { learnFrom } from '../../core/_apply.js';
import { type OwnedKey, groupInMemory } from '../../core/_group.js';
import { Runner } from './_runner.js';
import { sampleOf } from '../../core/_sample.js';

/** Options for {@link run}. */
export interface RunOptions {
  /** Seed of everything random the engine draws, an integer from 0 to 2³² − 1. @default 0 */
  readonly seed?: number;
  /** Most documents a fit learns from; null for all that reach it. @default null */
  readonly sampleSize?: number | null;
  /** Called now and then with the number of documents read so far, and once at the end. */
  readonly onProgress?: (progress: { readonly documents: number }) => void;
  /** Ends the run early: it throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What a run gives back. */
export interface RunResult {
  /** The documents that passed every stage, in the order in which they came. */
  readonly kept: readonly Doc[];
  /** The others, each with the stage and the reason. */
  readonly dropped: readonly Dropped[];
  readonly report: Report;
}

interface Sized {
  readonly doc: Doc;
  readonly size: Readonly<TextSize>;
}

/** Longest time without letting timers, signals and the screen have their turn. */
const TURN_MS = 40;

/**
 * Runs a pipeline over documents in memory: for notebooks and tests. `runFiles` does the same for files of any size.
 *
 * A stage that throws on a document drops it with the reason `error`; the report names it.
 *
 * @throws {TypeError} If the pipeline is not an array of stages.
 * @throws {RangeError} If two stages have the same name.
 * @example
 * const { kept, dropped, report } = await run(docs, [wordCount({ min: 50 })])
 * dropped[0] // => { doc: {…}, stage: 'word-count', reason: 'too-few-words', value: 12, limit: 50 }
 */
export async function run(
  docs: Iterable<Doc> | AsyncIterable<Doc>,
  pipeline: Pipeline,
  { seed = 0, sampleSize = null, onProgress, signal }: RunOptions = {},
): Promise<RunResult> {
  checkPipeline(pipeline);
  checkNumber('Cannot run pipeline', 'seed', seed, { min: 0, max: 0xffffffff, integer: true });
  if (sampleSize !== null)
    checkNumber('Cannot run pipeline', 'sampleSize', sampleSize, { min: 1, integer: true });

  const builder = new ReportBuilder(pipeline);
  const dropped: Dropped[] = [];
  let arrived: Sized[] = [];
  const runner = new Runner(pipeline, builder, {
    arrive: (doc, size) => arrived.push({ doc, size }),
    drop: (each) => dropped.push(each),
  });
  let documents = 0;
  const turn = takeTurns(signal, () => onProgress?.({ documents }));

  let from = 0;
  let until = nextBarrier(pipeline, from);
  for await (const doc of docs) {
    documents++;
    runner.push(doc, from, until);
    if (turn.due()) await turn.take();
  }
  while (until < pipeline.length) {
    const barrier = pipeline[until] as Keyed | Fit;
    const waiting = arrived;
    arrived = [];
    from = until;
    until = nextBarrier(pipeline, from + 1);
    if (barrier.kind === 'fit') {
      if (waiting.length > 0) {
        const sample = sampleOf(() => docsOf(waiting), sampleSize, seed);
        runner.put(from, learnFrom(barrier, sample));
      }
      for (const { doc, size } of waiting) {
        runner.push(doc, from, until, size);
        if (turn.due()) await turn.take();
      }
      continue;
    }
    const keyed: Sized[] = [];
    const keys: OwnedKey[] = [];
    for (const each of waiting) {
      const rows = runner.keys(each.doc, from, each.size);
      if (!rows) continue;
      for (const { key, rank, part } of rows) keys.push({ key, rank, part, doc: keyed.length });
      keyed.push(each);
      if (turn.due()) await turn.take();
    }
    const lost = groupInMemory(barrier, keys);
    for (const [number, { doc, size }] of keyed.entries()) {
      runner.finish(doc, from, lost.get(number) ?? [], until, size);
      if (turn.due()) await turn.take();
    }
  }
  signal?.throwIfAborted();
  onProgress?.({ documents });
  return { kept: arrived.map(({ doc }) => doc), dropped, report: builder.report() };
}

/** Index of the first stage at or after `from` that must see all documents before it decides. */
export function nextBarrier(pipeline: Pipeline, from: number): number {
  const found = pipeline.findIndex(
    ({ kind }, index) => index >= from && (kind === 'keyed' || kind === 'fit'),
  );
  return found === -1 ? pipeline.length : found;
}

/** Lets timers and signals have their turn in a long loop, and tells how far it is. */
export function takeTurns(signal: AbortSignal | undefined, report: () => void) {
  let last = performance.now();
  signal?.throwIfAborted();
  return {
    due: () => performance.now() - last > TURN_MS || signal?.aborted === true,
    async take() {
      report();
      await setImmediate();
      signal?.throwIfAborted();
      last = performance.now();
    },
  };
}

function* docsOf(sized: readonly Sized[]): Generator<Doc> {
  for (const { doc } of sized) yield doc;
}

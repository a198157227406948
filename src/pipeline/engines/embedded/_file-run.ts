import { existsSync, statSync } from 'node:fs';
import { InputError } from '../../core/input-error.js';
import { ReportBuilder } from '../../core/report-builder.js';
import type { Report } from '../../core/report.js';
import type { Doc } from '../../core/doc.js';
import { type SimpleStage, learnFrom } from '../../core/_apply.js';
import { sampleOf } from '../../core/_sample.js';
import type { Pipeline } from '../../core/stage.js';
import type { DocReader } from '../../readers/doc-reader.js';
import type { Skipped } from '../../readers/skip-log.js';
import { readDocSpill } from './_doc-spill.js';
import { Segments, groupOnDisk, openLosers } from './_group-on-disk.js';
import { partitionsFor } from './_key-rows.js';
import type { OutputFolder } from './_output-folder.js';
import { Runner } from './_runner.js';
import { ShardOutlet } from './_shard-outlet.js';
import type { FileProgress } from './run-files.js';
import { nextBarrier, takeTurns } from './run.js';

/** What a run over files works with; see `RunFilesOptions`. */
export interface FileRunSettings {
  readonly inputs: readonly string[];
  readonly sizes: readonly number[];
  readonly pipeline: Pipeline;
  readonly folder: OutputFolder;
  /** The shards of this process. */
  readonly mine: readonly number[];
  readonly seed: number;
  readonly sampleSize: number | null;
  readonly open: (path: string) => DocReader;
  readonly compress: (block: Uint8Array) => Uint8Array;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FileProgress) => void;
}

/**
 * A run over files, pass by pass: a pass takes every shard from one stage that must see all documents (or from the
 * input) to the next one (or to the output). A finished shard is marked, so that a resumed run passes over it.
 */
export class FileRun {
  readonly #settings: FileRunSettings;
  /** Index of the stage that begins each pass but the first; at the end the number of stages. */
  readonly #barriers: readonly number[];
  readonly #partitions: number;

  constructor(settings: FileRunSettings) {
    this.#settings = settings;
    const { pipeline, sizes } = settings;
    const barriers: number[] = [];
    for (let at = nextBarrier(pipeline, 0); at < pipeline.length; at = nextBarrier(pipeline, at + 1))
      barriers.push(at);
    this.#barriers = [...barriers, pipeline.length];
    this.#partitions = partitionsFor(sizes.reduce((sum, bytes) => sum + bytes, 0));
  }

  /** Does all that can be done now; says what it waits for if other processes' shards must come first. */
  async run(): Promise<string | undefined> {
    const { folder, mine, pipeline, inputs } = this.#settings;
    for (let pass = 0; pass < this.#barriers.length; pass++) {
      const todo = mine.filter((shard) => !folder.isDone(pass, shard));
      if (todo.length > 0) {
        if (pass > 0) {
          const missing = this.#missing(pass - 1);
          if (missing > 0) {
            const stage = pipeline[this.#barriers[pass - 1] ?? 0]?.name;
            return `${missing} of ${inputs.length} shards have not reached stage "${stage}"`;
          }
          await this.#ensureLosers(pass);
        }
        await this.#runPass(pass, todo);
      }
    }
    const missing = this.#missing(this.#barriers.length - 1);
    return missing > 0 ? `${missing} of ${inputs.length} shards are not finished` : undefined;
  }

  /** The reports of all finished passes, in the order of shards. */
  *reports(): Generator<Report> {
    const { folder, pipeline } = this.#settings;
    yield new ReportBuilder(pipeline).report();
    for (let pass = 0; pass < this.#barriers.length; pass++) {
      for (const shard of this.#settings.inputs.keys()) {
        const done = folder.done(pass, shard);
        if (done) yield done.report;
      }
    }
  }

  /** The first records of each input that the reader skipped. */
  skipped(): (Skipped & { readonly input: string })[] {
    const { folder, inputs } = this.#settings;
    return inputs.flatMap((input, shard) =>
      (folder.done(0, shard)?.skipped ?? []).map((skipped) => ({ input, ...skipped })),
    );
  }

  #missing(pass: number): number {
    const { folder, inputs } = this.#settings;
    return inputs.filter((_, shard) => !folder.isDone(pass, shard)).length;
  }

  /** Number of documents of every shard after a pass. */
  #documents(pass: number): number[] {
    return this.#settings.inputs.map((_, shard) => this.#settings.folder.done(pass, shard)?.documents ?? 0);
  }

  /** Groups the keys of the pass before, if no one has. */
  async #ensureLosers(pass: number): Promise<void> {
    const { folder, pipeline, inputs, signal, onProgress } = this.#settings;
    const stage = pipeline[this.#barriers[pass - 1] ?? 0];
    const losersFile = folder.losers(pass - 1);
    if (stage?.kind !== 'keyed' || existsSync(losersFile)) return;
    const keyFiles = inputs.map((_, shard) => folder.work(pass - 1, shard, 'keys'));
    const bytesTotal = keyFiles.reduce((sum, path) => sum + statSync(path).size, 0);
    const documents = this.#documents(pass - 1);
    let fraction = 0;
    const progress = () => {
      const done = {
        step: `grouping ${stage.name}`,
        bytes: Math.round(fraction * bytesTotal),
        bytesTotal,
        documents: 0,
      };
      onProgress?.(done);
    };
    const turn = takeTurns(signal, progress);
    await groupOnDisk({
      stage,
      partitions: this.#partitions,
      keyFiles,
      documents,
      losersFile,
      pause: async (done) => {
        fraction = done;
        if (turn.due()) await turn.take();
      },
    });
    fraction = 1;
    progress();
  }

  async #runPass(pass: number, todo: readonly number[]): Promise<void> {
    const { folder, sizes, pipeline, inputs, onProgress } = this.#settings;
    const barrier = pipeline[this.#barriers[pass - 1] ?? 0];
    const source =
      pass === 0 ? sizes : inputs.map((_, shard) => existingSize(folder.work(pass - 1, shard, 'docs')));
    const learned = pass > 0 && barrier?.kind === 'fit' ? learnFrom(barrier, this.#sample(pass)) : undefined;
    let before = 0;
    let documents = 0;
    const bytesTotal = todo.reduce((sum, shard) => sum + (source[shard] ?? 0), 0);
    const step = pass === 0 ? 'reading' : `after ${barrier?.name}`;
    for (const shard of todo) {
      const size = source[shard] ?? 0;
      documents += await this.#runShard(pass, shard, learned, (bytes, here) => {
        onProgress?.({
          step,
          bytes: before + Math.min(bytes, size),
          bytesTotal,
          documents: documents + here,
        });
      });
      before += size;
      onProgress?.({ step, bytes: before, bytesTotal, documents });
      // a fit learns again when the run is resumed, from all documents
      if (pass > 0 && barrier?.kind === 'keyed') folder.forget(pass - 1, shard);
    }
  }

  /** The documents that the fit before a pass learns from. */
  #sample(pass: number): Iterable<Doc> {
    const { folder, inputs, sampleSize, seed } = this.#settings;
    function* all(): Generator<Doc> {
      for (const shard of inputs.keys()) {
        for (const { doc } of readDocSpill(folder.work(pass - 1, shard, 'docs'))) yield doc;
      }
    }
    return sampleOf(all, sampleSize, seed);
  }

  /** Takes one shard through one pass; gives the number of documents read. */
  async #runShard(
    pass: number,
    shard: number,
    learned: SimpleStage | undefined,
    progress: (bytes: number, documents: number) => void,
  ): Promise<number> {
    const { folder, pipeline, signal } = this.#settings;
    const builder = new ReportBuilder(pipeline);
    const from = this.#barriers[pass - 1] ?? 0;
    const until = this.#barriers[pass] ?? pipeline.length;
    const outlet = new ShardOutlet({
      folder,
      compress: this.#settings.compress,
      pass,
      shard,
      barrier: pipeline[until],
      partitions: this.#partitions,
    });
    const runner = new Runner(pipeline, builder, {
      arrive: (doc, size) => {
        const rows = pipeline[until]?.kind === 'keyed' ? runner.keys(doc, until, size) : [];
        if (rows) outlet.arrive(doc, size, rows);
      },
      drop: (dropped) => outlet.drop(dropped),
    });
    let documents = 0;
    let bytes = 0;
    const turn = takeTurns(signal, () => progress(bytes, documents));
    try {
      let skipped: readonly Skipped[] = [];
      if (pass === 0) {
        const reader = this.#settings.open(this.#settings.inputs[shard] ?? '');
        for await (const doc of readable(reader)) {
          documents++;
          runner.push(doc, 0, until);
          bytes = reader.progress.bytesRead;
          if (turn.due()) await turn.take();
        }
        for (const [reason, count] of Object.entries(reader.skipped.counts))
          builder.addSkipped(reason, count);
        skipped = reader.skipped.first;
      } else {
        if (learned) runner.put(from, learned);
        const lostBy = learned ? undefined : this.#lostBy(pass, shard);
        for (const { doc, size } of readDocSpill(folder.work(pass - 1, shard, 'docs'))) {
          if (lostBy) runner.finish(doc, from, lostBy(documents), until, size);
          else runner.push(doc, from, until, size);
          documents++;
          bytes += size.bytes;
          if (turn.due()) await turn.take();
        }
      }
      signal?.throwIfAborted();
      outlet.commit();
      folder.markDone(pass, shard, { documents: outlet.documents, report: builder.report(), skipped });
    } finally {
      outlet.discard();
    }
    return documents;
  }

  #lostBy(pass: number, shard: number): (doc: number) => readonly number[] {
    return openLosers(this.#settings.folder.losers(pass - 1), new Segments(this.#documents(pass - 1)), shard);
  }
}

/** Tells an input that cannot be read from a run that fails. */
async function* readable(reader: DocReader): AsyncGenerator<Doc> {
  try {
    yield* reader;
  } catch (cause) {
    throw new InputError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Size of a file; 0 if it is no longer there. */
function existingSize(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { InputError } from '../../core/input-error.js';
import { ReportBuilder } from '../../core/report-builder.js';
import type { Report } from '../../core/report.js';
import type { Doc } from '../../core/doc.js';
import type { Dropped } from '../../core/dropped.js';
import { type SimpleStage, learnFrom } from '../../core/_apply.js';
import { sampleOf } from '../../core/_sample.js';
import type { Keyed, Pipeline } from '../../core/stage.js';
import type { DocReader } from '../../readers/doc-reader.js';
import type { Skipped } from '../../readers/skip-log.js';
import { writeJsonl } from '../../readers/write-jsonl.js';
import { DocSpillWriter, readDocSpill } from './_doc-spill.js';
import { FileWriter } from './_file-writer.js';
import { Segments, groupOnDisk, openLosers } from './_group-on-disk.js';
import { keyBlockBytes, partitionsFor, writeKeys } from './_key-rows.js';
import { LinesWriter } from './_lines-writer.js';
import type { OutputFolder } from './_output-folder.js';
import { PartitionWriter } from './_partitions.js';
import { Runner } from './_runner.js';
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
    const outlet = new ShardOutlet(this.#settings, pass, shard, pipeline[until], this.#partitions);
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

/** The files one pass over one shard writes. */
class ShardOutlet {
  readonly #settings: FileRunSettings;
  readonly #pass: number;
  readonly #shard: number;
  readonly #dropped: LinesWriter;
  readonly #kept: LinesWriter | undefined;
  readonly #docs: DocSpillWriter | undefined;
  readonly #keys: PartitionWriter | undefined;
  readonly #barrier: Keyed | undefined;
  readonly #partitions: number;
  /** Documents that arrived. */
  documents = 0;

  constructor(
    settings: FileRunSettings,
    pass: number,
    shard: number,
    barrier: Pipeline[number] | undefined,
    partitions: number,
  ) {
    const { folder, compress } = settings;
    this.#settings = settings;
    this.#pass = pass;
    this.#shard = shard;
    this.#partitions = partitions;
    this.#dropped = new LinesWriter(new FileWriter(folder.work(pass, shard, 'dropped')), compress);
    if (barrier) this.#docs = new DocSpillWriter(folder.work(pass, shard, 'docs'));
    else {
      const temporary = `${folder.work(pass, shard, 'kept')}.${process.pid}.tmp`;
      this.#kept = new LinesWriter(new FileWriter(folder.kept(shard), temporary), compress);
    }
    if (barrier?.kind === 'keyed') {
      this.#barrier = barrier;
      this.#keys = new PartitionWriter(folder.work(pass, shard, 'keys'), keyBlockBytes(partitions));
    }
  }

  arrive(
    doc: Doc,
    size: Parameters<DocSpillWriter['write']>[1],
    rows: Parameters<typeof writeKeys>[4],
  ): void {
    if (this.#keys && this.#barrier)
      writeKeys(this.#keys, this.#partitions, this.#barrier, this.documents, rows);
    this.#docs?.write(doc, size);
    this.#kept?.write(writeJsonl([doc]));
    this.documents++;
  }

  drop({ doc, stage, reason, value, limit, message }: Dropped): void {
    this.#dropped.write(`${JSON.stringify({ id: doc.id, stage, reason, value, limit, message })}\n`);
  }

  commit(): void {
    this.#dropped.commit({ alone: false });
    this.#docs?.commit();
    this.#keys?.commit();
    if (!this.#kept) return;
    this.#joinDropped();
    this.#kept.commit();
  }

  discard(): void {
    this.#dropped.discard();
    this.#docs?.discard();
    this.#keys?.discard();
    this.#kept?.discard();
  }

  /** Puts together what the passes dropped of this shard. */
  #joinDropped(): void {
    const { folder, compress } = this.#settings;
    const path = folder.dropped(this.#shard);
    const writer = new FileWriter(
      path,
      `${folder.work(this.#pass, this.#shard, 'dropped')}.${process.pid}.tmp`,
    );
    try {
      for (let pass = 0; pass <= this.#pass; pass++)
        copyInto(writer, folder.work(pass, this.#shard, 'dropped'));
      if (writer.position === 0) writer.write(compress(new Uint8Array(0)));
      writer.commit();
    } finally {
      writer.discard();
    }
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

function copyInto(writer: FileWriter, path: string): void {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(1 << 18);
    for (let read = 1; read > 0;) {
      read = readSync(file, buffer, 0, buffer.length, null);
      writer.write(buffer, 0, read);
    }
  } finally {
    closeSync(file);
  }
}

/** Size of a file; 0 if it is no longer there. */
function existingSize(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

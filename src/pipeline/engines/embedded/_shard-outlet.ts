import { closeSync, openSync, readSync } from 'node:fs';
import type { Doc } from '../../core/doc.js';
import type { Dropped } from '../../core/dropped.js';
import type { TextSize } from '../../core/measure-text.js';
import type { KeyRow, Stage } from '../../core/stage.js';
import { writeJsonl } from '../../readers/write-jsonl.js';
import { DocSpillWriter } from './_doc-spill.js';
import { FileWriter } from './_file-writer.js';
import { keyBlockBytes, writeKeys } from './_key-rows.js';
import { LinesWriter } from './_lines-writer.js';
import type { OutputFolder } from './_output-folder.js';
import { PartitionWriter } from './_partitions.js';

/** What a {@link ShardOutlet} is for. */
export interface ShardOutletSettings {
  readonly folder: OutputFolder;
  readonly compress: (block: Uint8Array) => Uint8Array;
  readonly pass: number;
  readonly shard: number;
  /** The stage that waits for all documents after this pass; undefined after the last pass. */
  readonly barrier: Stage | undefined;
  /** How many partitions keys are divided into. */
  readonly partitions: number;
}

/** The files one pass over one shard writes. */
export class ShardOutlet {
  readonly #settings: ShardOutletSettings;
  readonly #dropped: LinesWriter;
  readonly #kept: LinesWriter | undefined;
  readonly #docs: DocSpillWriter | undefined;
  readonly #keys: PartitionWriter | undefined;
  /** Documents that arrived. */
  documents = 0;

  constructor(settings: ShardOutletSettings) {
    const { folder, compress, pass, shard, barrier, partitions } = settings;
    this.#settings = settings;
    this.#dropped = new LinesWriter(new FileWriter(folder.work(pass, shard, 'dropped')), compress);
    if (barrier) this.#docs = new DocSpillWriter(folder.work(pass, shard, 'docs'));
    else {
      const temporary = `${folder.work(pass, shard, 'kept')}.${process.pid}.tmp`;
      this.#kept = new LinesWriter(new FileWriter(folder.kept(shard), temporary), compress);
    }
    if (barrier?.kind === 'keyed') {
      this.#keys = new PartitionWriter(folder.work(pass, shard, 'keys'), keyBlockBytes(partitions));
    }
  }

  arrive(doc: Doc, size: Readonly<TextSize>, keys: readonly KeyRow[]): void {
    const { barrier, partitions } = this.#settings;
    if (this.#keys && barrier?.kind === 'keyed')
      writeKeys(this.#keys, partitions, barrier, this.documents, keys);
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
    const { folder, compress, pass, shard } = this.#settings;
    const temporary = `${folder.work(pass, shard, 'dropped')}.${process.pid}.tmp`;
    const writer = new FileWriter(folder.dropped(shard), temporary);
    try {
      for (let each = 0; each <= pass; each++) copyInto(writer, folder.work(each, shard, 'dropped'));
      if (writer.position === 0) writer.write(compress(new Uint8Array(0)));
      writer.commit();
    } finally {
      writer.discard();
    }
  }
}

/** Appends a file. */
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

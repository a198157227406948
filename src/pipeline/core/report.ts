/** What one stage did: counts in and out, and how often each rule fired. Words are whitespace-separated; bytes are UTF-8. */
export interface ReportRow {
  readonly stage: string;
  readonly kind: string;
  docsIn: number;
  docsOut: number;
  wordsIn: number;
  wordsOut: number;
  bytesIn: number;
  bytesOut: number;
  /** Wall-clock milliseconds spent in the stage; never shown in a notebook, which must be byte-equal after a re-run. */
  ms: number;
  /** Documents dropped, by reason. */
  readonly reasons: Record<string, number>;
  /** Changes made to the text, by reason. */
  readonly changes: Record<string, number>;
}

/** One document on which a stage threw: it is dropped with the reason `error`, and named here. */
export interface Failure {
  readonly stage: string;
  /** The document's id. */
  readonly id: string;
  readonly message: string;
}

/** A row a stage, in pipeline order. Reports of shards merge by adding rows. */
export interface Report {
  readonly rows: readonly ReportRow[];
  /** Records the reader could not use, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Stages that never fired, or dropped everything, by name, as sentences. */
  readonly warnings: readonly string[];
  /** The first documents of each stage on which it threw, in pipeline order. @default [] */
  readonly failures?: readonly Failure[];
}

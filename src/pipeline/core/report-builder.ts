import type { Failure, Report, ReportRow } from './report.js';
import type { Pipeline } from './stage.js';

/** Failures kept of each stage; all are counted in the row's reasons. */
const FAILURES_KEPT = 10;

/** A report being made: an engine adds to its rows, then asks for the report. */
export class ReportBuilder {
  readonly rows: readonly ReportRow[];
  readonly #skipped: Record<string, number> = {};
  readonly #failures: Failure[][];

  constructor(pipeline: Pipeline) {
    this.rows = pipeline.map(({ name, kind }) => emptyRow(name, kind));
    this.#failures = pipeline.map(() => []);
  }

  /** Counts records the reader could not use. */
  addSkipped(reason: string, count = 1): void {
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + count;
  }

  /** Counts and names a document on which a stage threw. */
  addFailure(index: number, id: string, error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    const row = this.rows[index];
    const kept = this.#failures[index];
    if (row) count(row.reasons, 'error');
    if (row && kept && kept.length < FAILURES_KEPT) kept.push({ stage: row.stage, id, message });
    return message;
  }

  /** Adds another report of the same pipeline, exactly: what was counted in two parts is as if counted in one. */
  add(report: Report): void {
    if (report.rows.length !== this.rows.length) {
      throw new RangeError(
        `Cannot merge reports: one has ${this.rows.length} stages, the other ${report.rows.length}`,
      );
    }
    report.rows.forEach((from, i) => this.#addRow(from, i));
    for (const [reason, number] of Object.entries(report.skipped)) this.addSkipped(reason, number);
    for (const failure of report.failures ?? []) {
      const kept = this.#failures[this.rows.findIndex(({ stage }) => stage === failure.stage)];
      if (kept && kept.length < FAILURES_KEPT) kept.push(failure);
    }
  }

  report(): Report {
    const failures = this.#failures.flat();
    return {
      rows: this.rows.map((row) => ({ ...row, reasons: sorted(row.reasons), changes: sorted(row.changes) })),
      skipped: sorted(this.#skipped),
      warnings: this.rows.flatMap((row) => warningsOf(row, failures)),
      failures,
    };
  }

  #addRow(from: ReportRow, index: number): void {
    const to = this.rows[index];
    if (!to || to.stage !== from.stage || to.kind !== from.kind) {
      throw new RangeError(
        `Cannot merge reports: row ${index + 1} is ${to?.kind} "${to?.stage}" in one and ${from.kind} "${from.stage}" in the other`,
      );
    }
    to.docsIn += from.docsIn;
    to.docsOut += from.docsOut;
    to.wordsIn += from.wordsIn;
    to.wordsOut += from.wordsOut;
    to.bytesIn += from.bytesIn;
    to.bytesOut += from.bytesOut;
    to.ms += from.ms;
    for (const [reason, number] of Object.entries(from.reasons)) count(to.reasons, reason, number);
    for (const [reason, number] of Object.entries(from.changes)) count(to.changes, reason, number);
  }
}

/** Adds to one count of a record of counts. */
export function count(counts: Record<string, number>, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

function emptyRow(stage: string, kind: string): ReportRow {
  return {
    stage,
    kind,
    docsIn: 0,
    docsOut: 0,
    wordsIn: 0,
    wordsOut: 0,
    bytesIn: 0,
    bytesOut: 0,
    ms: 0,
    // no prototype: a reason may be called "constructor"
    reasons: Object.create(null) as Record<string, number>,
    changes: Object.create(null) as Record<string, number>,
  };
}

/** By name, so that the order in which documents came does not show. */
function sorted(counts: Record<string, number>): Record<string, number> {
  const names = Object.keys(counts).sort();
  return Object.fromEntries(names.map((name) => [name, counts[name] ?? 0]));
}

function warningsOf(row: ReportRow, failures: readonly Failure[]): string[] {
  const { stage, kind, docsIn, docsOut, reasons, changes } = row;
  const warnings: string[] = [];
  const failed = reasons['error'] ?? 0;
  if (failed > 0) {
    const first = failures.find((failure) => failure.stage === stage);
    const where = first ? `; first on "${first.id}": ${first.message}` : '';
    warnings.push(`Stage "${stage}" failed on ${failed} of ${docsIn} documents${where}`);
  }
  if (docsIn === 0) return warnings;
  if (docsOut === 0 && failed < docsIn) warnings.push(`Stage "${stage}" dropped all ${docsIn} documents`);
  const judges = kind === 'filter' || kind === 'edit' || kind === 'keyed' || kind === 'fit';
  const fired = Object.keys(reasons).length > 0 || Object.keys(changes).length > 0;
  if (judges && !fired) {
    warnings.push(`Stage "${stage}" never fired: it neither dropped nor changed any of ${docsIn} documents`);
  }
  return warnings;
}

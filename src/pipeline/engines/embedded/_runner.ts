import type { Doc } from '../../core/doc.js';
import type { Dropped } from '../../core/dropped.js';
import { apply, checkKeys, checkResult, type SimpleStage } from '../../core/_apply.js';
import { type TextSize, measureText } from '../../core/measure-text.js';
import { type ReportBuilder, count } from '../../core/report-builder.js';
import type { ReportRow } from '../../core/report.js';
import type { Edited, KeyRow, Keyed, Pipeline, Stage } from '../../core/stage.js';
import type { Drop } from '../../core/verdict.js';

/** Where a runner's documents go. */
export interface RunnerOutput {
  /** A document that passed every stage before the end asked for. */
  arrive(doc: Doc, size: Readonly<TextSize>): void;
  drop(dropped: Dropped): void;
}

/**
 * Takes documents through the stages of one stretch of a pipeline, counting into the report.
 * A stage that throws on a document drops it with the reason `error`; the run goes on.
 */
export class Runner {
  readonly #stages: (Stage | undefined)[];
  readonly #builder: ReportBuilder;
  readonly #output: RunnerOutput;

  constructor(pipeline: Pipeline, builder: ReportBuilder, output: RunnerOutput) {
    this.#stages = [...pipeline];
    this.#builder = builder;
    this.#output = output;
  }

  /** Puts what a fit learned in the place of the fit. */
  put(index: number, learned: SimpleStage): void {
    this.#stages[index] = learned;
  }

  /** Takes a document through the stages [from, until). */
  push(doc: Doc, from: number, until: number, size: Readonly<TextSize> = measured(doc.text)): void {
    for (let i = from; i < until; i++) {
      const stage = this.#stages[i] as SimpleStage;
      const row = this.#enter(i, size);
      const started = performance.now();
      let result;
      try {
        result = apply(stage, doc);
      } catch (error) {
        this.#fail(i, doc, error);
        return;
      } finally {
        row.ms += performance.now() - started;
      }
      if (result.kind === 'drop') return this.#drop(row, doc, result);
      if (result.kind === 'children') {
        const sized = result.children.map((child) => ({ child, size: measured(child.text) }));
        for (const { size: childSize } of sized) leave(row, childSize);
        for (const { child, size: childSize } of sized) this.push(child, i + 1, until, childSize);
        return;
      }
      if (result.kind === 'edit') {
        countChanges(row, result);
        if (result.text !== doc.text) {
          doc = { ...doc, text: result.text };
          size = measured(doc.text);
        }
      } else if (result.kind === 'tags') {
        doc = { ...doc, meta: { ...doc.meta, ...result.tags } };
      }
      leave(row, size);
    }
    this.#output.arrive(doc, size);
  }

  /** The keys of a document that reached a keyed stage; undefined if the stage threw on it, which drops it. */
  keys(doc: Doc, index: number, size: Readonly<TextSize>): readonly KeyRow[] | undefined {
    const row = this.#enter(index, size);
    const started = performance.now();
    try {
      return sortedByPart(checkKeys([...(this.#stages[index] as Keyed).keys(doc)]));
    } catch (error) {
      this.#fail(index, doc, error);
      return undefined;
    } finally {
      row.ms += performance.now() - started;
    }
  }

  /** Ends a keyed stage for a document, and takes it on through the stages after it, to `until`. */
  finish(doc: Doc, index: number, lost: readonly number[], until: number, size: Readonly<TextSize>): void {
    const row = this.#builder.rows[index] as ReportRow;
    const started = performance.now();
    let result;
    try {
      result = checkResult((this.#stages[index] as Keyed).finish(doc, lost), 'finish');
    } catch (error) {
      this.#fail(index, doc, error);
      return;
    } finally {
      row.ms += performance.now() - started;
    }
    if (result.kind === 'drop') return this.#drop(row, doc, result);
    if (result.kind === 'edit') {
      countChanges(row, result);
      if (result.text !== doc.text) {
        doc = { ...doc, text: result.text };
        size = measured(doc.text);
      }
    }
    leave(row, size);
    this.push(doc, index + 1, until, size);
  }

  #enter(index: number, size: Readonly<TextSize>): ReportRow {
    const row = this.#builder.rows[index] as ReportRow;
    row.docsIn++;
    row.wordsIn += size.words;
    row.bytesIn += size.bytes;
    return row;
  }

  #drop(row: ReportRow, doc: Doc, { reason, value, limit, span }: Drop): void {
    count(row.reasons, reason);
    this.#output.drop({
      doc,
      stage: row.stage,
      reason,
      ...(value === undefined ? {} : { value }),
      ...(limit === undefined ? {} : { limit }),
      ...(span === undefined ? {} : { span }),
    });
  }

  #fail(index: number, doc: Doc, error: unknown): void {
    const message = this.#builder.addFailure(index, doc.id, error);
    this.#output.drop({ doc, stage: this.#builder.rows[index]?.stage ?? '', reason: 'error', message });
  }
}

/** Of two keys alike in one document, the one of the smaller part comes first on every engine. */
function sortedByPart(rows: readonly KeyRow[]): readonly KeyRow[] {
  const ascending = rows.every((row, i) => i === 0 || (rows[i - 1]?.part ?? 0) <= row.part);
  return ascending ? rows : [...rows].sort((a, b) => a.part - b.part);
}

function measured(text: string): TextSize {
  return measureText(text, { words: 0, bytes: 0 });
}

function leave(row: ReportRow, size: Readonly<TextSize>): void {
  row.docsOut++;
  row.wordsOut += size.words;
  row.bytesOut += size.bytes;
}

function countChanges(row: ReportRow, { changes }: Edited): void {
  for (const { reason } of changes) count(row.changes, reason);
}

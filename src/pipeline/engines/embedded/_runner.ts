import type { Doc } from '../../core/doc.js';
import type { Dropped } from '../../core/dropped.js';
import { type TextSize, measureText } from '../../core/measure-text.js';
import { type ReportBuilder, count } from '../../core/report-builder.js';
import type { ReportRow } from '../../core/report.js';
import type { Edited, Fit, KeyRow, Keyed, Pipeline, Stage } from '../../core/stage.js';
import type { Drop, Keep, Verdict } from '../../core/verdict.js';

/** Where a runner's documents go. */
export interface RunnerOutput {
  /** A document that passed every stage before the end asked for. */
  arrive(doc: Doc, size: Readonly<TextSize>): void;
  drop(dropped: Dropped): void;
}

/** A stage that judges one document without knowing the others, or what a fit yielded. */
export type SimpleStage = Exclude<Stage, { kind: 'keyed' | 'fit' }>;

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

  /**
   * Lets a fit learn from a sample, and puts what it learned in its place.
   *
   * @throws {Error} If the fit throws, or yields something else than a filter, edit or tag.
   */
  learn(index: number, sample: Iterable<Doc>): void {
    const fit = this.#stages[index] as Fit;
    try {
      const learned = fit.fit(sample);
      if (learned?.kind !== 'filter' && learned?.kind !== 'edit' && learned?.kind !== 'tag') {
        throw new TypeError(`fit() must give a filter, an edit or a tag, it gave ${kindOf(learned)}`);
      }
      this.#stages[index] = learned;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`Cannot fit stage "${fit.name}": ${reason}`, { cause });
    }
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
      return checkKeys([...(this.#stages[index] as Keyed).keys(doc)]);
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

  #drop(row: ReportRow, doc: Doc, { kind: _, ...why }: Drop): void {
    count(row.reasons, why.reason);
    this.#output.drop({ doc, stage: row.stage, ...why });
  }

  #fail(index: number, doc: Doc, error: unknown): void {
    const message = this.#builder.addFailure(index, doc.id, error);
    this.#output.drop({ doc, stage: this.#builder.rows[index]?.stage ?? '', reason: 'error', message });
  }
}

type Applied =
  | Verdict
  | Edited
  | { readonly kind: 'children'; readonly children: readonly Doc[] }
  | { readonly kind: 'tags'; readonly tags: Doc['meta'] };

/**
 * What one stage makes of one document.
 *
 * @throws {TypeError} If the stage gives back something else than its kind must.
 */
export function apply(stage: SimpleStage, doc: Doc): Applied {
  switch (stage.kind) {
    case 'filter':
      return checkVerdict(stage.judge(doc), 'judge');
    case 'edit':
      return checkEdited(stage.edit(doc), 'edit');
    case 'expand': {
      const children: Doc[] = [];
      for (const child of stage.expand(doc)) {
        if (typeof child?.text !== 'string')
          throw new TypeError(`expand() must give documents, it gave ${kindOf(child)}`);
        children.push({ ...child, id: `${doc.id}#${children.length}`, meta: child.meta ?? {} });
      }
      return { kind: 'children', children };
    }
    case 'tag': {
      const tags = stage.tag(doc);
      if (typeof tags !== 'object' || tags === null || tags instanceof Promise) {
        throw new TypeError(`tag() must give an object, it gave ${kindOf(tags)}`);
      }
      return { kind: 'tags', tags };
    }
  }
}

/** @throws {TypeError} If a key lacks a string key or rank, or an integer part. */
export function checkKeys(rows: readonly KeyRow[]): readonly KeyRow[] {
  for (const row of rows) {
    const whole = typeof row?.key === 'string' && typeof row.rank === 'string' && row.part >>> 0 === row.part;
    if (!whole) throw new TypeError('keys() must give rows of { key: string, rank: string, part: integer }');
  }
  return rows;
}

/** @throws {TypeError} If a keyed stage ends with neither a verdict nor an edited text. */
export function checkResult(result: Verdict | Edited, method: string): Verdict | Edited {
  return result?.kind === 'edit' ? checkEdited(result, method) : checkVerdict(result, method);
}

function checkVerdict<Result extends Keep | Drop>(verdict: Result, method: string): Result {
  if (verdict?.kind === 'keep') return verdict;
  if (verdict?.kind === 'drop' && typeof verdict.reason === 'string') return verdict;
  throw new TypeError(
    `${method}() must give { kind: 'keep' } or { kind: 'drop', reason }, it gave ${kindOf(verdict)}`,
  );
}

function checkEdited(edited: Edited, method: string): Edited {
  if (edited?.kind === 'edit' && typeof edited.text === 'string' && Array.isArray(edited.changes))
    return edited;
  throw new TypeError(`${method}() must give { kind: 'edit', text, changes }, it gave ${kindOf(edited)}`);
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise (a stage is synchronous)';
  if (typeof value === 'object' && value !== null)
    return `an object with the fields ${Object.keys(value).join(', ') || '(none)'}`;
  return String(value);
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

import type { Doc } from './doc.js';
import type { Edited, Fit, KeyRow, Stage } from './stage.js';
import type { Drop, Keep, Verdict } from './verdict.js';

/** A stage that judges one document without knowing the others. */
export type SimpleStage = Exclude<Stage, { kind: 'keyed' | 'fit' }>;

/** What a stage made of a document. */
export type Applied =
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

/**
 * Lets a fit learn from a sample.
 *
 * @throws {Error} If the fit throws, or yields something else than a filter, edit or tag.
 */
export function learnFrom(fit: Fit, sample: Iterable<Doc>): SimpleStage {
  try {
    const learned = fit.fit(sample);
    if (learned?.kind === 'filter' || learned?.kind === 'edit' || learned?.kind === 'tag') return learned;
    throw new TypeError(`fit() must give a filter, an edit or a tag, it gave ${kindOf(learned)}`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot fit stage "${fit.name}": ${reason}`, { cause });
  }
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

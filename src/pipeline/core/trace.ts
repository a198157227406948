import { type SimpleStage, apply, checkKeys, checkResult, learnFrom } from './_apply.js';
import { type OwnedKey, groupInMemory } from './_group.js';
import { sampleOf } from './_sample.js';
import { checkPipeline } from './check-pipeline.js';
import type { Doc, Json } from './doc.js';
import type { Change, Edited, Pipeline, Stage } from './stage.js';
import type { Verdict } from './verdict.js';

/** What one stage did to the document followed. */
export interface TraceStep {
  readonly stage: string;
  readonly kind: Stage['kind'];
  /** The document as the stage met it. */
  readonly before: Doc;
  /** The document as it left; undefined if it was dropped or divided. */
  readonly after?: Doc;
  /** The judgement of a filter, or of a keyed stage that judges. */
  readonly verdict?: Verdict;
  /** What an edit replaced, as spans of `before.text`. */
  readonly changes?: readonly Change[];
  /** What a tag added to `meta`. */
  readonly tags?: Readonly<Record<string, Json>>;
  /** The parts of the document that lost against other documents' in a keyed stage. */
  readonly lost?: readonly number[];
  /** What the stage threw; the document is dropped with the reason `error`. */
  readonly error?: string;
}

/** A document's way through a pipeline, a step a stage it met. */
export interface Trace {
  readonly doc: Doc;
  readonly steps: readonly TraceStep[];
  /** `kept`, `dropped`, or `divided` into the documents of `children`. */
  readonly outcome: 'kept' | 'dropped' | 'divided';
  /** The further ways of the documents that an expand made of it; empty but after an expand. */
  readonly children: readonly Trace[];
}

/** Options for {@link trace}. */
export interface TraceOptions {
  /** The documents among which keyed stages compare and fits learn; may hold the one followed. @default [] */
  readonly among?: Iterable<Doc>;
  /** As in a run. @default 0 */
  readonly seed?: number;
  /** As in a run. @default null */
  readonly sampleSize?: number | null;
}

interface Follower {
  readonly doc: Doc;
  readonly steps: TraceStep[];
  outcome: Trace['outcome'];
  readonly children: Follower[];
}

/** A document on its way; `follower` if it is the one followed, or made of it. */
interface Walker {
  readonly doc: Doc;
  readonly follower?: Follower;
}

/**
 * Follows one document through a pipeline: each stage's verdict with the value and the limit, the changes of each edit,
 * the tags added. Ends where the document is dropped.
 *
 * @throws {TypeError} If the pipeline is not an array of stages.
 * @throws {RangeError} If two stages have the same name.
 * @example
 * trace({ id: '1', text: 'one', meta: {} }, [wordCount({ min: 2 })]).steps[0].verdict
 * // => { kind: 'drop', reason: 'too-few-words', value: 1, limit: 2 }
 */
export function trace(
  doc: Doc,
  pipeline: Pipeline,
  { among = [], seed = 0, sampleSize = null }: TraceOptions = {},
): Trace {
  checkPipeline(pipeline);
  const follower = newFollower(doc);
  // the others matter only as far as the last stage that compares
  const last = pipeline.findLastIndex(({ kind }) => kind === 'keyed' || kind === 'fit');
  let walkers: Walker[] = last === -1 ? [{ doc, follower }] : withFollower([...among], doc, follower);
  for (const [index, stage] of pipeline.entries()) {
    if (index === last + 1) walkers = walkers.filter((walker) => walker.follower);
    walkers = step(stage, walkers, seed, sampleSize);
    if (!walkers.some((walker) => walker.follower)) break;
  }
  return finished(follower);
}

function newFollower(doc: Doc): Follower {
  return { doc, steps: [], outcome: 'kept', children: [] };
}

/** The documents with the one followed in its place (by id), or at the end. */
function withFollower(docs: readonly Doc[], doc: Doc, follower: Follower): Walker[] {
  const place = docs.findIndex(({ id }) => id === doc.id);
  const walkers: Walker[] = docs.map((each, index) => (index === place ? { doc, follower } : { doc: each }));
  return place === -1 ? [...walkers, { doc, follower }] : walkers;
}

/** Takes all walkers through one stage. */
function step(stage: Stage, walkers: readonly Walker[], seed: number, sampleSize: number | null): Walker[] {
  if (stage.kind === 'keyed') return stepKeyed(stage, walkers);
  const simple: SimpleStage =
    stage.kind === 'fit'
      ? learnFrom(
          stage,
          sampleOf(() => docsOf(walkers), sampleSize, seed),
        )
      : stage;
  return walkers.flatMap(({ doc, follower }) => {
    const note = noteFor(stage, doc, follower);
    let result;
    try {
      result = apply(simple, doc);
    } catch (error) {
      return note.failed(error);
    }
    if (result.kind === 'children') {
      const children = result.children.map((child) =>
        follower ? { doc: child, follower: newFollower(child) } : { doc: child },
      );
      follower?.steps.push({ stage: stage.name, kind: stage.kind, before: doc });
      if (follower) follower.outcome = 'divided';
      follower?.children.push(
        ...children.flatMap((child) => ('follower' in child && child.follower ? [child.follower] : [])),
      );
      return children;
    }
    if (result.kind === 'tags') {
      const after = { ...doc, meta: { ...doc.meta, ...result.tags } };
      return note.passed(after, { tags: result.tags });
    }
    return note.judged(result, {});
  });
}

function stepKeyed(stage: Extract<Stage, { kind: 'keyed' }>, walkers: readonly Walker[]): Walker[] {
  const keys: OwnedKey[] = [];
  const errors = new Map<number, unknown>();
  for (const [number, { doc }] of walkers.entries()) {
    try {
      for (const { key, rank, part } of checkKeys([...stage.keys(doc)]))
        keys.push({ key, rank, part, doc: number });
    } catch (error) {
      errors.set(number, error);
    }
  }
  const lostBy = groupInMemory(stage, keys);
  return walkers.flatMap(({ doc, follower }, number) => {
    const note = noteFor(stage, doc, follower);
    if (errors.has(number)) return note.failed(errors.get(number));
    const lost = lostBy.get(number) ?? [];
    try {
      return note.judged(checkResult(stage.finish(doc, lost), 'finish'), { lost });
    } catch (error) {
      return note.failed(error);
    }
  });
}

/** Writes down what a stage did, if the document is followed, and gives the walkers that go on. */
function noteFor(stage: Stage, doc: Doc, follower: Follower | undefined) {
  const write = (details: Partial<TraceStep>) =>
    follower?.steps.push({ stage: stage.name, kind: stage.kind, before: doc, ...details });
  const go = (after: Doc): Walker[] => [follower ? { doc: after, follower } : { doc: after }];
  const stop = (): Walker[] => {
    if (follower) follower.outcome = 'dropped';
    return [];
  };
  return {
    passed(after: Doc, details: Partial<TraceStep>): Walker[] {
      write({ after, ...details });
      return go(after);
    },
    judged(result: Verdict | Edited, details: Partial<TraceStep>): Walker[] {
      if (result.kind === 'edit') {
        const after = result.text === doc.text ? doc : { ...doc, text: result.text };
        return this.passed(after, { changes: result.changes, ...details });
      }
      if (result.kind === 'keep') return this.passed(doc, { verdict: result, ...details });
      write({ verdict: result, ...details });
      return stop();
    },
    failed(error: unknown): Walker[] {
      const message = error instanceof Error ? error.message : String(error);
      write({ verdict: { kind: 'drop', reason: 'error' }, error: message });
      return stop();
    },
  };
}

function finished({ doc, steps, outcome, children }: Follower): Trace {
  return { doc, steps, outcome, children: children.map(finished) };
}

function* docsOf(walkers: readonly Walker[]): Generator<Doc> {
  for (const { doc } of walkers) yield doc;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Doc } from '../../../../src/pipeline/core/doc.js';
import { mergeReports } from '../../../../src/pipeline/core/merge-reports.js';
import type { Pipeline } from '../../../../src/pipeline/core/stage.js';
import { trace } from '../../../../src/pipeline/core/trace.js';
import { run } from '../../../../src/pipeline/engines/embedded/run.js';
import { timeless } from './_folders.js';
import {
  anyDocs,
  anyPipeline,
  belowMean,
  byLine,
  crowded,
  fragile,
  lengthTag,
  minWords,
  sampled,
  uniqueLines,
  upperCase,
} from './_pipelines.js';

const doc = (id: string, text: string): Doc => ({ id, text, meta: {} });

describe('run()', () => {
  test('gives nothing for nothing', async () => {
    const { kept, dropped, report } = await run([], [minWords(2), uniqueLines(() => ''), belowMean]);
    expect({ kept, dropped, warnings: report.warnings }).toEqual({ kept: [], dropped: [], warnings: [] });
  });

  test('an empty pipeline keeps everything', async () => {
    const docs = [doc('a', 'one')];
    expect(await run(docs, [])).toEqual({
      kept: docs,
      dropped: [],
      report: { rows: [], skipped: {}, warnings: [], failures: [] },
    });
  });

  test('tells stage, reason, value and limit of what it drops, and counts words and bytes', async () => {
    const { kept, dropped, report } = await run(
      [doc('a', 'ein Wort'), doc('b', 'drei süße Wörter')],
      [minWords(3)],
    );
    expect(kept.map(({ id }) => id)).toEqual(['b']);
    expect(dropped).toEqual([
      { doc: doc('a', 'ein Wort'), stage: 'min-words', reason: 'too-few-words', value: 2, limit: 3 },
    ]);
    expect(timeless(report).rows).toEqual([
      {
        stage: 'min-words',
        kind: 'filter',
        docsIn: 2,
        docsOut: 1,
        wordsIn: 5,
        wordsOut: 3,
        bytesIn: 27,
        bytesOut: 19,
        ms: 0,
        reasons: { 'too-few-words': 1 },
        changes: {},
      },
    ]);
  });

  test('does not change what it is given', async () => {
    const docs = [Object.freeze(doc('a', 'a river\nthe stone')), Object.freeze(doc('b', 'a river'))];
    const before = structuredClone(docs);
    await run(docs, [upperCase, lengthTag, uniqueLines(({ id }) => id), byLine]);
    expect(docs).toEqual(before);
  });

  test('an expanded document has children id#0, id#1, …', async () => {
    const { kept } = await run([doc('a', 'x\n\ny')], [byLine]);
    expect(kept).toEqual([doc('a#0', 'x'), doc('a#1', 'y')]);
  });

  test('a tag joins the metadata', async () => {
    const { kept } = await run([{ ...doc('a', 'xyz'), meta: { date: '2020' } }], [lengthTag]);
    expect(kept[0]?.meta).toEqual({ date: '2020', length: 3 });
  });

  test('of equal lines the one of the smallest rank stays, of equal ranks the first', async () => {
    const docs = [doc('c', 'x\ny'), doc('a', 'y\nz'), doc('b', 'z\nw')];
    const ranked = await run(docs, [uniqueLines(({ id }) => id)]);
    expect(ranked.kept.map(({ id, text }) => `${id}:${text}`)).toEqual(['c:x', 'a:y\nz', 'b:w']);
    const first = await run(docs, [uniqueLines(() => '')]);
    expect(first.kept.map(({ id, text }) => `${id}:${text}`)).toEqual(['c:x\ny', 'a:z', 'b:w']);
    expect(first.report.rows[0]?.changes).toEqual({ 'duplicate-line': 2 });
  });

  test('a stage that throws drops the document with the reason error and names it; the run goes on', async () => {
    const { kept, dropped, report } = await run([doc('a', 'stone'), doc('b', 'river')], [fragile]);
    expect(kept.map(({ id }) => id)).toEqual(['b']);
    expect(dropped).toEqual([
      { doc: doc('a', 'stone'), stage: 'fragile', reason: 'error', message: 'a stone is too hard' },
    ]);
    expect(report.failures).toEqual([{ stage: 'fragile', id: 'a', message: 'a stone is too hard' }]);
    expect(report.warnings).toEqual([
      'Stage "fragile" failed on 1 of 2 documents; first on "a": a stone is too hard',
    ]);
  });

  test('warns of a stage that never fired, and of one that dropped everything', async () => {
    const { report } = await run([doc('a', 'x y z')], [minWords(1), { ...minWords(9), name: 'strict' }]);
    expect(report.warnings).toEqual([
      'Stage "min-words" never fired: it neither dropped nor changed any of 1 documents',
      'Stage "strict" dropped all 1 documents',
    ]);
  });

  test('refuses what is not a pipeline, naming the place', async () => {
    await expect(run([], [minWords as never])).rejects.toThrow(
      new TypeError(
        'Cannot run pipeline: item 1 is a function, not a stage; call the factory, such as minWords()',
      ),
    );
    await expect(run([], [minWords(1), minWords(2)])).rejects.toThrow(RangeError);
    await expect(run([], [{ name: 'x', kind: 'filter' } as never])).rejects.toThrow(
      new TypeError('Cannot run pipeline: item 1, filter "x", has no method judge()'),
    );
    await expect(run([], 'c4' as never)).rejects.toThrow(TypeError);
  });

  test('tells an inline stage that answers with something else than a verdict', async () => {
    const asks = { name: 'async', kind: 'filter', judge: async () => ({ kind: 'keep' }) } as never;
    const { dropped } = await run([doc('a', 'x')], [asks]);
    expect(dropped[0]?.message).toBe(
      "judge() must give { kind: 'keep' } or { kind: 'drop', reason }, it gave a promise (a stage is synchronous)",
    );
  });

  test('a fit or a rule for groups that throws ends the run by the name of the stage', async () => {
    const broken: Pipeline = [
      {
        ...belowMean,
        fit: () => {
          throw new Error('no sample');
        },
      },
    ];
    await expect(run([doc('a', 'x')], broken)).rejects.toThrow('Cannot fit stage "below-mean": no sample');
    const wild: Pipeline = [{ ...crowded, losers: () => [7] }];
    await expect(run([doc('a', 'x')], wild)).rejects.toThrow(
      'Cannot run stage "crowded": the group of key "x" failed: losers() gave the index 7 for a group of 1',
    );
  });

  test('stops with the reason of its signal', async () => {
    const controller = new AbortController();
    const endless = (function* () {
      for (let i = 0; ; i++) yield doc(String(i), 'x');
    })();
    setTimeout(() => controller.abort(new Error('enough')), 60);
    await expect(run(endless, [minWords(2)], { signal: controller.signal })).rejects.toThrow('enough');
  });

  test('drawing by id does not depend on the order of documents', async () => {
    const docs = Array.from({ length: 50 }, (_, i) => doc(`d${i}`, 'x'));
    const one = await run(docs, [sampled(1)]);
    const other = await run([...docs].reverse(), [sampled(1)]);
    expect(other.kept.map(({ id }) => id).reverse()).toEqual(one.kept.map(({ id }) => id));
    expect(one.dropped.length).toBeGreaterThan(5);
  });

  test('a fit on a sample sees that many documents, the same in any order', async () => {
    const seen: string[][] = [];
    const spy: Pipeline = [
      {
        ...belowMean,
        fit(sample) {
          const docs = [...sample];
          seen.push(docs.map(({ id }) => id).sort());
          return belowMean.fit(docs);
        },
      },
    ];
    const docs = Array.from({ length: 50 }, (_, i) => doc(`d${i}`, 'x'.repeat(i)));
    await run(docs, spy, { sampleSize: 7, seed: 3 });
    await run([...docs].reverse(), spy, { sampleSize: 7, seed: 3 });
    await run(docs, spy, { sampleSize: 50 });
    expect(seen.map(({ length }) => length)).toEqual([7, 7, 50]);
    expect(seen[0]).toEqual(seen[1]);
  });

  test('every document that goes in comes out or is dropped for a counted reason', async () => {
    await fc.assert(
      fc.asyncProperty(anyDocs, anyPipeline, async (docs, pipeline) => {
        const { kept, dropped, report } = await run(docs, pipeline);
        report.rows.forEach((row, i) => {
          const reasons = Object.values(row.reasons).reduce((sum, each) => sum + each, 0);
          if (row.kind !== 'expand') expect(row.docsOut + reasons).toBe(row.docsIn);
          expect(row.docsIn).toBe(i === 0 ? docs.length : report.rows[i - 1]?.docsOut);
        });
        expect(kept.length).toBe(pipeline.length === 0 ? docs.length : report.rows.at(-1)?.docsOut);
        const all = report.rows
          .flatMap((row) => Object.values(row.reasons))
          .reduce((sum, each) => sum + each, 0);
        expect(dropped.length).toBe(all);
      }),
    );
  });
});

describe('mergeReports()', () => {
  test('of parts is the report of the whole, wherever documents do not meet', async () => {
    const alone: Pipeline = [minWords(2), fragile, upperCase, byLine, lengthTag, sampled(2)];
    await fc.assert(
      fc.asyncProperty(anyDocs, fc.nat(25), fc.shuffledSubarray([...alone]), async (docs, cut, pipeline) => {
        const parts = await Promise.all(
          [docs.slice(0, cut), docs.slice(cut)].map((part) => run(part, pipeline)),
        );
        const whole = await run(docs, pipeline);
        expect(timeless(mergeReports(parts.map(({ report }) => report)))).toEqual(timeless(whole.report));
      }),
    );
  });

  test('refuses none, and reports of other pipelines', async () => {
    const [one, other] = [await run([], [minWords(1)]), await run([], [upperCase])];
    expect(() => mergeReports([])).toThrow(new RangeError('Cannot merge reports: there is none'));
    expect(() => mergeReports([one.report, other.report])).toThrow(
      new RangeError(
        'Cannot merge reports: row 1 is filter "min-words" in one and edit "upper-case" in the other',
      ),
    );
  });
});

describe('trace()', () => {
  test('shows the verdict with value and limit and ends there', () => {
    const { steps, outcome } = trace(doc('a', 'a river'), [upperCase, lengthTag, minWords(3), byLine]);
    expect(outcome).toBe('dropped');
    expect(steps.map(({ stage }) => stage)).toEqual(['upper-case', 'length', 'min-words']);
    expect(steps[0]?.changes?.map(({ start, replacement }) => [start, replacement])).toEqual([
      [0, 'A'],
      [3, 'I'],
      [5, 'E'],
    ]);
    expect(steps[1]?.tags).toEqual({ length: 7 });
    expect(steps[2]?.verdict).toEqual({ kind: 'drop', reason: 'too-few-words', value: 2, limit: 3 });
  });

  test('agrees with run() on every document, among the others', async () => {
    await fc.assert(
      fc.asyncProperty(anyDocs, anyPipeline, async (docs, pipeline) => {
        const { kept, dropped } = await run(docs, pipeline);
        const ends = docs.flatMap((each) => endsOf(trace(each, pipeline, { among: docs })));
        const expected = [
          ...kept.map((each) => `${each.id} kept ${each.text} ${JSON.stringify(each.meta)}`),
          ...dropped.map(({ doc: { id }, stage, reason }) => `${id} dropped by ${stage}: ${reason}`),
        ];
        expect(ends.sort()).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });

  test('a document that is not among the others comes after them', () => {
    const pipeline = [uniqueLines(() => '')];
    const alone = trace(doc('b', 'x\ny'), pipeline);
    const among = trace(doc('b', 'x\ny'), pipeline, { among: [doc('a', 'x')] });
    expect(alone.steps[0]?.lost).toEqual([]);
    expect(among.steps[0]?.lost).toEqual([0]);
    expect(among.steps[0]?.after?.text).toBe('y');
  });
});

/** Where a trace and those of its children end, in words. */
function endsOf({ doc: start, steps, outcome, children }: ReturnType<typeof trace>): string[] {
  if (outcome === 'divided') return children.flatMap(endsOf);
  const last = steps.at(-1);
  if (outcome === 'dropped') {
    const reason = last?.verdict?.kind === 'drop' ? last.verdict.reason : '';
    return [`${start.id} dropped by ${last?.stage}: ${reason}`];
  }
  const end = last?.after ?? start;
  return [`${end.id} kept ${end.text} ${JSON.stringify(end.meta)}`];
}

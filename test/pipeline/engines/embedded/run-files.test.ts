import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Doc } from '../../../../src/pipeline/core/doc.js';
import { InputError } from '../../../../src/pipeline/core/input-error.js';
import type { Pipeline } from '../../../../src/pipeline/core/stage.js';
import { runFiles } from '../../../../src/pipeline/engines/embedded/run-files.js';
import { run } from '../../../../src/pipeline/engines/embedded/run.js';
import { inFolder, readLines, snapshot, timeless, writeShards } from './_folders.js';
import {
  anyDocs,
  anyPipeline,
  belowMean,
  byLine,
  crowded,
  fragile,
  minWords,
  sampled,
  uniqueLines,
  upperCase,
} from './_pipelines.js';

const everyKind: Pipeline = [
  minWords(2),
  fragile,
  uniqueLines(({ id }) => [...id].reverse().join('')),
  upperCase,
  byLine,
  belowMean,
  sampled(1),
  crowded,
];

function docs(count: number): Doc[] {
  const words = ['river', 'stone', 'over', 'the', 'quiet', 'é', '😀'];
  return Array.from({ length: count }, (_, i) => ({
    id: `doc-${i}`,
    text: Array.from(
      { length: 4 },
      (_, j) => `${words[(i * j + i) % 7]} ${words[(i + j) % 5]} ${(i * 31 + j) % 40}`,
    ).join('\n'),
    meta: { i },
  }));
}

describe('runFiles()', () => {
  test('writes what run() gives, however the documents are divided into files', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyDocs,
        anyPipeline,
        fc.array(fc.nat(25), { maxLength: 4 }),
        async (all, pipeline, cuts) => {
          const expected = await run(all, pipeline);
          await inFolder(async (folder) => {
            const output = join(folder, 'out');
            const { complete, report } = await runFiles({
              inputs: writeShards(folder, all, cuts),
              pipeline,
              output,
            });
            expect(complete).toBe(true);
            expect(await readLines(join(output, 'kept'))).toEqual(JSON.parse(JSON.stringify(expected.kept)));
            const dropped = (await readLines(join(output, 'dropped'))) as { id: string }[];
            const wanted = expected.dropped.map(({ doc, stage, reason, value, limit, message }) =>
              JSON.parse(JSON.stringify({ id: doc.id, stage, reason, value, limit, message })),
            ) as { id: string }[];
            const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
            expect(dropped.sort(byId)).toEqual(wanted.sort(byId));
            const { skipped, ...rest } = timeless(report);
            expect(rest).toEqual({ ...timeless(expected.report), skipped: undefined });
            void skipped;
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('leaves kept, dropped, report, manifest and times, and nothing else', async () => {
    await inFolder(async (folder) => {
      const output = join(folder, 'out');
      const inputs = writeShards(folder, docs(50), [10, 30]);
      const recipe = { name: 'test', version: '1', reading: null };
      await runFiles({ inputs, pipeline: everyKind, output, recipe, seed: 7 });
      expect(readdirSync(output).sort()).toEqual([
        'dropped',
        'kept',
        'manifest.json',
        'report.json',
        'timing.json',
      ]);
      const names = ['00000.jsonl.zst', '00001.jsonl.zst', '00002.jsonl.zst'];
      expect(readdirSync(join(output, 'kept')).sort()).toEqual(names);
      expect(readdirSync(join(output, 'dropped')).sort()).toEqual(names);
      const manifest = JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      expect(manifest).toMatchObject({ format: 1, recipe, seed: 7, sampleSize: null });
      expect(manifest['inputs']).toHaveLength(3);
    });
  });

  test('an empty file is a shard without documents, and the reader tells of it', async () => {
    await inFolder(async (folder) => {
      const output = join(folder, 'out');
      const { report } = await runFiles({
        inputs: writeShards(folder, docs(3), [0]),
        pipeline: everyKind,
        output,
      });
      expect(report.skipped).toEqual({ 'empty-file': 1 });
      expect(readFileSync(join(output, 'skipped.jsonl'), 'utf8')).toContain('"reason":"empty-file"');
      expect(report.rows[0]?.docsIn).toBe(3);
    });
  });

  test('interrupted at any moments and resumed, it ends with the same bytes', async () => {
    await inFolder(async (folder) => {
      const inputs = writeShards(folder, docs(400), [100, 200, 300]);
      const whole = join(folder, 'whole');
      await runFiles({ inputs, pipeline: everyKind, output: whole });
      const expected = snapshot(whole);

      let interruptions = 0;
      for (let seed = 1; seed <= 8; seed++) {
        const output = join(folder, `out-${seed}`);
        for (let attempt = 0; ; attempt++) {
          const controller = new AbortController();
          // counts the documents judged in this attempt, and ends it at one of them
          let left = attempt >= 12 ? Infinity : (seed * 37 + attempt * 91) % 300;
          const counted = everyKind.map((stage) =>
            stage.kind === 'filter'
              ? {
                  ...stage,
                  judge: (doc: Doc) => (
                    left-- === 0 && controller.abort(new Error('stop')),
                    stage.judge(doc)
                  ),
                }
              : stage,
          );
          try {
            await runFiles({ inputs, pipeline: counted, output, resume: true, signal: controller.signal });
            break;
          } catch (error) {
            expect((error as Error).message).toBe('stop');
            interruptions++;
            // nothing half-written stands under a final name, or any temporary one
            const files = readdirSync(output, { recursive: true }).map(String);
            expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
          }
        }
        expect(snapshot(output)).toEqual(expected);
      }
      expect(interruptions).toBeGreaterThan(20);
    });
  });

  test('processes that take a part each end with the same bytes, whatever their order', async () => {
    await inFolder(async (folder) => {
      const inputs = writeShards(folder, docs(100), [20, 50, 60]);
      const whole = join(folder, 'whole');
      await runFiles({ inputs, pipeline: everyKind, output: whole });
      const output = join(folder, 'out');
      const waits: (string | undefined)[] = [];
      for (let round = 0; round < 20; round++) {
        const shard = { index: (round % 3) + 1, of: 3 };
        const { complete, waiting } = await runFiles({
          inputs,
          pipeline: everyKind,
          output,
          shard,
          resume: round > 0,
        });
        if (complete) break;
        waits.push(waiting);
      }
      expect(waits.slice(0, 2)).toEqual([
        '2 of 4 shards have not reached stage "unique-lines"',
        '1 of 4 shards have not reached stage "unique-lines"',
      ]);
      expect(snapshot(output)).toEqual(snapshot(whole));
    });
  });

  test('refuses to resume another run, naming what differs', async () => {
    await inFolder(async (folder) => {
      const inputs = writeShards(folder, docs(10), []);
      const output = join(folder, 'out');
      const named = (limit: number): Pipeline => [
        { ...minWords(limit), ref: { module: 'x', export: 'minWords', params: { limit, other: true } } },
      ];
      await runFiles({ inputs, pipeline: named(2), output, seed: 1 });
      const resume = (changed: object) =>
        runFiles({ inputs, pipeline: named(2), output, seed: 1, resume: true, ...changed });
      await expect(resume({ seed: 2 })).rejects.toThrow('it holds another run: the seed was 1 and is now 2');
      await expect(resume({ pipeline: named(3) })).rejects.toThrow('min-words.limit was 2 and is now 3');
      await expect(resume({ pipeline: [upperCase] })).rejects.toThrow(
        'the list of stages was ["filter min-words"] and is now ["edit upper-case"]',
      );
      await expect(resume({ sampleSize: 5 })).rejects.toThrow(InputError);
      writeFileSync(inputs[0] ?? '', '{"id":"x","text":"y","meta":{}}\n');
      await expect(resume({})).rejects.toThrow(/input 1, .*in-0\.jsonl, has other content/);
    });
  });

  test('resuming a finished run gives its report and changes nothing', async () => {
    await inFolder(async (folder) => {
      const inputs = writeShards(folder, docs(10), []);
      const output = join(folder, 'out');
      const first = await runFiles({ inputs, pipeline: everyKind, output });
      const before = statSync(join(output, 'report.json')).mtimeMs;
      const again = await runFiles({ inputs, pipeline: everyKind, output, resume: true });
      expect(timeless(again.report)).toEqual(timeless(first.report));
      expect(statSync(join(output, 'report.json')).mtimeMs).toBe(before);
    });
  });

  test('refuses an output that is in the way and inputs that cannot be read, before it writes anything', async () => {
    await inFolder(async (folder) => {
      const inputs = writeShards(folder, docs(3), []);
      const output = join(folder, 'out');
      const started = (changed: object) => runFiles({ inputs, pipeline: [minWords(1)], output, ...changed });
      await expect(started({ inputs: [] })).rejects.toThrow(
        new InputError('Cannot run pipeline: there is no input file'),
      );
      await expect(started({ inputs: [join(folder, 'none.jsonl')] })).rejects.toThrow(
        /^Cannot read .*none\.jsonl: there is no such file; check the path$/,
      );
      await expect(started({ inputs: [folder] })).rejects.toThrow(/it is a folder; name the files in it/);
      await expect(started({ output: inputs[0] })).rejects.toThrow(/it is a file; name a folder/);
      expect(existsSync(output)).toBe(false);
      mkdirSync(join(output, 'kept'), { recursive: true });
      await expect(started({})).rejects.toThrow(
        /it holds kept of something else; name an empty or a new folder/,
      );
      await expect(started({ output: join(folder, 'a') })).resolves.toMatchObject({ complete: true });
      await expect(started({ output: join(folder, 'a') })).rejects.toThrow(
        /it holds a finished run; name another folder/,
      );
    });
  });

  test('a damaged work file is told, with what to do', async () => {
    await inFolder(async (folder) => {
      const inputs = writeShards(folder, docs(40), [20]);
      const output = join(folder, 'out');
      await runFiles({ inputs, pipeline: everyKind, output, shard: { index: 1, of: 2 } });
      await runFiles({ inputs, pipeline: everyKind, output, shard: { index: 2, of: 2 }, resume: true });
      const keys = join(output, '.work', 'pass-0', '00000.keys');
      if (existsSync(keys)) writeFileSync(keys, readFileSync(keys).subarray(0, 5));
      expect(existsSync(keys)).toBe(true);
      const losers = join(output, '.work', 'pass-0', 'losers');
      expect(existsSync(losers)).toBe(true);
      writeFileSync(losers, 'short');
      await expect(
        runFiles({ inputs, pipeline: everyKind, output, shard: { index: 1, of: 2 }, resume: true }),
      ).rejects.toThrow(/losers: it is damaged; delete the output folder and run again/);
    });
  });

  test('tells how far it is, never past the end', async () => {
    await inFolder(async (folder) => {
      const steps = new Set<string>();
      await runFiles({
        inputs: writeShards(folder, docs(40), [20]),
        pipeline: everyKind,
        output: join(folder, 'out'),
        onProgress: ({ step, bytes, bytesTotal }) => {
          steps.add(step);
          expect(bytes).toBeLessThanOrEqual(bytesTotal);
        },
      });
      expect([...steps]).toEqual([
        'digesting inputs',
        'reading',
        'grouping unique-lines',
        'after unique-lines',
        'after below-mean',
        'grouping crowded',
        'after crowded',
      ]);
    });
  });

  test('a document of 40 MB and lone surrogates pass through every pass', async () => {
    await inFolder(async (folder) => {
      const giant: Doc = { id: 'giant', text: 'river é '.repeat(5_000_000), meta: {} };
      const lone: Doc = { id: 'lone', text: 'a\ud800b', meta: {} };
      const output = join(folder, 'out');
      const inputs = writeShards(folder, [lone], []);
      async function* two() {
        yield giant;
        yield lone;
        yield giant;
      }
      const open = () => ({
        skipped: { counts: {}, first: [], total: 0 } as never,
        progress: { bytesRead: 0 },
        [Symbol.asyncIterator]: two,
      });
      const spy: string[] = [];
      const check: Pipeline = [
        uniqueLines(({ id }) => id),
        {
          name: 'check',
          kind: 'filter',
          judge: ({ id, text }) => (
            spy.push(`${id} ${text.length} ${text === giant.text || text === lone.text}`),
            { kind: 'keep' }
          ),
        },
      ];
      await runFiles({ inputs, pipeline: check, output, open });
      expect(spy).toEqual(['giant 40000000 true', 'lone 3 true']);
    });
  });
});

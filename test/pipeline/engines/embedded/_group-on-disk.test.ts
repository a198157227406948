import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type OwnedKey, groupInMemory } from '../../../../src/pipeline/core/_group.js';
import type { KeyRow, Keyed } from '../../../../src/pipeline/core/stage.js';
import {
  Segments,
  groupOnDisk,
  openLosers,
} from '../../../../src/pipeline/engines/embedded/_group-on-disk.js';
import { writeKeys } from '../../../../src/pipeline/engines/embedded/_key-rows.js';
import { PartitionWriter } from '../../../../src/pipeline/engines/embedded/_partitions.js';
import { inFolder } from './_folders.js';

const byDefault: Keyed = { name: 'k', kind: 'keyed', keys: () => [], finish: () => ({ kind: 'keep' }) };
const byOwnRule: Keyed = {
  ...byDefault,
  losers: (group) => group.flatMap((row, i) => (i % 2 === 1 && row.key !== '' ? [i] : [])),
};

/** Keys of many documents: few of them common, many alone, ranks of several lengths. */
function keysOf(doc: number): KeyRow[] {
  return Array.from({ length: doc % 7 }, (_, part) => {
    const number = (doc * 2654435761 + part * 40503) >>> 0;
    const key = number % 3 === 0 ? `common ${number % 50}` : `alone ${number} ${'x'.repeat(number % 40)}`;
    return { key, rank: ['', 'é', String(number % 9), '\uffff', '😀'][number % 5] ?? '', part };
  });
}

describe.each([
  ['the default rule', byDefault],
  ['a rule of its own', byOwnRule],
])('groupOnDisk() by %s', (_, stage) => {
  test.each([
    ['in one pass', 1 << 30, 16],
    ['in many slices of few partitions', 60_000, 2],
  ])('finds the losers that groupInMemory() finds, %s', async (__, passBytes, partitions) => {
    const counts = [4000, 0, 9000, 1];
    const rows: OwnedKey[] = [];
    await inFolder(async (folder) => {
      let first = 0;
      const keyFiles = counts.map((count, shard) => {
        const path = join(folder, `${shard}.keys`);
        const writer = new PartitionWriter(path, 1024);
        for (let doc = 0; doc < count; doc++) {
          const keys = keysOf(first + doc);
          writeKeys(writer, partitions, stage, doc, keys);
          for (const key of keys) rows.push({ ...key, doc: first + doc });
        }
        writer.commit();
        first += count;
        return path;
      });
      const losersFile = join(folder, 'losers');
      const task = { stage, partitions, keyFiles, documents: counts, losersFile, passBytes };
      await groupOnDisk({ ...task, pause: async () => {} });

      const expected = groupInMemory(stage, rows);
      expect(expected.size).toBeGreaterThan(1000);
      const segments = new Segments(counts);
      let number = 0;
      for (const [shard, count] of counts.entries()) {
        const lostBy = openLosers(losersFile, segments, shard);
        for (let doc = 0; doc < count; doc++) expect(lostBy(doc)).toEqual(expected.get(number++) ?? []);
      }
    });
  });
});

test('Segments are as many as fit, however many documents there are', () => {
  const few = new Segments([10, 5000, 0, 3]);
  expect([few.of(0, 9), few.of(1, 0), few.of(1, 4095), few.of(1, 4096), few.of(3, 0)]).toEqual([
    0, 1, 1, 2, 3,
  ]);
  const many = new Segments([400_000_000, 1]);
  expect(many.of(1, 0)).toBeLessThan(8192);
});

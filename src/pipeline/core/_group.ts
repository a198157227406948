import { compareStrings } from './compare-strings.js';
import type { KeyRow, Keyed } from './stage.js';

/** A key of the document with the number `doc`, in the order in which documents came. */
export interface OwnedKey extends KeyRow {
  readonly doc: number;
}

/**
 * The rows of one key that lose, by the stage's own rule or the default one: all but the first.
 *
 * @param group rows of one key, in any order
 * @throws {Error} If the stage's rule throws: unlike bad data, that is no one document's fault.
 */
export function losersOf(stage: Keyed, group: readonly OwnedKey[]): readonly OwnedKey[] {
  const sorted = [...group].sort(
    (a, b) => compareStrings(a.rank, b.rank) || a.doc - b.doc || a.part - b.part,
  );
  if (!stage.losers) return sorted.slice(1);
  const rows = sorted.map(({ key, rank, part }) => ({ key, rank, part }));
  try {
    return [...stage.losers(rows)].map((index) => {
      const loser = sorted[index];
      if (!loser) throw new RangeError(`losers() gave the index ${index} for a group of ${sorted.length}`);
      return loser;
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `Cannot run stage "${stage.name}": the group of key "${rows[0]?.key}" failed: ${reason}`,
      { cause },
    );
  }
}

/** Groups keys in memory: the parts that each document lost, ascending. */
export function groupInMemory(stage: Keyed, keys: Iterable<OwnedKey>): Map<number, readonly number[]> {
  const groups = new Map<string, OwnedKey[]>();
  for (const row of keys) {
    const group = groups.get(row.key);
    if (group) group.push(row);
    else groups.set(row.key, [row]);
  }
  const lost = new Map<number, Set<number>>();
  for (const group of groups.values()) {
    for (const { doc, part } of losersOf(stage, group)) {
      const parts = lost.get(doc);
      if (parts) parts.add(part);
      else lost.set(doc, new Set([part]));
    }
  }
  return new Map([...lost].map(([doc, parts]) => [doc, [...parts].sort((a, b) => a - b)]));
}

import { random } from './random.js';
import type { Doc } from './doc.js';

/**
 * The documents a fit learns from: all, or `size` of them drawn by the hash of their ids, the same at any sharding,
 * in the order of documents.
 *
 * @param docs gives the documents afresh at each call; it is called twice when a sample is drawn
 */
export function sampleOf(docs: () => Iterable<Doc>, size: number | null, seed: number): Iterable<Doc> {
  if (size === null) return docs();
  const draws: number[] = [];
  for (const { id } of docs()) draws.push(drawOf(seed, id));
  const sorted = Float64Array.from(draws).sort();
  if (sorted.length <= size) return docs();
  const limit = sorted[size] ?? 1;
  return filterBelow(docs(), limit, seed);
}

function* filterBelow(docs: Iterable<Doc>, limit: number, seed: number): Generator<Doc> {
  for (const doc of docs) if (drawOf(seed, doc.id) < limit) yield doc;
}

function drawOf(seed: number, id: string): number {
  const draw = random(seed, `${id}/sample`);
  // 53 bits, so that two documents practically never draw the same number
  return draw.uint32() * 0x200000 + (draw.uint32() >>> 11);
}

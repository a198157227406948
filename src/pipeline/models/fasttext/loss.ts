import type { BestLabels } from './_best-labels.js';
import type { FastTextLoss } from './arguments.js';
import type { Matrix } from './matrix.js';

/** Offers the labels of a hidden vector that may be among the best and whose score reaches the threshold. */
export type Scorer = (hidden: Float32Array, threshold: number, best: BestLabels) => void;

const fround = Math.fround;

/** fastText's logarithm: never of zero. Scores are `exp(log(p + 1e-5))`, so they may sum to slightly more than 1. */
export function safeLogarithm(value: number): number {
  return fround(Math.log(value + 1e-5));
}

/** The scorer of a loss, over the output matrix; label counts shape the tree of the hierarchical softmax. */
export function makeScorer(loss: FastTextLoss, output: Matrix, labelCounts: readonly number[]): Scorer {
  if (loss === 'hs') return hierarchicalSoftmax(output, labelCounts);
  const activate = loss === 'softmax' ? softmax : sigmoids;
  const values = new Float32Array(labelCounts.length);
  return function flat(hidden, threshold, best) {
    for (let label = 0; label < values.length; label++) values[label] = output.dotRow(hidden, label);
    activate(values);
    for (let label = 0; label < values.length; label++) {
      const value = values[label]!;
      if (value < threshold) continue;
      const logarithm = safeLogarithm(value);
      if (logarithm >= best.floor) best.offer(label, logarithm);
    }
  };
}

function softmax(values: Float32Array): void {
  let most = values[0] ?? 0;
  for (const value of values) if (value > most) most = value;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    values[i] = Math.exp(fround(values[i]! - most));
    sum = fround(sum + values[i]!);
  }
  for (let i = 0; i < values.length; i++) values[i] = values[i]! / sum;
}

/** One sigmoid a label (`ova` and `ns`), from a table of 512 steps over [-8, 8], as fastText has it. */
function sigmoids(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < -8) values[i] = 0;
    else if (value > 8) values[i] = 1;
    else {
      const step = Math.trunc(fround(fround(fround(value + 8) * 512) / 8) / 2);
      values[i] = 1 / (1 + fround(Math.exp(8 - fround(step * 16) / 512)));
    }
  }
}

/**
 * A binary tree over the labels, the frequent ones near the root (Huffman); a label's probability is the product of
 * the turns towards it (`morin2005hierarchical`). Branches that can no longer reach the floor are not entered.
 */
function hierarchicalSoftmax(output: Matrix, labelCounts: readonly number[]): Scorer {
  const labels = labelCounts.length;
  const { left, right } = huffmanTree(labelCounts);
  return function descend(hidden, threshold, best) {
    const least = safeLogarithm(threshold);
    const visit = (node: number, logarithm: number): void => {
      if (logarithm < least || logarithm < best.floor) return;
      if (node < labels) return best.offer(node, logarithm);
      const turn = fround(1 / fround(1 + fround(Math.exp(-output.dotRow(hidden, node - labels)))));
      visit(left[node - labels]!, fround(logarithm + safeLogarithm(fround(1 - turn))));
      visit(right[node - labels]!, fround(logarithm + safeLogarithm(turn)));
    };
    if (labels > 0) visit(2 * labels - 2, 0);
  };
}

/** Children of each inner node; nodes below `counts.length` are leaves. Expects counts in descending order. */
function huffmanTree(labelCounts: readonly number[]): { left: Int32Array; right: Int32Array } {
  const labels = labelCounts.length;
  const counts = new Float64Array(Math.max(0, 2 * labels - 1)).fill(1e15);
  counts.set(labelCounts);
  const left = new Int32Array(Math.max(0, labels - 1));
  const right = new Int32Array(Math.max(0, labels - 1));
  let leaf = labels - 1;
  let inner = labels;
  const smallest = (): number => (leaf >= 0 && counts[leaf]! < counts[inner]! ? leaf-- : inner++);
  for (let node = labels; node < counts.length; node++) {
    left[node - labels] = smallest();
    right[node - labels] = smallest();
    counts[node] = counts[left[node - labels]!]! + counts[right[node - labels]!]!;
  }
  return { left, right };
}

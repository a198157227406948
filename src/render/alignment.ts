/** One step of turning one sequence into another: how many items stay, go or come. */
export interface Step {
  readonly kind: 'same' | 'cut' | 'add';
  /** Where the items stand: in the old sequence for `same` and `cut`, in the new one for `add`. */
  readonly at: number;
  readonly length: number;
}

/** Cells of the table of the longest common subsequence; beyond them the middle is shown as replaced. */
const LIMIT = 4_000_000;

/**
 * Aligns two sequences by their longest common subsequence. Equal heads and tails are set aside first, so that only the part that
 * differs costs time (its lengths multiplied; where that is too much it counts as wholly replaced).
 *
 * @example
 * align(['a', 'b'], ['b', 'c']) // => [{ kind: 'cut', at: 0, length: 1 }, { kind: 'same', at: 1, length: 1 }, { kind: 'add', at: 1, length: 1 }]
 */
export function align(before: readonly string[], after: readonly string[]): readonly Step[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  const steps: Step[] = [];
  const push = (kind: Step['kind'], at: number, length: number): void => {
    const last = steps.at(-1);
    if (length === 0) return;
    if (last?.kind === kind && last.at + last.length === at)
      steps[steps.length - 1] = { ...last, length: last.length + length };
    else steps.push({ kind, at, length });
  };
  push('same', 0, head);
  middle(before, after, head, tail, push);
  push('same', before.length - tail, tail);
  return steps;
}

function middle(
  before: readonly string[],
  after: readonly string[],
  head: number,
  tail: number,
  push: (kind: Step['kind'], at: number, length: number) => void,
): void {
  const rows = before.length - head - tail;
  const columns = after.length - head - tail;
  if (rows * columns > LIMIT) {
    push('cut', head, rows);
    push('add', head, columns);
    return;
  }
  const width = columns + 1;
  // longest[i * width + j]: the longest common subsequence of what follows row i and column j
  const longest = new Uint32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      const cell = i * width + j;
      longest[cell] =
        before[head + i] === after[head + j]
          ? (longest[cell + width + 1] ?? 0) + 1
          : Math.max(longest[cell + width] ?? 0, longest[cell + 1] ?? 0);
    }
  }
  let i = 0;
  let j = 0;
  while (i < rows || j < columns) {
    const cell = i * width + j;
    if (i < rows && j < columns && before[head + i] === after[head + j]) {
      push('same', head + i, 1);
      i += 1;
      j += 1;
    } else if (j >= columns || (i < rows && (longest[cell + width] ?? 0) >= (longest[cell + 1] ?? 0))) {
      push('cut', head + i, 1);
      i += 1;
    } else {
      push('add', head + j, 1);
      j += 1;
    }
  }
}

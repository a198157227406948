/**
 * The likeliest labels offered so far, on a heap whose top is the least of them. Labels of equal score stand in the
 * order that the C++ program's heap leaves them in: its steps are followed one by one.
 */
export class BestLabels {
  readonly labels: Int32Array;
  /** Logarithms of the scores. */
  readonly logarithms: Float32Array;
  length = 0;

  constructor(readonly wanted: number) {
    this.labels = new Int32Array(wanted + 1);
    this.logarithms = new Float32Array(wanted + 1);
  }

  /** What a label must reach to be among the best. */
  get floor(): number {
    return this.length < this.wanted ? -Infinity : this.logarithms[0]!;
  }

  offer(label: number, logarithm: number): void {
    this.#rise(this.length++, label, logarithm);
    if (this.length > this.wanted) this.#takeLeast(this.length--);
  }

  /** Sorts the likeliest to the front. The heap is none any more. */
  sort(): void {
    for (let length = this.length; length > 1; length--) this.#takeLeast(length);
  }

  /** Moves the least of the first `length` labels to the end of them, and makes the others a heap again. */
  #takeLeast(length: number): void {
    const { labels, logarithms } = this;
    const last = length - 1;
    const label = labels[last]!;
    const logarithm = logarithms[last]!;
    this.#move(0, last);
    // the hole sinks to the bottom, then the value rises from there
    let hole = 0;
    let child = 0;
    while (child < (last - 1) >> 1) {
      child = 2 * (child + 1);
      if (logarithms[child]! > logarithms[child - 1]!) child--;
      this.#move(child, hole);
      hole = child;
    }
    if ((last & 1) === 0 && child === (last - 2) >> 1) {
      child = 2 * child + 1;
      this.#move(child, hole);
      hole = child;
    }
    this.#rise(hole, label, logarithm);
  }

  #rise(from: number, label: number, logarithm: number): void {
    let hole = from;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.logarithms[parent]! <= logarithm) break;
      this.#move(parent, hole);
      hole = parent;
    }
    this.labels[hole] = label;
    this.logarithms[hole] = logarithm;
  }

  #move(from: number, to: number): void {
    this.labels[to] = this.labels[from]!;
    this.logarithms[to] = this.logarithms[from]!;
  }
}

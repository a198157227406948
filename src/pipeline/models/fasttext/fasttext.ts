import { checkNumber } from '../../core/check.js';
import { BestLabels } from './_best-labels.js';
import type { IntList } from './_int-list.js';
import type { FastTextArguments } from './arguments.js';
import type { Dictionary } from './dictionary.js';
import { makeScorer, type Scorer } from './loss.js';
import type { Matrix } from './matrix.js';

/** One label of a prediction. */
export interface Prediction {
  /** As it stands in the model, such as `__label__en`. */
  readonly label: string;
  /** From 0 to 1 (and up to 1.00001: fastText adds 1e-5 before it takes a logarithm). */
  readonly score: number;
}

/**
 * A fastText model, ready to predict. It answers as the C++ does, bit for bit up to the last step of `exp` and `log`.
 * Buffers are kept between calls, so one model serves one thread.
 */
export class FastText {
  /** Every label, the most frequent in training first. */
  readonly labels: readonly string[];
  readonly #rows: IntList = { values: new Int32Array(4096), length: 0 };
  readonly #hidden: Float32Array;
  readonly #scorer: Scorer;
  #best = new BestLabels(1);

  constructor(
    /** The settings the model was trained with. */
    readonly settings: FastTextArguments,
    private readonly dictionary: Dictionary,
    private readonly input: Matrix,
    output: Matrix,
  ) {
    this.labels = dictionary.labels;
    this.#hidden = new Float32Array(settings.dim);
    this.#scorer = makeScorer(settings.loss, output, dictionary.labelCounts);
  }

  /**
   * The `count` likeliest labels of one line of text, the likeliest first, those under `threshold` left out.
   * Empty when no part of the text is known to the model.
   *
   * @throws {RangeError} If the text holds a line break (fastText reads one line), or the model is not supervised.
   * @example
   * model.predict('Hello, world!', 2)
   * // => [{ label: '__label__en', score: 0.1245… }, { label: '__label__ca', score: 0.0859… }]
   */
  predict(text: string, count = 1, threshold = 0): Prediction[] {
    const wanted = Math.min(
      checkNumber('Cannot predict', 'count', count, { min: 1, integer: true }),
      this.labels.length,
    );
    checkNumber('Cannot predict', 'threshold', threshold);
    if (this.settings.model !== 'supervised') {
      throw new RangeError(`Cannot predict: the model is "${this.settings.model}", which has no labels`);
    }
    const lineBreak = text.indexOf('\n');
    if (lineBreak >= 0) {
      throw new RangeError(
        `Cannot predict: the text has a line break at ${lineBreak}; replace line breaks by spaces first`,
      );
    }
    if (!this.#embed(text)) return [];
    const best = (this.#best = this.#best.wanted === wanted ? this.#best : new BestLabels(wanted));
    best.length = 0;
    this.#scorer(this.#hidden, threshold, best);
    best.sort();
    return Array.from(best.labels.subarray(0, best.length), (label, i) => ({
      label: this.labels[label]!,
      score: Math.fround(Math.exp(best.logarithms[i]!)),
    }));
  }

  /** The mean of the input rows of a line, in `#hidden`; false when there is none. */
  #embed(text: string): boolean {
    const rows = this.#rows;
    rows.length = 0;
    this.dictionary.lineRows(text, rows);
    if (rows.length === 0) return false;
    const hidden = this.#hidden.fill(0);
    for (let i = 0; i < rows.length; i++) this.input.addRow(hidden, rows.values[i]!);
    const share = Math.fround(1 / rows.length);
    for (let j = 0; j < hidden.length; j++) hidden[j] = hidden[j]! * share;
    return true;
  }
}

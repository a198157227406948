import { checkNumber } from '../../core/check.js';
import type { Filter } from '../../core/stage.js';
import { KEEP } from '../../core/verdict.js';
import { countCharacters, isLongerThan } from '../../text/characters.js';

/** Options for {@link pageLength}. */
export interface PageLengthOptions {
  /** Most characters (Unicode code points) in a page, inclusive. @default 190_000 */
  readonly max?: number;
}

/**
 * Drops pages with more than `max` characters, before anything else looks at them.
 *
 * Rule and default: C4's code (`raffel2020t5`); the paper does not name it.
 *
 * @example
 * pageLength({ max: 3 }).judge({ id: '1', text: 'whale', meta: {} })
 * // => { kind: 'drop', reason: 'too-long-filter:filtered', value: 5, limit: 3 }
 * @throws {RangeError} If max is not an integer of at least 0.
 */
export function pageLength({ max = 190_000 }: PageLengthOptions = {}): Filter {
  checkNumber('Cannot make stage "page-length"', 'max', max, { min: 0, integer: true });
  return {
    kind: 'filter',
    name: 'page-length',
    cite: 'raffel2020t5',
    ref: { module: 'stages/filters/page-length', export: 'pageLength', params: { max } },
    judge({ text }) {
      if (!isLongerThan(text, max)) return KEEP;
      return { kind: 'drop', reason: 'too-long-filter:filtered', value: countCharacters(text), limit: max };
    },
  };
}

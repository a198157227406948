import { checkNumber } from '../../core/check.js';
import type { Filter } from '../../core/stage.js';
import { KEEP } from '../../core/verdict.js';
import { isLongerThan } from '../../text/characters.js';

/** Options for {@link longLines}. */
export interface LongLinesOptions {
  /** Fewest long lines in a page, inclusive. @default 3 */
  readonly minLines?: number;
  /** Fewest characters (Unicode code points) in a long line, inclusive. @default 200 */
  readonly minLength?: number;
}

/**
 * Drops pages without enough long lines: what multilingual C4 has in place of English end marks.
 *
 * Rule and defaults: mC4, `xue2021mt5`, section 3.1, and its code.
 *
 * @example
 * longLines({ minLines: 1, minLength: 6 }).judge({ id: '1', text: 'whale\nship', meta: {} })
 * // => { kind: 'drop', reason: 'paragraph-filter:filtered', value: 0, limit: 1 }
 * @throws {RangeError} If a limit is not an integer of at least 1.
 */
export function longLines({ minLines = 3, minLength = 200 }: LongLinesOptions = {}): Filter {
  const action = 'Cannot make stage "long-lines"';
  checkNumber(action, 'minLines', minLines, { min: 1, integer: true });
  checkNumber(action, 'minLength', minLength, { min: 1, integer: true });
  return {
    kind: 'filter',
    name: 'long-lines',
    cite: 'xue2021mt5',
    ref: { module: 'stages/filters/long-lines', export: 'longLines', params: { minLines, minLength } },
    judge({ text }) {
      let count = 0;
      for (let start = 0; start <= text.length;) {
        const found = text.indexOf('\n', start);
        const end = found < 0 ? text.length : found;
        if (isLongerThan(text, minLength - 1, start, end) && ++count >= minLines) return KEEP;
        start = end + 1;
      }
      return { kind: 'drop', reason: 'paragraph-filter:filtered', value: count, limit: minLines };
    },
  };
}

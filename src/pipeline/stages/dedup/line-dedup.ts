import { checkNumber } from '../../core/check.js';
import type { Change, Keyed } from '../../core/stage.js';
import { KEEP } from '../../core/verdict.js';
import { md5Hex } from '../../text/hash.js';
import { englishSentences } from '../../text/punkt/english.js';
import { strip } from '../../text/whitespace.js';

/** Options for {@link lineDedup}. */
export interface LineDedupOptions {
  /** Fewest sentences in a page after its duplicates went; `null` is off, as for mC4. @default 3 */
  readonly minSentences?: number | null;
}

/**
 * Keeps each line once in the whole collection: on the page whose URL has the smallest MD5, so that no domain is
 * favoured, and there where it comes first. Lines are compared stripped and in lower case. A page that has nothing left,
 * or too few sentences, goes; also one that lost no line.
 *
 * Rule: C4's code (`raffel2020t5`). The paper has spans of three sentences instead of lines. Pages without URL take
 * their id's hash.
 *
 * @example
 * [...lineDedup().keys({ id: '1', text: 'Whale!\nSea.', meta: {} })].map(({ part }) => part) // => [0, 1]
 * @throws {RangeError} If minSentences is not an integer of at least 0.
 */
export function lineDedup({ minSentences = 3 }: LineDedupOptions = {}): Keyed {
  if (minSentences !== null) {
    checkNumber('Cannot make stage "line-dedup"', 'minSentences', minSentences, { min: 0, integer: true });
  }
  return {
    kind: 'keyed',
    name: 'line-dedup',
    cite: 'raffel2020t5',
    ref: { module: 'stages/dedup/line-dedup', export: 'lineDedup', params: { minSentences } },
    *keys({ id, url, text }) {
      const rank = md5Hex(url ?? id);
      let part = 0;
      for (const line of text.split('\n')) yield { key: md5Hex(lineKey(line)), rank, part: part++ };
    },
    finish({ text }, lost) {
      const kept = lost.length > 0 ? withoutLines(text, lost) : { kind: 'edit' as const, text, changes: [] };
      if (kept.text === '') return { kind: 'drop', reason: 'filtered:empty' };
      if (minSentences !== null) {
        const value = englishSentences().count(kept.text, minSentences);
        if (value < minSentences) {
          return { kind: 'drop', reason: 'filtered:too_few_sentences', value, limit: minSentences };
        }
      }
      return lost.length > 0 ? kept : KEEP;
    },
  };
}

function lineKey(line: string): string {
  return strip(line).toLowerCase();
}

/** The text without its lines of these numbers, ascending; each goes with the end that follows it, or precedes it. */
function withoutLines(
  text: string,
  lost: readonly number[],
): { kind: 'edit'; text: string; changes: Change[] } {
  const lines = text.split('\n');
  const isLost = new Set(lost);
  const last = lines.findLastIndex((_, index) => !isLost.has(index));
  const changes: Change[] = [];
  const kept: string[] = [];
  const seen = new Set<string>();
  let start = 0;
  for (const [index, line] of lines.entries()) {
    const end = start + line.length;
    if (isLost.has(index)) {
      const isRepeat = seen.has(lineKey(line));
      const span =
        index > last && last >= 0
          ? { start: start - 1, end }
          : { start, end: Math.min(end + 1, text.length) };
      changes.push({ ...span, reason: `line-filtered:${isRepeat ? 'local' : 'global'}_duplicate` });
    } else {
      kept.push(line);
      seen.add(lineKey(line));
    }
    start = end + 1;
  }
  return { kind: 'edit', text: kept.join('\n'), changes };
}

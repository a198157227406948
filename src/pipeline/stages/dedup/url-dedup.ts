import { checkOneOf } from '../../core/check.js';
import type { Keyed } from '../../core/stage.js';
import { KEEP } from '../../core/verdict.js';
import { md5Hex } from '../../text/hash.js';
import { normalizeUrl } from '../../text/urls.js';

/** Options for {@link urlDedup}. */
export interface UrlDedupOptions {
  /**
   * Which page of a URL stays. `newest`: of the latest `meta.date`, the first of several (C4 3.1). `largest-hash`: the
   * one whose text has the largest MD5 (3.0, so that any order gives the same). `last`: the last in order (before 3.0).
   * @default 'newest'
   */
  readonly keep?: 'newest' | 'largest-hash' | 'last';
}

/**
 * Keeps one page of each URL, as {@link normalizeUrl} has it. Pages without URL stay.
 *
 * Rule: C4's code (`raffel2020t5`), whose versions differ in which page stays.
 *
 * @example
 * [...urlDedup().keys({ id: '1', url: 'https://example.org/', text: '', meta: { date: '2019-04-18T10:00:00Z' } })]
 * // => [{ key: '1bdf72e04d6b50c82a48c7e4dd38cc69', rank: '2019-04-18T10:00:00Z', part: 0 }]
 * @throws {RangeError} If keep has no such name.
 */
export function urlDedup({ keep = 'newest' }: UrlDedupOptions = {}): Keyed {
  checkOneOf('Cannot make stage "url-dedup"', 'keep', keep, ['newest', 'largest-hash', 'last']);
  return {
    kind: 'keyed',
    name: 'url-dedup',
    cite: 'raffel2020t5',
    ref: { module: 'stages/dedup/url-dedup', export: 'urlDedup', params: { keep } },
    *keys({ url, text, meta }) {
      if (url === undefined || url === '') return;
      const date = typeof meta['date'] === 'string' ? meta['date'] : '';
      const rank = keep === 'newest' ? date : keep === 'largest-hash' ? md5Hex(text) : '';
      yield { key: md5Hex(normalizeUrl(url)), rank, part: 0 };
    },
    *losers(group) {
      // sorted by rank, then in document order: the best has the largest rank
      const largest = group.at(-1)?.rank;
      const winner = keep === 'last' ? group.length - 1 : group.findIndex(({ rank }) => rank === largest);
      for (let index = 0; index < group.length; index++) if (index !== winner) yield index;
    },
    finish: (_, lost) => (lost.length > 0 ? { kind: 'drop', reason: 'duplicate-url-filter:filtered' } : KEEP),
  };
}

import { checkStrings } from '../../core/check.js';
import type { Filter } from '../../core/stage.js';
import { KEEP } from '../../core/verdict.js';
import { normalizeUrl } from '../../text/urls.js';

/** Options for {@link urlList}. */
export interface UrlListOptions {
  /** The URLs whose pages stay; compared by {@link normalizeUrl}. */
  readonly urls: readonly string[];
}

/**
 * Keeps pages whose URL is in a list: the inner join by which WebText-like C4 takes the pages that OpenWebText links to.
 * A page without URL goes.
 *
 * Rule: the `webtextlike` configuration of `raffel2020t5`, section 3.4.1.
 *
 * @example
 * urlList({ urls: ['https://example.org/a'] }).judge({ id: '1', url: 'http://www.example.org/a/', text: '', meta: {} })
 * // => { kind: 'keep' }
 * @throws {TypeError} If urls is not a list of strings.
 */
export function urlList({ urls }: UrlListOptions): Filter {
  checkStrings('Cannot make stage "url-list"', 'urls', urls);
  const wanted = new Set(urls.map(normalizeUrl));
  return {
    kind: 'filter',
    name: 'url-list',
    cite: 'raffel2020t5',
    ref: { module: 'stages/filters/url-list', export: 'urlList', params: { urls } },
    judge({ url }) {
      if (url !== undefined && wanted.has(normalizeUrl(url))) return KEEP;
      return { kind: 'drop', reason: 'webtextlike-filter:filtered' };
    },
  };
}

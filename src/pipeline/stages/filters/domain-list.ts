import { createRequire } from 'node:module';
import type { Filter } from '../../core/stage.js';
import { KEEP } from '../../core/verdict.js';
import { normalizeUrl } from '../../text/urls.js';

// the list of public suffixes is large, and few pipelines ask for it
const load = createRequire(import.meta.url);

/** Options for {@link domainList}. */
export interface DomainListOptions {
  /**
   * Registered domains whose pages stay, such as `example.org`, each with its subdomains that count (`''` for none), or
   * `null` for all.
   */
  readonly domains: Readonly<Record<string, readonly string[] | null>>;
}

/**
 * Keeps pages of listed domains: how RealNews-like C4 takes the news sites of RealNews. `www.` is no subdomain.
 *
 * Rule: the `realnewslike` configuration of `raffel2020t5`, section 3.4.1; the list is `zellers2019grover`'s. Domains are
 * told from suffixes by the Public Suffix List.
 *
 * @example
 * domainList({ domains: { 'example.co.uk': null } }).judge({ id: '1', url: 'https://a.example.co.uk/', text: '', meta: {} })
 * // => { kind: 'keep' }
 * @throws {TypeError} If domains is not an object of lists or nulls.
 */
export function domainList({ domains }: DomainListOptions): Filter {
  if (typeof domains !== 'object' || domains === null || Array.isArray(domains)) {
    throw new TypeError(
      `Cannot make stage "domain-list": domains must be an object, current value is ${JSON.stringify(domains)}`,
    );
  }
  const wanted = new Map(
    Object.entries(domains).map(([domain, subdomains]) => {
      if (subdomains !== null && !Array.isArray(subdomains)) {
        throw new TypeError(
          `Cannot make stage "domain-list": the subdomains of "${domain}" must be a list or null, ` +
            `current value is ${JSON.stringify(subdomains)}`,
        );
      }
      return [domain, subdomains === null ? null : new Set<string>(subdomains)] as const;
    }),
  );
  const { parse } = load('tldts') as typeof import('tldts');
  return {
    kind: 'filter',
    name: 'domain-list',
    cite: 'raffel2020t5',
    ref: { module: 'stages/filters/domain-list', export: 'domainList', params: { domains } },
    judge({ url = '' }) {
      const { domain, subdomain } = parse(normalizeUrl(url));
      const subdomains = domain === null ? undefined : wanted.get(domain);
      if (subdomains === undefined) return { kind: 'drop', reason: 'filtered:bad_domain' };
      if (subdomains === null || subdomains.has(subdomain ?? '')) return KEEP;
      return { kind: 'drop', reason: 'filtered:bad_subdomain' };
    },
  };
}

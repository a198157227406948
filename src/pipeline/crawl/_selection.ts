import { canonicalUrl } from './canonical-url.js';
import type { CrawlOutcome } from './crawl-log.js';
import type { FrontierEntry } from './_frontier.js';
import { looksEndless, shapeOf } from './looks-endless.js';
import type { PageFacts } from './page-facts.js';
import type { FullCrawlPolicy } from './policy.js';

/** A URL that a seed, a link or a redirect names. */
export type Found = Pick<FrontierEntry, 'url' | 'depth' | 'from' | 'chain'>;

/** The selection policy at work: which URLs are new, and which of them are worth waiting for. */
export class Selection {
  /** Links seen on pages; those to a page known already; those known only by their canonical URL. */
  readonly links = { found: 0, known: 0, canonicalized: 0 };
  readonly #policy: FullCrawlPolicy;
  readonly #inLinks: Map<string, number>;
  readonly #known = new Set<string>();
  readonly #seedHosts = new Set<string>();
  readonly #shapes = new Map<string, number>();

  /** @param inLinks Where links to each URL are counted. */
  constructor(policy: FullCrawlPolicy, inLinks: Map<string, number>) {
    this.#policy = policy;
    this.#inLinks = inLinks;
  }

  isKnown(url: string): boolean {
    return this.#known.has(url);
  }

  /** The URL that an address stands for under the policy; undefined for what is no web address. */
  addressOf(address: string, base: string | undefined): string | undefined {
    const canonical = canonicalUrl(address, base);
    return canonical === undefined || this.#policy.canonicalize ? canonical : withoutFragment(address, base);
  }

  /** The new URLs that a page's links lead to, each once, in order. */
  *linksOf(page: PageFacts, { url, depth }: FrontierEntry): Generator<Found> {
    const { obeyRobots } = this.#policy;
    if (page.nofollow && obeyRobots) return;
    const base = page.base === undefined ? url : (canonicalUrl(page.base, url) ?? url);
    for (const link of page.links) {
      if (!/^(?:A|AREA|FRAME|IFRAME)@/.test(link.path)) continue;
      if (obeyRobots && /\bnofollow\b/i.test(link.rel ?? '')) continue;
      const target = this.addressOf(link.url, base);
      if (target === undefined) continue;
      this.links.found++;
      this.#inLinks.set(target, (this.#inLinks.get(target) ?? 0) + 1);
      if (this.#known.has(target)) {
        this.links.known++;
        if (withoutFragment(link.url, base) !== target) this.links.canonicalized++;
      } else {
        yield { url: target, depth: depth + 1, from: url, chain: [] };
      }
    }
  }

  /** Makes a URL known; says what speaks against fetching it, if anything does. */
  judge({ url, host, depth, from }: FrontierEntry): CrawlOutcome | undefined {
    this.#known.add(url);
    const { scope, maxDepth, avoidTraps, maxPerShape } = this.#policy;
    if (from === undefined) this.#seedHosts.add(host);
    if (scope === 'seeds' && !this.#seedHosts.has(host)) return 'off-site';
    if (depth > maxDepth) return 'too-deep';
    if (!avoidTraps) return undefined;
    if (looksEndless(url)) return 'trap';
    const shape = shapeOf(url);
    if (shape === undefined) return undefined;
    const count = (this.#shapes.get(shape) ?? 0) + 1;
    this.#shapes.set(shape, count);
    return count > maxPerShape ? 'trap' : undefined;
  }
}

/** A link's whole address, as it stands but for the fragment. */
function withoutFragment(address: string, base: string | undefined): string | undefined {
  if (!URL.canParse(address, base)) return undefined;
  const url = new URL(address, base);
  url.hash = '';
  return url.href;
}

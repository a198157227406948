import { canonicalUrl } from './canonical-url.js';
import type { CrawlOutcome } from './crawl-log.js';
import type { FetchResponse } from './fetcher.js';
import type { FullCrawlPolicy } from './policy.js';
import { bodyOf, field } from './_response.js';
import { robotsRules, type RobotsRules } from './robots-rules.js';

/** How the request for a host's robots.txt ended, its redirects included. */
export interface RobotsAnswer {
  /** Address of the file at the host that was asked. */
  readonly first: string;
  /** Address that answered. */
  readonly url: string;
  /** Milliseconds of all requests together. */
  readonly ms: number;
  readonly response: FetchResponse | undefined;
}

interface Known {
  readonly rules: RobotsRules;
  /** Nothing answers there. */
  readonly noAnswer: boolean;
  /** Virtual time until which the rules may be used. */
  readonly until: number;
}

const DAY_MS = 86_400_000;
const MAX_REDIRECTS = 5;

/**
 * What a crawler knows of its hosts' robots.txt, and what that means for a page. Rules are used for a day and five
 * redirects are followed, as the standard has it: RFC 9309 (`koster2022robots`), 2.4 and 2.3.1.2.
 */
export class HostRobots {
  readonly #policy: FullCrawlPolicy;
  readonly #known = new Map<string, Known>();

  constructor(policy: FullCrawlPolicy) {
    this.#policy = policy;
  }

  /** Whether a host's rules must be fetched before a page is. */
  isNeeded(host: string, now: number): boolean {
    const known = this.#known.get(host);
    return known === undefined || (!known.noAnswer && now >= known.until);
  }

  /** Asks for the robots.txt of a page's host, and follows its redirects. */
  async fetch(
    page: string,
    request: (url: string) => Promise<FetchResponse | undefined>,
  ): Promise<RobotsAnswer> {
    const first = new URL('/robots.txt', page).href;
    let url = first;
    let ms = 0;
    let response: FetchResponse | undefined;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      response = await request(url);
      ms += response?.ms ?? 0;
      const location =
        response && response.status >= 300 && response.status < 400 ? field(response, 'Location') : undefined;
      const target = location === undefined ? undefined : canonicalUrl(location, url);
      if (target === undefined) break;
      url = target;
    }
    return { first, url, ms, response };
  }

  /** Takes over an answer. Gives the response, unless it came too late. */
  take(host: string, { first, ms, response }: RobotsAnswer, now: number): FetchResponse | undefined {
    const timely = response && response.ms > this.#policy.timeoutMs ? undefined : response;
    this.#known.set(host, {
      rules: robotsRules(first, this.#policy.agent, timely?.status, timely && bodyOf(timely)),
      noAnswer: timely === undefined && ms === 0,
      until: now + DAY_MS,
    });
    return timely;
  }

  /** Why a page is not asked for, if there is a reason; a host that does not answer is one even for the impolite. */
  judge(host: string, url: string): CrawlOutcome | undefined {
    const known = this.#known.get(host);
    if (known === undefined) return undefined;
    const { rules, noAnswer } = known;
    const { obeyRobots, maxDelayMs } = this.#policy;
    if (noAnswer) return 'unreachable';
    if (!obeyRobots) return undefined;
    if (rules.source === 'unreachable') return 'robots-unreachable';
    if (!rules.allows(url)) return 'robots-disallowed';
    if ((rules.crawlDelay ?? 0) * 1000 > maxDelayMs) return 'crawl-delay-too-long';
    return undefined;
  }

  /** Milliseconds that a host rests between requests: what it asks for, within the policy. */
  delayMs(host: string): number {
    const { obeyRobots, delayMs, maxDelayMs } = this.#policy;
    const asked = obeyRobots ? (this.#known.get(host)?.rules.crawlDelay ?? Infinity) * 1000 : Infinity;
    return asked > maxDelayMs ? delayMs : asked;
  }

  /** Where a host's rules come from. */
  source(host: string): RobotsRules['source'] {
    return this.#known.get(host)?.rules.source ?? 'unreachable';
  }
}

/** How a crawler behaves: what it selects, how polite it is, and when it comes back. */
export interface CrawlPolicy {
  /** Name in robots.txt and User-Agent. @default 'LecternBot' */
  readonly agent?: string;
  /** Follows robots.txt and `<meta name="robots">`. @default true */
  readonly obeyRobots?: boolean;

  /** Links from a seed, inclusive. @default 12 */
  readonly maxDepth?: number;
  /** Which hosts are crawled: any that a link leads to, or those of the seeds. @default 'any' */
  readonly scope?: 'any' | 'seeds';
  /** Requests in all, inclusive, robots.txt not counted. @default 10_000 */
  readonly maxPages?: number;
  /** Requests to one host, inclusive, robots.txt not counted. @default 200 */
  readonly maxPagesPerHost?: number;
  /** Which known URL is fetched first: the one nearest to a seed, or the one most linked to. @default 'breadth-first' */
  readonly order?: 'breadth-first' | 'in-links';
  /** Leaves out URLs that look endless: see {@link looksEndless}; and shapes seen `maxPerShape` times. @default true */
  readonly avoidTraps?: boolean;
  /** URLs of a host that may differ in numbers only, before they are taken for a trap. @default 20 */
  readonly maxPerShape?: number;

  /** Virtual milliseconds between the end of a request and the next one to the same host, as Nutch's. @default 5000 */
  readonly delayMs?: number;
  /** Longest delay that robots.txt may ask for; a host that asks for more is left alone, as Nutch does. @default 30_000 */
  readonly maxDelayMs?: number;
  /** Requests under way at once, each to another host. @default 4 */
  readonly threads?: number;
  /** Virtual milliseconds until an answer is given up. @default 10_000 */
  readonly timeoutMs?: number;
  /** Bytes of a body kept; the rest is cut off, as Common Crawl does. @default 1 MiB */
  readonly maxBytes?: number;
  /** Redirects followed one after the other, inclusive. @default 5 */
  readonly maxRedirects?: number;

  /** Takes URLs that differ in what names a visit for the same. @default true */
  readonly canonicalize?: boolean;
  /** Stores a body that is known already as a `revisit` record. @default true */
  readonly dedup?: boolean;
  /** Asks each host for a page that cannot exist, and knows by it pages that say "not found" with status 200. @default true */
  readonly findSoftNotFound?: boolean;

  /** When to come back to a page; null for never. @default null */
  readonly revisit?: RevisitPolicy | null;
  /** Virtual milliseconds after which no request starts. @default Infinity */
  readonly untilMs?: number;
}

/**
 * When a page is fetched again. `uniform`: all at the same interval. `adaptive`: an interval of its own for each page,
 * longer by 40 % when it has not changed and shorter by 20 % when it has, as Nutch's adaptive schedule.
 * The two policies compared by `cho2003refresh`.
 */
export interface RevisitPolicy {
  readonly kind: 'uniform' | 'adaptive';
  /** The first interval, in virtual milliseconds. */
  readonly intervalMs: number;
  /** @default a tenth of intervalMs */
  readonly minMs?: number;
  /** @default ten times intervalMs */
  readonly maxMs?: number;
}

/** A policy with every setting named. */
export type FullCrawlPolicy = Required<CrawlPolicy>;

/**
 * Fills in what a policy leaves open.
 *
 * @throws {RangeError} If a number is not positive, or a delay negative.
 */
export function toPolicy(policy: CrawlPolicy = {}): FullCrawlPolicy {
  const full: FullCrawlPolicy = {
    agent: 'LecternBot',
    obeyRobots: true,
    maxDepth: 12,
    scope: 'any',
    maxPages: 10_000,
    maxPagesPerHost: 200,
    order: 'breadth-first',
    avoidTraps: true,
    maxPerShape: 20,
    delayMs: 5000,
    maxDelayMs: 30_000,
    threads: 4,
    timeoutMs: 10_000,
    maxBytes: 1 << 20,
    maxRedirects: 5,
    canonicalize: true,
    dedup: true,
    findSoftNotFound: true,
    revisit: null,
    untilMs: Infinity,
    ...policy,
  };
  for (const key of [
    'maxPages',
    'maxPagesPerHost',
    'threads',
    'timeoutMs',
    'maxBytes',
    'maxPerShape',
    'untilMs',
  ] as const) {
    if (!(full[key] > 0)) {
      throw new RangeError(`Cannot crawl: ${key} must be positive, current value is ${full[key]}`);
    }
  }
  for (const key of ['delayMs', 'maxDelayMs', 'maxDepth', 'maxRedirects'] as const) {
    if (!(full[key] >= 0)) {
      throw new RangeError(`Cannot crawl: ${key} must not be negative, current value is ${full[key]}`);
    }
  }
  if (full.revisit && !(full.revisit.intervalMs > 0)) {
    throw new RangeError(
      `Cannot crawl: revisit.intervalMs must be positive, current value is ${full.revisit.intervalMs}`,
    );
  }
  if (full.revisit && full.untilMs === Infinity) {
    throw new RangeError('Cannot crawl: a revisit policy needs untilMs, or the crawl would never end');
  }
  return full;
}

import type { CrawlLogRow, CrawlOutcome } from './crawl-log.js';
import type { RobotsRules } from './robots-rules.js';

/** A crawl that has ended. */
export interface CrawlResult {
  /** The WARC file, compressed record by record. */
  readonly warc: Uint8Array;
  /** Each URL that something became of, in the order of virtual time. */
  readonly log: readonly CrawlLogRow[];
  /** Rows of the log, by outcome. */
  readonly outcomes: Readonly<Partial<Record<CrawlOutcome, number>>>;
  /** One row a host. */
  readonly hosts: readonly CrawledHost[];
  /** Links seen on pages; those to a page known already; those known only once what names a visit was left out. */
  readonly links: { readonly found: number; readonly known: number; readonly canonicalized: number };
  /** Requests, with those for robots.txt and for pages that cannot exist. */
  readonly requests: number;
  /** How long the crawl took, in virtual milliseconds. */
  readonly ms: number;
  /** URLs that still wait in the frontier. */
  readonly left: number;
}

/** What a crawl made of one host. */
export interface CrawledHost {
  readonly host: string;
  readonly robots: RobotsRules['source'];
  /** Virtual milliseconds left between two requests. */
  readonly delayMs: number;
  readonly requests: number;
  readonly fetched: number;
}

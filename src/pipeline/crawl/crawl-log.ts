/** What became of a URL. */
export type CrawlOutcome =
  | 'fetched'
  | 'duplicate'
  | 'unchanged'
  | 'not-modified'
  | 'redirect'
  | 'redirect-loop'
  | 'too-many-redirects'
  | 'no-index'
  | 'not-html'
  | 'soft-not-found'
  | 'client-error'
  | 'server-error'
  | 'timeout'
  | 'unreachable'
  | 'robots-disallowed'
  | 'robots-unreachable'
  | 'crawl-delay-too-long'
  | 'off-site'
  | 'too-deep'
  | 'host-budget'
  | 'trap';

/** One row of the crawl's log: a URL and what became of it. */
export interface CrawlLogRow {
  /** Virtual milliseconds since the start. */
  readonly ms: number;
  /** The same as a date, ISO 8601. */
  readonly time: string;
  readonly host: string;
  readonly url: string;
  readonly depth: number;
  readonly outcome: CrawlOutcome;
  /** HTTP status; absent for what was never asked for. */
  readonly status?: number;
  /** Bytes of the body. */
  readonly bytes: number;
  /** Page it was found on. */
  readonly from?: string;
  /** URLs waiting in the frontier after it. */
  readonly frontier: number;
}

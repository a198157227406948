import { sha1Base32 } from '../readers/warc-writer.js';
import type { CrawlLogRow, CrawlOutcome } from './crawl-log.js';
import type { CrawlResult } from './crawl-result.js';
import type { Fetcher, FetchResponse } from './fetcher.js';
import { Frontier, type FrontierEntry, type HostState } from './_frontier.js';
import { HostRobots } from './_host-robots.js';
import { type PageFacts, pageFacts } from './page-facts.js';
import { type CrawlPolicy, type FullCrawlPolicy, toPolicy } from './policy.js';
import { bodyOf, field, htmlOf, printOf } from './_response.js';
import { type Found, Selection } from './_selection.js';
import { ROBOTS_BYTES } from './robots-rules.js';
import { type StoredResponse, WarcStore } from './_warc-store.js';

export type { CrawledHost, CrawlResult } from './crawl-result.js';

/** What to crawl, and how. */
export interface CrawlOptions {
  /** URLs to begin with. */
  readonly seeds: readonly string[];
  readonly fetcher: Fetcher;
  readonly policy?: CrawlPolicy;
  /** Virtual date of the first request. @default '2026-01-31T12:00:00Z' */
  readonly start?: string;
}

/**
 * Crawls from seeds, politely, and stores what it fetched in a WARC file: a small Nutch, with the policies that any
 * crawler needs (`castillo2004crawling` names selection, re-visit, politeness and parallelisation).
 *
 * Time is virtual: a delay of five seconds costs nothing, and two crawls of the same hosts make the same bytes. Up to
 * `threads` requests are under way at once, never two to one host. Redirects are followed later, as links are.
 *
 * @throws {RangeError} If the policy has a number out of range.
 * @throws {TypeError} If a seed is no web address.
 * @example
 * const web = await serveLocalWeb(localSites())
 * const { outcomes } = await crawl({ seeds: web.seeds, fetcher: web.fetcher })
 * outcomes.fetched // => 24
 */
export async function crawl(options: CrawlOptions): Promise<CrawlResult> {
  return new Crawler(options).run();
}

/** A request under way. */
interface InFlight {
  readonly finish: number;
  readonly host: HostState;
  complete(): void;
}

/** What is remembered of a host beside its queue. */
interface HostFacts {
  /** Print of the answer to a page that cannot exist; null where that is honestly "not found". */
  softNotFound: string | null | undefined;
  requests: number;
  fetched: number;
}

/** What is remembered of a page, for when it is fetched again. */
interface PageMemory {
  readonly interval: number;
  readonly digest: string | undefined;
  readonly etag: string | undefined;
  readonly modified: string | undefined;
  readonly stored: StoredResponse | undefined;
}

class Crawler {
  readonly #policy: FullCrawlPolicy;
  readonly #fetcher: Fetcher;
  readonly #start: number;
  readonly #agent: string;
  readonly #frontier: Frontier;
  readonly #selection: Selection;
  readonly #robots: HostRobots;
  readonly #store: WarcStore;

  readonly #log: CrawlLogRow[] = [];
  readonly #facts = new Map<string, HostFacts>();
  readonly #bodies = new Map<string, StoredResponse>();
  readonly #pages = new Map<string, PageMemory>();
  #inFlight: InFlight[] = [];
  #now = 0;
  #pageRequests = 0;
  #requests = 0;
  #order = 0;

  constructor({ seeds, fetcher, policy, start = '2026-01-31T12:00:00Z' }: CrawlOptions) {
    this.#policy = toPolicy(policy);
    this.#fetcher = fetcher;
    this.#start = Date.parse(start);
    this.#agent = `${this.#policy.agent}/0.1 (+http://lectern.example/bot)`;
    this.#frontier = new Frontier(this.#policy.order);
    this.#selection = new Selection(this.#policy, this.#frontier.inLinks);
    this.#robots = new HostRobots(this.#policy);
    this.#store = new WarcStore({ date: this.#date(), agent: this.#agent, seed: 'crawl' });
    for (const seed of seeds) {
      const url = this.#selection.addressOf(seed, undefined);
      if (url === undefined)
        throw new TypeError(`Cannot crawl: a seed must be a web address, current value is "${seed}"`);
      if (!this.#selection.isKnown(url)) this.#enqueue({ url, depth: 0, from: undefined, chain: [] });
    }
  }

  async run(): Promise<CrawlResult> {
    for (;;) {
      while (this.#mayStart()) {
        const entry = this.#frontier.next(this.#now);
        if (!entry) break;
        await this.#begin(entry);
      }
      // the next thing that happens: an answer comes, or a host has rested
      const answer = this.#inFlight.reduce((least, { finish }) => Math.min(least, finish), Infinity);
      const rested = this.#mayStart() ? this.#frontier.nextTime() : Infinity;
      const next = Math.min(answer, rested);
      if (next === Infinity || (this.#inFlight.length === 0 && next > this.#policy.untilMs)) break;
      this.#now = Math.max(this.#now, next);
      const done = this.#inFlight.filter(({ finish }) => finish <= this.#now);
      this.#inFlight = this.#inFlight.filter(({ finish }) => finish > this.#now);
      for (const { complete } of done) complete();
    }
    return this.#result();
  }

  #mayStart(): boolean {
    const { threads, maxPages, untilMs } = this.#policy;
    return this.#inFlight.length < threads && this.#pageRequests < maxPages && this.#now <= untilMs;
  }

  /** Does the next thing that an entry needs: its host's robots.txt, a probe, a verdict without a request, or a request. */
  async #begin(entry: FrontierEntry): Promise<void> {
    const host = this.#frontier.host(entry.host);
    const facts = this.#factsOf(entry.host);
    if (this.#robots.isNeeded(entry.host, this.#now)) return this.#fetchRobots(entry, host);
    const against = this.#robots.judge(entry.host, entry.url);
    if (against) return this.#refuse(entry, against);

    const { maxPagesPerHost, findSoftNotFound } = this.#policy;
    if (facts.requests >= maxPagesPerHost) return this.#refuse(entry, 'host-budget');
    if (findSoftNotFound && facts.softNotFound === undefined) return this.#fetchProbe(entry, host, facts);

    this.#frontier.take(entry);
    this.#pageRequests++;
    facts.requests++;
    const memory = this.#pages.get(entry.url);
    const conditions: (readonly [string, string])[] = [];
    if (memory?.etag !== undefined) conditions.push(['If-None-Match', memory.etag]);
    if (memory?.modified !== undefined) conditions.push(['If-Modified-Since', memory.modified]);
    const headers = [...this.#headers(), ...conditions];
    const date = this.#date();
    const response = await this.#fetch(entry.url, headers);
    this.#wait(host, response?.ms ?? 0, () => this.#received(entry, facts, headers, date, response));
  }

  /** A URL gets a row without having been asked for. */
  #refuse(entry: FrontierEntry, outcome: CrawlOutcome): void {
    this.#frontier.take(entry);
    this.#row(entry, outcome);
  }

  async #fetchRobots(entry: FrontierEntry, host: HostState): Promise<void> {
    const date = this.#date();
    const answer = await this.#robots.fetch(entry.url, (url) => this.#fetch(url, this.#headers()));
    this.#wait(host, answer.ms, () => {
      const response = this.#robots.take(entry.host, answer, this.#now);
      if (response) this.#keep(answer.url, date, this.#headers(), response, ROBOTS_BYTES);
    });
  }

  /** Asks for a page that cannot exist: what comes with status 200 is how the host says "not found". */
  async #fetchProbe(entry: FrontierEntry, host: HostState, facts: HostFacts): Promise<void> {
    const url = new URL(
      `/no-such-page-${sha1Base32(Buffer.from(entry.host)).slice(5, 13).toLowerCase()}`,
      entry.url,
    ).href;
    const response = await this.#fetch(url, this.#headers());
    this.#wait(host, response?.ms ?? 0, () => {
      const soft = response !== undefined && response.status >= 200 && response.status < 300;
      facts.softNotFound = soft ? printOf(htmlOf(response), url) : null;
    });
  }

  async #fetch(
    url: string,
    headers: readonly (readonly [string, string])[],
  ): Promise<FetchResponse | undefined> {
    this.#requests++;
    try {
      return await this.#fetcher({ url: new URL(url), headers, time: this.#start + this.#now });
    } catch {
      return undefined;
    }
  }

  /** Lets a request take its time; the host rests after it. */
  #wait(host: HostState, ms: number, complete: () => void): void {
    host.busy = true;
    const finish = this.#now + Math.min(ms, this.#policy.timeoutMs);
    this.#inFlight.push({
      finish,
      host,
      complete: () => {
        host.busy = false;
        complete();
        host.ready = this.#now + this.#robots.delayMs(host.host);
      },
    });
  }

  #received(
    entry: FrontierEntry,
    facts: HostFacts,
    headers: readonly (readonly [string, string])[],
    date: string,
    response: FetchResponse | undefined,
  ): void {
    if (!response) return this.#row(entry, 'unreachable');
    if (response.ms > this.#policy.timeoutMs) return this.#row(entry, 'timeout');
    const { status } = response;
    const memory = this.#pages.get(entry.url);
    if (status === 304 && memory?.stored) {
      const revisit = { of: memory.stored, profile: 'server-not-modified' } as const;
      this.#store.exchange({
        url: entry.url,
        date,
        requestHeaders: headers,
        response,
        truncated: false,
        revisit,
      });
      this.#row(entry, 'not-modified', response);
      return this.#schedule(entry, { ...memory, interval: this.#interval(memory.interval, false) });
    }
    if (status >= 300 && status < 400) {
      this.#keep(entry.url, date, headers, response);
      return this.#redirected(entry, response);
    }
    if (status >= 400) {
      this.#keep(entry.url, date, headers, response);
      return this.#row(entry, status < 500 ? 'client-error' : 'server-error', response);
    }

    const isHtml = /^(?:text\/html|application\/xhtml\+xml)\b/i.test(
      field(response, 'Content-Type') ?? 'text/html',
    );
    const html = isHtml ? htmlOf(response) : '';
    const page = isHtml ? pageFacts(html) : undefined;
    if (page?.noindex && this.#policy.obeyRobots) {
      this.#row(entry, 'no-index', response);
      return this.#follow(entry, page);
    }
    const digest = sha1Base32(bodyOf(response));
    const same = this.#policy.dedup || memory?.digest === digest ? this.#bodies.get(digest) : undefined;
    const stored = this.#keep(entry.url, date, headers, response, this.#policy.maxBytes, same);
    if (!same) this.#bodies.set(digest, stored);

    this.#row(entry, this.#outcome(facts, page, html, entry.url, same), response);
    if (page) this.#follow(entry, page);
    this.#schedule(entry, {
      interval: memory
        ? this.#interval(memory.interval, memory.digest !== digest)
        : (this.#policy.revisit?.intervalMs ?? 0),
      digest,
      etag: field(response, 'ETag'),
      modified: field(response, 'Last-Modified'),
      stored: same ?? stored,
    });
  }

  #outcome(
    facts: HostFacts,
    page: PageFacts | undefined,
    html: string,
    url: string,
    same: StoredResponse | undefined,
  ): CrawlOutcome {
    if (!page) return 'not-html';
    if (typeof facts.softNotFound === 'string' && printOf(html, url) === facts.softNotFound)
      return 'soft-not-found';
    if (same) return same.url === url ? 'unchanged' : 'duplicate';
    facts.fetched++;
    return 'fetched';
  }

  /** Stores an exchange, cut at the limit of bytes. */
  #keep(
    url: string,
    date: string,
    requestHeaders: readonly (readonly [string, string])[],
    response: FetchResponse,
    maxBytes = this.#policy.maxBytes,
    same?: StoredResponse,
  ): StoredResponse {
    const truncated = response.body.length > maxBytes;
    const cut = truncated ? { ...response, body: response.body.subarray(0, maxBytes) } : response;
    const revisit = same ? ({ of: same, profile: 'identical-payload-digest' } as const) : undefined;
    return this.#store.exchange({
      url,
      date,
      requestHeaders,
      response: cut,
      truncated,
      ...(revisit ? { revisit } : {}),
    });
  }

  #redirected(entry: FrontierEntry, response: FetchResponse): void {
    const target = this.#selection.addressOf(field(response, 'Location') ?? '', entry.url);
    const chain = [...entry.chain, entry.url];
    if (target === undefined) return this.#row(entry, 'client-error', response);
    if (chain.includes(target)) return this.#row(entry, 'redirect-loop', response);
    if (chain.length > this.#policy.maxRedirects) return this.#row(entry, 'too-many-redirects', response);
    this.#row(entry, 'redirect', response);
    if (!this.#selection.isKnown(target))
      this.#enqueue({ url: target, depth: entry.depth, from: entry.url, chain });
  }

  #follow(entry: FrontierEntry, page: PageFacts): void {
    for (const found of this.#selection.linksOf(page, entry)) this.#enqueue(found);
  }

  /** Lets a URL wait in the frontier, unless the selection policy is against it. */
  #enqueue(found: Found): void {
    const entry: FrontierEntry = { ...found, host: new URL(found.url).host, due: 0, order: this.#order++ };
    const against = this.#selection.judge(entry);
    if (against) this.#row(entry, against);
    else this.#frontier.add(entry);
  }

  /** Puts a page back into the frontier for when it is to be fetched again. */
  #schedule(entry: FrontierEntry, memory: PageMemory): void {
    this.#pages.set(entry.url, memory);
    if (!this.#policy.revisit) return;
    this.#frontier.add({ ...entry, due: this.#now + memory.interval, order: this.#order++ });
  }

  #interval(interval: number, changed: boolean): number {
    const { revisit } = this.#policy;
    if (revisit?.kind !== 'adaptive') return revisit?.intervalMs ?? interval;
    const { minMs = revisit.intervalMs / 10, maxMs = revisit.intervalMs * 10 } = revisit;
    return Math.min(maxMs, Math.max(minMs, interval * (changed ? 0.8 : 1.4)));
  }

  #factsOf(host: string): HostFacts {
    let facts = this.#facts.get(host);
    if (!facts) {
      facts = { softNotFound: undefined, requests: 0, fetched: 0 };
      this.#facts.set(host, facts);
    }
    return facts;
  }

  #headers(): readonly (readonly [string, string])[] {
    return [
      ['User-Agent', this.#agent],
      ['Accept', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.5'],
      ['Accept-Encoding', 'gzip'],
    ];
  }

  #date(): string {
    return `${new Date(this.#start + this.#now).toISOString().slice(0, 19)}Z`;
  }

  #row({ host, url, depth, from }: FrontierEntry, outcome: CrawlOutcome, response?: FetchResponse): void {
    this.#log.push({
      ms: this.#now,
      time: this.#date(),
      host,
      url,
      depth,
      outcome,
      ...(response ? { status: response.status } : {}),
      bytes: response?.body.length ?? 0,
      ...(from === undefined ? {} : { from }),
      frontier: this.#frontier.size,
    });
  }

  #result(): CrawlResult {
    const outcomes: Partial<Record<CrawlOutcome, number>> = {};
    for (const { outcome } of this.#log) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    const hosts = [...this.#facts].map(([host, { requests, fetched }]) => ({
      host,
      robots: this.#robots.source(host),
      delayMs: this.#robots.delayMs(host),
      requests,
      fetched,
    }));
    return {
      warc: this.#store.bytes(),
      log: this.#log,
      outcomes,
      hosts,
      links: this.#selection.links,
      requests: this.#requests,
      ms: this.#now,
      left: this.#frontier.size,
    };
  }
}

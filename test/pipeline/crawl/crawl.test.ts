import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { crawl } from '../../../src/pipeline/crawl/crawl.js';
import type { CrawlOutcome } from '../../../src/pipeline/crawl/crawl-log.js';
import type { Fetcher } from '../../../src/pipeline/crawl/fetcher.js';
import { localPages, localSites } from '../../../src/pipeline/crawl/local-sites.js';
import type { CrawlPolicy } from '../../../src/pipeline/crawl/policy.js';
import { serveLocalWeb } from '../../../src/pipeline/crawl/serve-local-web.js';
import { toWat } from '../../../src/pipeline/crawl/to-wat.js';
import { toWet } from '../../../src/pipeline/crawl/to-wet.js';
import { readWarc } from '../../../src/pipeline/readers/read-warc.js';
import { readWat } from '../../../src/pipeline/readers/read-wat.js';
import { readWet } from '../../../src/pipeline/readers/read-wet.js';
import { warcDocs } from '../../../src/pipeline/readers/warc-docs.js';
import { all } from '../readers/support.js';

async function crawlLocalWeb(policy: CrawlPolicy = {}) {
  const web = await serveLocalWeb(localSites());
  try {
    return await crawl({ seeds: web.seeds, fetcher: web.fetcher, policy });
  } finally {
    await web.close();
  }
}

/** A web of pages by URL, each a list of links, without a server. */
function pagesFetcher(
  pages: Readonly<Record<string, string | { status: number; location?: string; body?: string; ms?: number }>>,
): { fetcher: Fetcher; asked: string[]; times: Map<string, number> } {
  const asked: string[] = [];
  const times = new Map<string, number>();
  const fetcher: Fetcher = ({ url, time }) => {
    asked.push(url.href);
    times.set(url.href, time);
    const page = pages[url.href] ?? { status: 404 };
    const {
      status,
      location,
      body,
      ms = 0,
    } = typeof page === 'string'
      ? { status: 200, body: page, location: undefined }
      : { body: undefined, ...page };
    return Promise.resolve({
      status,
      statusText: '',
      headers: location === undefined ? [] : [['Location', location] as const],
      body: Buffer.from(body ?? ''),
      ms,
    });
  };
  return { fetcher, asked, times };
}

const link = (...urls: string[]): string => urls.map((url) => `<a href="${url}">x</a>`).join('');

describe('crawl()', () => {
  test('makes of each address of the local web what it should', async () => {
    const { log, outcomes, hosts, links, left } = await crawlLocalWeb();
    const outcome = Object.fromEntries(log.map((row) => [row.url, row.outcome]));
    const expected: Record<string, CrawlOutcome> = {
      'http://museum.example/': 'fetched',
      'http://museum.example/rooms/clock.html': 'fetched',
      'http://museum.example/staff/': 'robots-disallowed',
      'http://museum.example/archive/inventory.html': 'timeout',
      'http://blog.example/about.html': 'client-error',
      'http://blog.example/drafts/mirror.html': 'no-index',
      'http://shop.example/item?id=bean': 'fetched',
      'http://shop.example/item?id=pear': 'soft-not-found',
      'http://shop.example/old-shop': 'redirect',
      'http://shop.example/login/check': 'redirect-loop',
      'http://shop.example/price-list.pdf': 'not-html',
      'http://closed.example/': 'robots-unreachable',
      'http://hermit.example/': 'robots-disallowed',
      'http://tired.example/': 'crawl-delay-too-long',
    };
    for (const [url, expectedOutcome] of Object.entries(expected))
      expect([url, outcome[url]]).toEqual([url, expectedOutcome]);
    expect(outcomes.trap).toBe(2);
    expect(hosts.find(({ host }) => host === 'museum.example')).toEqual({
      host: 'museum.example',
      robots: 'file',
      delayMs: 2000,
      requests: 9,
      fetched: 8,
    });
    expect(links.canonicalized).toBeGreaterThan(10);
    expect(left).toBe(0);
  });

  test('stores every page of ours that may be kept, and they decode to what was written', async () => {
    const { warc } = await crawlLocalWeb();
    const texts = new Map((await all(warcDocs(warc))).map((doc) => [doc.url!, doc.text]));
    const stored = localPages().filter(({ url }) => !url.includes('/drafts/'));
    for (const { url, content } of stored) {
      const address = url.replace(/shop\.example\/(\w+)\.html/, 'shop.example/item?id=$1');
      const sentence = /<p>([^<]*)<\/p>/.exec(content)![1]!;
      expect([address, texts.get(address)?.includes(sentence)]).toEqual([address, true]);
    }
    expect(stored.length).toBe(23);
  });

  test('makes the same bytes twice', async () => {
    const [one, two] = [await crawlLocalWeb(), await crawlLocalWeb()];
    expect(Buffer.compare(one.warc, two.warc)).toBe(0);
    expect(one.log).toEqual(two.log);
    expect(gunzipSync(one.warc).toString('latin1')).not.toMatch(/127\.0\.0\.1:|virtual|\r\nDate:/);
  });

  test('writes warcinfo, request, response and metadata, without a bad record', async () => {
    const { warc, requests } = await crawlLocalWeb();
    const reader = readWarc(warc);
    const records = await all(reader);
    expect(reader.skipped.total).toBe(0);
    expect(records[0]!.type).toBe('warcinfo');
    const responses = records.filter(({ type }) => type === 'response' || type === 'revisit');
    expect(records.filter(({ type }) => type === 'request').length).toBe(responses.length);
    // not stored: one probe a host that answers, the page that was too slow, and the one that asked not to be
    expect(responses.length).toBe(requests - 4 - 1 - 1);
  });

  test('rests between two requests to a host, and not between hosts', async () => {
    const { fetcher, times } = pagesFetcher({
      'http://a.example/': link('/1', '/2'),
      'http://a.example/1': { status: 200, ms: 300 },
      'http://a.example/2': '',
      'http://b.example/': '',
    });
    const policy = { delayMs: 1000, findSoftNotFound: false };
    await crawl({
      seeds: ['http://a.example/', 'http://b.example/'],
      fetcher,
      policy,
      start: '1970-01-01T00:00:00Z',
    });
    expect([...times]).toEqual([
      ['http://a.example/robots.txt', 0],
      ['http://b.example/robots.txt', 0],
      ['http://a.example/', 1000],
      ['http://b.example/', 1000],
      ['http://a.example/1', 2000],
      ['http://a.example/2', 3300],
    ]);
  });

  test('does nothing that robots.txt or a page forbids, unless told to', async () => {
    const pages = {
      'http://a.example/robots.txt': 'User-agent: *\nDisallow: /no',
      'http://a.example/': `${link('/no', '/yes')}<a href="/rel" rel="nofollow">x</a>`,
      'http://a.example/yes': `<meta name="robots" content="none">${link('/behind')}`,
    };
    const polite = pagesFetcher(pages);
    await crawl({
      seeds: ['http://a.example/'],
      fetcher: polite.fetcher,
      policy: { findSoftNotFound: false },
    });
    expect(polite.asked.map((url) => new URL(url).pathname)).toEqual(['/robots.txt', '/', '/yes']);
    const rude = pagesFetcher(pages);
    await crawl({
      seeds: ['http://a.example/'],
      fetcher: rude.fetcher,
      policy: { findSoftNotFound: false, obeyRobots: false },
    });
    expect(rude.asked.map((url) => new URL(url).pathname)).toEqual([
      '/robots.txt',
      '/',
      '/no',
      '/yes',
      '/rel',
      '/behind',
    ]);
  });

  test('keeps to each limit, inclusive', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [
        `http://a.example/${'abcdefghi'[i]}`,
        link(`/${'abcdefghij'[i + 1]}`),
      ]),
    );
    const count = async (policy: CrawlPolicy): Promise<readonly [number, CrawlOutcome | undefined]> => {
      const { fetcher } = pagesFetcher(chain);
      const result = await crawl({
        seeds: ['http://a.example/a'],
        fetcher,
        policy: { findSoftNotFound: false, ...policy },
      });
      return [result.outcomes.fetched ?? 0, result.log.at(-1)?.outcome];
    };
    expect(await count({ maxDepth: 2 })).toEqual([3, 'too-deep']);
    expect(await count({ maxPagesPerHost: 4 })).toEqual([4, 'host-budget']);
    expect(await count({ maxPages: 5 })).toEqual([5, 'fetched']);
    expect(await count({})).toEqual([9, 'client-error']);
  });

  test('follows a chain of maxRedirects and no longer one', async () => {
    const pages = {
      'http://a.example/0': { status: 301, location: '/1' },
      'http://a.example/1': { status: 302, location: '/2' },
      'http://a.example/2': 'end',
    };
    const outcomes = async (maxRedirects: number): Promise<readonly CrawlOutcome[]> => {
      const { fetcher } = pagesFetcher(pages);
      const policy = { maxRedirects, findSoftNotFound: false };
      return (await crawl({ seeds: ['http://a.example/0'], fetcher, policy })).log.map(
        ({ outcome }) => outcome,
      );
    };
    expect(await outcomes(2)).toEqual(['redirect', 'redirect', 'fetched']);
    expect(await outcomes(1)).toEqual(['redirect', 'too-many-redirects']);
  });

  test('fetches first what is linked most, if told to', async () => {
    const pages = {
      'http://a.example/': link('/once', '/often', '/b'),
      'http://a.example/b': link('/often', '/often'),
    };
    const order = async (policy: CrawlPolicy): Promise<string[]> => {
      const { fetcher, asked } = pagesFetcher(pages);
      await crawl({
        seeds: ['http://a.example/', 'http://a.example/b'],
        fetcher,
        policy: { findSoftNotFound: false, ...policy },
      });
      return asked.slice(3).map((url) => new URL(url).pathname);
    };
    expect(await order({ order: 'breadth-first' })).toEqual(['/once', '/often']);
    expect(await order({ order: 'in-links' })).toEqual(['/often', '/once']);
  });

  test('comes back: to all alike, or sooner to what changes', async () => {
    const hours = 3_600_000;
    const visits = async (kind: 'uniform' | 'adaptive'): Promise<readonly number[]> => {
      const result = await crawlLocalWeb({ revisit: { kind, intervalMs: 2 * hours }, untilMs: 24 * hours });
      return ['/sky-tonight', '/2025/lamps.html'].map(
        (path) => result.log.filter(({ url }) => url === `http://blog.example${path}`).length,
      );
    };
    const [uniformChanging, uniformStill] = (await visits('uniform')) as [number, number];
    const [adaptiveChanging, adaptiveStill] = (await visits('adaptive')) as [number, number];
    expect(uniformChanging).toBe(uniformStill);
    expect(adaptiveChanging).toBeGreaterThan(uniformChanging);
    expect(adaptiveStill).toBeLessThan(uniformStill);
  });

  test('stores what has not changed as revisit records', async () => {
    const hour = 3_600_000;
    const { warc, outcomes } = await crawlLocalWeb({
      revisit: { kind: 'uniform', intervalMs: hour },
      untilMs: 1.5 * hour,
    });
    expect([outcomes['not-modified'], outcomes.unchanged! > 10]).toEqual([1, true]);
    const revisits = (await all(readWarc(warc))).filter(({ type }) => type === 'revisit');
    const profiles = new Set(revisits.map(({ headers }) => headers.get('WARC-Profile')?.split('/').at(-1)));
    expect([...profiles].sort()).toEqual(['identical-payload-digest', 'server-not-modified']);
    const known = new Set((await all(readWarc(warc))).map(({ id }) => `<${id}>`));
    expect(revisits.every(({ headers }) => known.has(headers.get('WARC-Refers-To') ?? ''))).toBe(true);
  });

  test('says which host does not answer, and stays on the hosts of the seeds if told to', async () => {
    const fetcher: Fetcher = (request) =>
      request.url.host === 'a.example'
        ? pagesFetcher({ 'http://a.example/': link('http://none.example/') }).fetcher(request)
        : Promise.reject(new Error('no such host'));
    const last = async (policy: CrawlPolicy): Promise<CrawlOutcome | undefined> =>
      (await crawl({ seeds: ['http://a.example/'], fetcher, policy })).log.find(
        ({ host }) => host === 'none.example',
      )?.outcome;
    expect(await last({})).toBe('unreachable');
    expect(await last({ scope: 'seeds' })).toBe('off-site');
  });

  test('refuses a policy or seed that makes no sense', async () => {
    const { fetcher } = pagesFetcher({});
    const refused = (policy: CrawlPolicy, seeds = ['http://a.example/']) => crawl({ seeds, fetcher, policy });
    await expect(refused({ threads: 0 })).rejects.toThrow(
      'Cannot crawl: threads must be positive, current value is 0',
    );
    await expect(refused({ delayMs: -1 })).rejects.toThrow(
      'delayMs must not be negative, current value is -1',
    );
    await expect(refused({ revisit: { kind: 'uniform', intervalMs: 1 } })).rejects.toThrow('needs untilMs');
    await expect(refused({}, ['mailto:a'])).rejects.toThrow(
      'a seed must be a web address, current value is "mailto:a"',
    );
  });
});

describe('toWet() and toWat()', () => {
  test('derive from a WARC file what the readers read', async () => {
    const { warc } = await crawlLocalWeb();
    const pages = await all(warcDocs(warc));
    const wet = await all(
      readWet(await toWet(warc, { text: (html) => html.replace(/<[^>]*>/g, ''), languages: () => 'eng' })),
    );
    expect(wet.map(({ url }) => url)).toEqual(pages.map(({ url }) => url));
    expect(wet[0]!.languages).toEqual(['eng']);
    const wat = await all(readWat(await toWat(warc)));
    expect(wat.length).toBe((await all(readWarc(warc))).length);
    const museum = wat.find(
      ({ url, describes }) => url === 'http://museum.example/' && describes === 'response',
    )!;
    expect(museum.payload).toMatchObject({
      Envelope: {
        'Payload-Metadata': {
          'HTTP-Response-Metadata': {
            'Response-Message': { Version: 'HTTP/1.1', Status: '200', Reason: 'OK' },
            'HTML-Metadata': { Head: { Title: 'Museum of Everyday Machines' } },
          },
        },
      },
    });
  });
});

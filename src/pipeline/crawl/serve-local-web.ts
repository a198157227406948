import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fetcher, FetchRequest, FetchResponse } from './fetcher.js';
import type { LocalSite } from './local-site.js';

/** A running web of virtual hosts. */
export interface LocalWeb {
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Fetches over real HTTP from the virtual hosts, and from nowhere else. */
  readonly fetcher: Fetcher;
  /** The first page of each host, in order. */
  readonly seeds: readonly string[];
  /** How often each host was asked. */
  readonly requests: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Headers by which crawler and server speak of virtual time; never stored. */
const TIME_HEADER = 'x-virtual-time';
const MS_HEADER = 'x-virtual-ms';

/**
 * Serves sites on one loopback port, told apart by the Host header, and gives a fetcher for them.
 *
 * @throws {RangeError} If two sites have the same host.
 * @example
 * const web = await serveLocalWeb(localSites())
 * web.seeds[0] // => 'http://museum.example/'
 */
export async function serveLocalWeb(sites: readonly LocalSite[]): Promise<LocalWeb> {
  const byHost = new Map<string, LocalSite>();
  for (const site of sites) {
    if (byHost.has(site.host)) throw new RangeError(`Cannot serve sites: two have the host "${site.host}"`);
    byHost.set(site.host, site);
  }
  const requests = new Map<string, number>();

  const server = createServer((incoming, outgoing) => {
    const host = (incoming.headers.host ?? '').replace(/:\d+$/, '');
    const site = byHost.get(host);
    requests.set(host, (requests.get(host) ?? 0) + 1);
    if (site) answer(site, incoming, outgoing);
    else outgoing.writeHead(421).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  // a notebook's process may end without closing the web
  server.unref();

  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    port,
    fetcher: (request) => {
      if (byHost.has(request.url.host)) return fetchLocal(port, request);
      return Promise.reject(new Error(`Cannot fetch ${request.url.href}: no such host in the local web`));
    },
    seeds: sites.map(({ host }) => `http://${host}/`),
    requests,
    close,
  };
}

function answer(site: LocalSite, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const url = new URL(incoming.url ?? '/', `http://${site.host}`);
  const response = site.respond({
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    time: Number(incoming.headers[TIME_HEADER] ?? 0),
  }) ?? { status: 404, body: '<!doctype html><title>Not found</title><h1>Not found</h1>' };
  const body =
    typeof response.body === 'string' ? Buffer.from(response.body) : (response.body ?? new Uint8Array(0));
  outgoing.sendDate = false;
  outgoing.writeHead(response.status ?? 200, {
    'Content-Type': 'text/html; charset=utf-8',
    ...response.headers,
    'Content-Length': body.length,
    [MS_HEADER]: response.ms ?? 60 + Math.ceil(body.length / 1024),
  });
  outgoing.end(body);
}

function fetchLocal(port: number, { url, headers, time }: FetchRequest): Promise<FetchResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: '127.0.0.1',
        port,
        path: url.pathname + url.search,
        headers: { ...Object.fromEntries(headers), Host: url.host, [TIME_HEADER]: time },
      },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const all: (readonly [string, string])[] = [];
          for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
            all.push([incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!]);
          }
          resolve({
            status: incoming.statusCode ?? 0,
            statusText: incoming.statusMessage ?? '',
            headers: all.filter(([name]) => name.toLowerCase() !== MS_HEADER),
            body: Buffer.concat(parts),
            ms: Number(incoming.headers[MS_HEADER] ?? 0),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

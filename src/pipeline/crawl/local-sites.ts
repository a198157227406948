import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packageRoot } from '#setup/cache-folder.mjs';
import type { Doc } from '../core/doc.js';
import { encodeAs } from './_encode-as.js';
import { documentSites } from './_document-sites.js';
import { layout } from './_layout.js';
import type { LocalRequest, LocalResponse, LocalSite } from './local-site.js';

/** What the local web is made of. */
export interface LocalSitesOptions {
  /** Documents to serve at their own URLs beside our pages: each host gets an index of them. @default none */
  readonly documents?: readonly Doc[];
}

/**
 * The hosts of the local web. Our own pages are in `assets/local-web`; each host has something that crawlers meet:
 *
 * - `museum.example`: robots.txt with rules and a delay, a page sent in gzip, a slow page, links with campaign names;
 * - `blog.example`: pages in windows-1251 and Shift_JIS, `noindex`, a page that changes every hour and one that says
 *   "not modified";
 * - `shop.example`: session ids, a chain of redirects, a loop, "not found" with status 200, a PDF file;
 * - `calendar.example`: a month always links to the next one;
 * - `closed.example`: its robots.txt answers 503; `hermit.example`: it disallows everything; `tired.example`: it asks
 *   for ten minutes between requests;
 * - a host for each host of `documents`.
 *
 * @example
 * localSites().map((site) => site.host)[0] // => 'museum.example'
 */
export function localSites({ documents = [] }: LocalSitesOptions = {}): LocalSite[] {
  return [museum(), blog(), shop(), calendar(), ...refusing(), ...documentSites(documents)];
}

/** One page of ours: the address it is served at, and the HTML of its main content. */
export interface LocalPage {
  readonly url: string;
  readonly content: string;
}

/**
 * Our own pages without the banner, menu and footer that the server sets around them.
 *
 * @throws {Error} If the package's `assets` folder is not there.
 * @example
 * localPages().length // => 24
 */
export function localPages(): LocalPage[] {
  const folder = join(packageRoot, 'assets', 'local-web');
  if (!existsSync(folder))
    throw new Error(`Cannot read the local web: ${folder} is missing, reinstall the package`);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => name.replaceAll('\\', '/'))
    .sort()
    .map((name) => ({
      url: `http://${name.replace(/\/index\.html$/, '/')}`,
      content: readFileSync(join(folder, name), 'utf8'),
    }));
}

function pagesOf(host: string): ReadonlyMap<string, string> {
  const start = `http://${host}`;
  return new Map(
    localPages()
      .filter(({ url }) => url.startsWith(`${start}/`))
      .map(({ url, content }) => [url.slice(start.length), content]),
  );
}

const text = (body: string): LocalResponse => ({
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body,
});
const redirect = (target: string, status = 301): LocalResponse => ({ status, headers: { Location: target } });

function museum(): LocalSite {
  const host = 'museum.example';
  const pages = pagesOf(host);
  const menu = [
    ['/', 'Museum'],
    ['/visit.html?utm_source=menu&utm_medium=link', 'Your visit'],
    ['/rooms/loom.html?utm_source=menu', 'Rooms'],
    ['/staff/', 'Staff'],
    ['/archive/inventory.html', 'Inventory'],
  ] as const;
  return {
    host,
    respond({ path }) {
      if (path === '/robots.txt') {
        return text('User-agent: *\nDisallow: /staff/\nAllow: /staff/contact.html\nCrawl-delay: 2\n');
      }
      if (path.startsWith('/staff/')) {
        return {
          body: layout({
            host,
            menu,
            content: '<title>Staff</title><h1>Staff</h1><p>For members of staff only.</p>',
          }),
        };
      }
      if (path === '/archive/inventory.html') {
        // longer than any crawler waits
        return {
          ms: 45_000,
          body: layout({ host, menu, content: '<title>Inventory</title><h1>Inventory</h1><p>Counting.</p>' }),
        };
      }
      const content = pages.get(path);
      if (content === undefined) return undefined;
      const body = layout({ host, menu, content });
      if (path !== '/rooms/clock.html') return { body };
      const packed = gzipSync(body);
      packed[9] = 255;
      return { headers: { 'Content-Encoding': 'gzip' }, body: packed };
    },
  };
}

const HOUR_MS = 3_600_000;

function blog(): LocalSite {
  const host = 'blog.example';
  const pages = pagesOf(host);
  const menu = [
    ['/', 'Notes'],
    ['/2025/moons.html#top', 'Moons'],
    ['/about.html', 'About'],
  ] as const;
  const encodings: Readonly<Record<string, string>> = {
    '/2025/pismo.html': 'windows-1251',
    '/2025/tegami.html': 'shift_jis',
  };
  return {
    host,
    respond({ path, headers, time }) {
      if (path === '/robots.txt') return text('User-agent: *\nDisallow:\n');
      if (path === '/sky-tonight') {
        const hour = Math.floor(time / HOUR_MS);
        const content = `<title>The sky tonight</title><h1>The sky tonight</h1><p>Hour ${hour % 24}: Jupiter stands ${(hour * 15) % 90} degrees high.</p>`;
        return { headers: { 'Cache-Control': 'max-age=3600' }, body: layout({ host, menu, content }) };
      }
      const content = pages.get(path);
      if (content === undefined) return undefined;
      if (path === '/2025/moons.html') {
        const etag = '"moons-1"';
        if (headers['if-none-match'] === etag) return { status: 304, headers: { ETag: etag } };
        return { headers: { ETag: etag }, body: layout({ host, menu, content }) };
      }
      if (path.startsWith('/drafts/')) {
        const head = '<meta name="robots" content="noindex, nofollow">';
        return { body: layout({ host, menu, content, head }) };
      }
      const charset = encodings[path];
      if (charset === undefined) return { body: layout({ host, menu, content }) };
      // one says so in the header, the other in the page alone
      const html = layout({ host, menu, content, charset });
      return {
        headers: {
          'Content-Type': charset === 'windows-1251' ? 'text/html; charset=windows-1251' : 'text/html',
        },
        body: encodeAs(html, charset),
      };
    },
  };
}

function shop(): LocalSite {
  const host = 'shop.example';
  const pages = pagesOf(host);
  const menu = [
    ['/', 'Seeds'],
    ['/item?id=bean&PHPSESSID=7f3a9c', 'Beans'],
    ['/item?PHPSESSID=11e0&id=bean', 'Beans again'],
    ['/sale', 'Sale'],
  ] as const;
  const page = (content: string): LocalResponse => ({ body: layout({ host, menu, content }) });
  const moved: Readonly<Record<string, string>> = {
    '/old-shop': '/older-shop',
    '/older-shop': '/oldest-shop',
    '/oldest-shop': '/',
    '/login': '/login/check',
    '/login/check': '/login',
  };
  return {
    host,
    respond({ path, query }) {
      if (path === '/') return page(pages.get('/')!);
      const target = moved[path];
      if (target !== undefined) return redirect(target, path.startsWith('/login') ? 302 : 301);
      if (path === '/price-list.pdf') {
        const body = Buffer.from('%PDF-1.4\n% a price list without prices\n%%EOF\n');
        return { headers: { 'Content-Type': 'application/pdf' }, body };
      }
      const item = path === '/item' ? pages.get(`/${query.get('id')}.html`) : undefined;
      if (item !== undefined) return page(item);
      if (path === '/robots.txt') return undefined;
      // says so in words only
      return page(
        '<title>Sorry</title><h1>Sorry</h1><p>We could not find what you are looking for. Try the list of seeds.</p>',
      );
    },
  };
}

function calendar(): LocalSite {
  const host = 'calendar.example';
  const pages = pagesOf(host);
  const menu = [
    ['/', 'What is on'],
    ['/month/2026/1', 'Calendar'],
  ] as const;
  const names = 'January February March April May June July August September October November December'.split(
    ' ',
  );
  return {
    host,
    respond({ path }: LocalRequest) {
      const month = /^\/month\/(\d{1,6})\/(\d{1,2})$/.exec(path);
      if (!month) {
        const content = pages.get(path);
        return content === undefined ? undefined : { body: layout({ host, menu, content }) };
      }
      const count = Number(month[1]) * 12 + Number(month[2]) - 1;
      const link = (months: number): string => `/month/${Math.floor(months / 12)}/${(months % 12) + 1}`;
      const name = `${names[count % 12]} ${Math.floor(count / 12)}`;
      return {
        body: layout({
          host,
          menu,
          content: `<title>${name}</title><h1>${name}</h1><p>Nothing is on in ${name} yet.</p><p><a href="${link(count - 1)}">Month before</a> <a href="${link(count + 1)}">Month after</a></p>`,
        }),
      };
    },
  };
}

function refusing(): LocalSite[] {
  const site = (host: string, robots: LocalResponse): LocalSite => ({
    host,
    respond: ({ path }) => {
      if (path === '/robots.txt') return robots;
      return {
        body: layout({
          host,
          menu: [],
          content: `<title>${host}</title><h1>${host}</h1><p>Not for crawlers.</p>`,
        }),
      };
    },
  });
  return [
    site('closed.example', { status: 503, body: 'busy' }),
    site('hermit.example', text('User-agent: *\nDisallow: /\n')),
    site('tired.example', text('User-agent: *\nCrawl-delay: 600\n')),
  ];
}

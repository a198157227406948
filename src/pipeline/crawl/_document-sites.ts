import type { Doc } from '../core/doc.js';
import type { LocalSite } from './local-site.js';

/** Links on one page of an index. */
const PAGE_LINKS = 50;

/**
 * A host for each host of the documents, each document at its own path, with an index that leads to all of them page by
 * page. Documents without a web address are left out.
 */
export function documentSites(documents: readonly Doc[]): LocalSite[] {
  const hosts = new Map<string, Map<string, Doc>>();
  for (const doc of documents) {
    if (doc.url === undefined || !URL.canParse(doc.url)) continue;
    const { host, pathname } = new URL(doc.url);
    let pages = hosts.get(host);
    if (!pages) hosts.set(host, (pages = new Map()));
    pages.set(pathname, doc);
  }
  return [...hosts].map(([host, pages]) => documentSite(host, pages));
}

function documentSite(host: string, pages: ReadonlyMap<string, Doc>): LocalSite {
  const paths = [...pages.keys()];
  return {
    host,
    respond({ path, query }) {
      const doc = pages.get(path);
      if (doc) return { body: doc.text };
      if (path !== '/') return undefined;
      const page = Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1);
      return {
        body: index(
          host,
          paths.slice((page - 1) * PAGE_LINKS, page * PAGE_LINKS),
          page * PAGE_LINKS < paths.length ? page + 1 : undefined,
        ),
      };
    },
  };
}

function index(host: string, paths: readonly string[], next: number | undefined): string {
  const links = paths.map(
    (path) => `<li><a href="${escape(path)}">${escape(decodeURI(path).slice(1))}</a></li>`,
  );
  const more = next === undefined ? '' : `<p><a href="/?page=${next}">More</a></p>`;
  return `<!doctype html><html><head><meta charset="utf-8"><title>${host}</title></head><body><h1>${host}</h1><ul>${links.join('\n')}</ul>${more}</body></html>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Whom the server answers. */
export interface GuardOptions {
  /** The secret of this run of the server. */
  readonly token: string;
  /** The port it listens on, which Host and Origin must name. */
  readonly port: () => number;
}

/** What is to be done with a request. `enter`: the token came in the address; a cookie takes its place. */
export type Admission =
  | { readonly kind: 'pass'; readonly by: 'cookie' | 'header' }
  | { readonly kind: 'enter'; readonly cookie: string; readonly location: string }
  | { readonly kind: 'refuse'; readonly status: 401 | 403; readonly reason: string };

/** Judges requests before anything else sees them. */
export interface Guard {
  /** Whether Host and Origin are this server's own: guards against DNS rebinding and foreign pages. */
  origin(request: IncomingMessage): Admission | undefined;
  /** The whole judgement: Host, Origin, then the token in cookie, header or address. */
  admit(request: IncomingMessage): Admission;
}

/**
 * Makes the guard of a server on the loopback interface: only loopback names with the right port as Host, only
 * its own pages as Origin, and only who knows the token. A cookie never suffices for a request that names a foreign Origin.
 *
 * @example
 * createGuard({ token: 'secret', port: () => 8888 }).admit(request)
 * // => { kind: 'refuse', status: 401, reason: '…' }
 */
export function createGuard({ token, port }: GuardOptions): Guard {
  const cookieName = () => `lectern-${port()}`;

  function origin(request: IncomingMessage): Admission | undefined {
    const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port()}`);
    const host = request.headers.host ?? '';
    if (!own.includes(host.toLowerCase())) {
      return { kind: 'refuse', status: 403, reason: `Cannot serve this host: "${host.slice(0, 100)}"` };
    }
    const from = request.headers.origin;
    if (from !== undefined && from !== `http://${host}`) {
      return { kind: 'refuse', status: 403, reason: `Cannot serve this origin: "${from.slice(0, 100)}"` };
    }
    // a page of another site may not even ask (a link from there is a navigation, and allowed)
    const site = request.headers['sec-fetch-site'];
    if (site === 'cross-site' && request.headers['sec-fetch-mode'] !== 'navigate') {
      return { kind: 'refuse', status: 403, reason: 'Cannot serve a request from another site' };
    }
    return undefined;
  }

  function admit(request: IncomingMessage): Admission {
    const refused = origin(request);
    if (refused) return refused;
    if (same(cookies(request).get(cookieName()), token)) return { kind: 'pass', by: 'cookie' };
    const authorization = /^(?:token|bearer)\s+(\S+)$/i.exec(request.headers.authorization ?? '');
    if (same(authorization?.[1], token)) return { kind: 'pass', by: 'header' };
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (same(url.searchParams.get('token') ?? undefined, token)) {
      if (request.headers.upgrade !== undefined || url.pathname.startsWith('/api/'))
        return { kind: 'pass', by: 'header' };
      url.searchParams.delete('token');
      const cookie = `${cookieName()}=${token}; Path=/; HttpOnly; SameSite=Strict`;
      // the path alone, and never one that a browser reads as another host
      return { kind: 'enter', cookie, location: `/${url.pathname.replace(/^\/+/, '')}${url.search}` };
    }
    return {
      kind: 'refuse',
      status: 401,
      reason:
        'Cannot open the lecture: the token is missing or from an earlier start; use the address that "lectern open" printed',
    };
  }

  return { origin, admit };
}

function same(given: string | undefined, token: string): boolean {
  if (given === undefined) return false;
  const a = Buffer.from(given);
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}

function cookies(request: IncomingMessage): Map<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()];
  });
  return new Map(pairs);
}

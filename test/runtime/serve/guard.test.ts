import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createGuard } from '../../../src/runtime/serve/guard.js';

const guard = createGuard({ token: 'secret', port: () => 8417 });

function admit(url: string, headers: Record<string, string> = {}) {
  return guard.admit({ url, headers: { host: '127.0.0.1:8417', ...headers } } as unknown as IncomingMessage);
}

describe('createGuard()', () => {
  test('lets in by cookie, by header, and by the address once', () => {
    expect(admit('/', { cookie: 'a=b; lectern-8417=secret' })).toEqual({ kind: 'pass', by: 'cookie' });
    expect(admit('/api/kernels', { authorization: 'token secret' })).toEqual({ kind: 'pass', by: 'header' });
    expect(admit('/api/kernels', { authorization: 'Bearer secret' })).toEqual({ kind: 'pass', by: 'header' });
    expect(admit('/read/a.ipynb?token=secret&x=1')).toEqual({
      kind: 'enter',
      cookie: 'lectern-8417=secret; Path=/; HttpOnly; SameSite=Strict',
      location: '/read/a.ipynb?x=1',
    });
  });

  test('never sends who enters to another host', () => {
    expect(admit('//evil.example/?token=secret')).not.toMatchObject({
      location: expect.stringMatching(/^\/\//),
    });
    expect(admit('/%2F/evil.example?token=secret')).toMatchObject({
      kind: 'enter',
      location: '/%2F/evil.example',
    });
  });

  test.each([
    ['no token', '/', {}],
    ['a wrong token', '/?token=secre', {}],
    ['a longer token', '/?token=secrets', {}],
    ['a cookie of another port', '/', { cookie: 'lectern-8418=secret' }],
    ['an empty header', '/', { authorization: 'token' }],
  ])('refuses %s with 401', (_, url, headers) => {
    expect(admit(url, headers as Record<string, string>)).toMatchObject({ kind: 'refuse', status: 401 });
  });

  test.each(['evil.example:8417', '127.0.0.1:80', '127.0.0.1', '127.0.0.1:8417.evil.example', ''])(
    'refuses the host "%s", as after DNS rebinding',
    (host) => {
      expect(admit('/?token=secret', { host })).toMatchObject({ kind: 'refuse', status: 403 });
    },
  );

  test.each([
    'http://evil.example',
    'null',
    'http://localhost:8417',
    'https://127.0.0.1:8417',
    'http://127.0.0.1:8418',
  ])('refuses the origin "%s" even with the cookie', (origin) => {
    expect(admit('/', { origin, cookie: 'lectern-8417=secret' })).toMatchObject({
      kind: 'refuse',
      status: 403,
    });
  });

  test('lets its own origin in, under each of its names', () => {
    for (const host of ['127.0.0.1:8417', 'localhost:8417', '[::1]:8417']) {
      const headers = { host, origin: `http://${host}`, cookie: 'lectern-8417=secret' };
      expect(admit('/', headers)).toEqual({ kind: 'pass', by: 'cookie' });
    }
  });

  test('refuses what a page of another site asks for, but not a link from there', () => {
    const cookie = 'lectern-8417=secret';
    expect(admit('/', { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toMatchObject(
      { status: 403 },
    );
    expect(
      admit('/', { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
    ).toMatchObject({ kind: 'pass' });
  });
});

import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { maybeParseHttp } from '../../../src/pipeline/readers/http-message.js';

const parse = (header: string, body: string | Uint8Array = '') =>
  maybeParseHttp(Buffer.concat([Buffer.from(`${header}\r\n\r\n`, 'latin1'), Buffer.from(body)]));
const bodyOf = (header: string, body: string | Uint8Array) => {
  const http = parse(`HTTP/1.1 200 OK\r\n${header}`, body)!;
  return [Buffer.from(http.body).toString(), http.bodyProblem];
};

describe('maybeParseHttp()', () => {
  test('gives undefined for no bytes and for what is no message', () => {
    expect(maybeParseHttp(new Uint8Array(0))).toBe(undefined);
    expect(parse('<html>')).toBe(undefined);
  });

  test.each([
    ['HTTP/1.1 200 OK', 200],
    ['HTTP/1.0 404', 404],
    ['HTTP/2 301 ', 301],
    ['HTTP 200 OK', 200],
    ['GET / HTTP/1.1', undefined],
    ['HTTP/1.1 OK', undefined],
  ])('reads the status of %j', (line, status) => {
    expect([parse(line)!.startLine, parse(line)!.status]).toEqual([line.trimEnd(), status]);
  });

  test('reads headers of bare line feeds, ISO 8859-1 and UTF-8', () => {
    const http = maybeParseHttp(Buffer.from('HTTP/1.1 200 OK\nX: caf\xe9\n\nbody\r\n\r\n', 'latin1'))!;
    expect([http.headers.get('x'), Buffer.from(http.rawBody).toString()]).toEqual(['café', 'body\r\n\r\n']);
    expect(maybeParseHttp(Buffer.from('HTTP/1.1 200 OK\r\nX: café\r\n\r\n'))!.headers.get('x')).toBe('café');
  });

  test('takes a message that ends in its header for one without body', () => {
    const http = maybeParseHttp(Buffer.from('HTTP/1.1 200 OK\r\nX: y'))!;
    expect([http.status, http.headers.get('x'), http.rawBody.length]).toEqual([200, 'y', 0]);
  });

  test('gives all values of a field', () => {
    const http = parse('HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nset-cookie: b')!;
    expect([http.headers.get('Set-Cookie'), http.headers.getAll('SET-COOKIE')]).toEqual(['a', ['a', 'b']]);
  });
});

describe('HttpMessage.body', () => {
  test('passes over codings that the bytes do not have', () => {
    expect(bodyOf('Content-Encoding: gzip', '<p>plain')).toEqual(['<p>plain', undefined]);
    expect(bodyOf('Content-Encoding: br', '<p>plain')).toEqual(['<p>plain', undefined]);
    expect(bodyOf('Content-Encoding: deflate', '<p>plain')).toEqual(['<p>plain', undefined]);
    expect(bodyOf('Transfer-Encoding: chunked', '<p>plain')).toEqual(['<p>plain', undefined]);
    expect(bodyOf('X-Crawl-Content-Encoding: gzip', '<p>plain')).toEqual(['<p>plain', undefined]);
  });

  test('reads chunks with extensions and trailers', () => {
    expect(bodyOf('Transfer-Encoding: chunked', '3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n')).toEqual([
      'abcde',
      undefined,
    ]);
  });

  test('gives what there is of a body cut short, and says so', () => {
    expect(bodyOf('Transfer-Encoding: chunked', '3\r\nabc\r\n9\r\nde')).toEqual([
      'abcde',
      'truncated-chunks',
    ]);
    expect(bodyOf('Transfer-Encoding: chunked', '3\r\nabc\r\nzz')).toEqual(['abc', 'bad-chunk']);
    const text = Array.from({ length: 2000 }, (_, i) => `${i * 7919}`).join(' ');
    for (const [coding, packed] of [
      ['gzip', gzipSync(text)],
      ['br', brotliCompressSync(text)],
    ] as const) {
      const [body, problem] = bodyOf(`Content-Encoding: ${coding}`, packed.subarray(0, packed.length >> 1));
      expect([text.startsWith(body!), problem]).toEqual([true, `truncated-${coding}`]);
      expect(body!.length).toBeGreaterThan(1000);
    }
  });

  test('says when a body is damaged or in an unknown coding', () => {
    const packed = gzipSync('x'.repeat(1000));
    // a DEFLATE block of the type that does not exist
    packed[10] = 7;
    expect(bodyOf('Content-Encoding: gzip', packed)).toEqual(['', 'bad-gzip']);
    expect(bodyOf('Content-Encoding: sdch', new Uint8Array([1, 2]))).toEqual([
      '',
      'unknown-content-encoding',
    ]);
  });

  test('does not unpack a bomb', () => {
    const bomb = gzipSync(Buffer.alloc((64 << 20) + 1));
    expect(bodyOf('Content-Encoding: gzip', bomb)).toEqual(['', 'body-too-large']);
  });
});

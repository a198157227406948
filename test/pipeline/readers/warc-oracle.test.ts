import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { corpusPath } from '../../../src/pipeline/readers/corpora.js';
import { readWarc } from '../../../src/pipeline/readers/read-warc.js';
import { readWat } from '../../../src/pipeline/readers/read-wat.js';
import { readWet } from '../../../src/pipeline/readers/read-wet.js';
import { sha1Base32, type WarcRecordInit, warcWriter } from '../../../src/pipeline/readers/warc-writer.js';
import { lacking } from '../../support/require.js';
import { all } from './support.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const python = process.env['LECTERN_PYTHON'] ?? join(root, '.lectern/venv/bin/python');

interface FastwarcRow {
  readonly type: string;
  readonly offset: number;
  readonly id: string;
  readonly url: string | null;
  readonly status: number | null;
  readonly fields: number;
  readonly body: string;
}
interface WarcioRow {
  readonly type: string;
  readonly id: string;
  readonly url: string | null;
  readonly status: string | null;
  readonly decoded: string;
  readonly digests: boolean | null;
}
interface Oracle {
  readonly files: Record<string, { fastwarc: FastwarcRow[]; warcio: WarcioRow[] }>;
}

async function ours(path: string): Promise<Omit<FastwarcRow, never>[]> {
  const records = await all(readWarc(path));
  return records.map((record) => ({
    type: record.type,
    offset: record.offset,
    id: record.id,
    url: record.url ?? null,
    status: record.http?.status ?? null,
    fields: record.headers.rows.length,
    body: sha1Base32(record.http?.rawBody ?? record.content),
  }));
}

describe('readWarc() on Common Crawl of 2014', () => {
  const fixtures = join(corpusPath('warc'), 'test', 'fixtures');
  const golden = JSON.parse(
    readFileSync(new URL('../../golden/warc-trio.json', import.meta.url), 'utf8'),
  ) as Oracle;

  test.each(Object.entries(golden.files))('reads %s as FastWARC and warcio do', async (name, oracle) => {
    expect(await ours(join(fixtures, name))).toEqual(oracle.fastwarc);
    const records = await all(readWarc(join(fixtures, name)));
    expect(
      records.map((record) => [record.type, record.id, sha1Base32(record.http?.body ?? record.content)]),
    ).toEqual(oracle.warcio.map(({ type, id, decoded }) => [type, id, decoded]));
  });

  test('readWet() and readWat() read the same pages', async () => {
    const [warc, wat, wet] = ['', '.wat', '.wet'].map((ending) =>
      join(fixtures, `CC-MAIN-20140820021334-00006-ip-10-180-136-8.ec2.internal.warc${ending}`),
    ) as [string, string, string];
    const urls = (await all(readWarc(warc))).filter(({ type }) => type === 'response').map(({ url }) => url);
    const pages = await all(readWet(wet));
    expect(pages.map(({ url }) => url)).toEqual(urls.slice(1));
    expect(pages.map(({ text }) => text.length)).toEqual([629, 626, 1281]);
    const entries = await all(readWat(wat));
    expect(entries.length).toBe(8);
    expect(entries.filter(({ describes }) => describes === 'response').map(({ url }) => url)).toEqual(
      urls.slice(0, 2),
    );
  });
});

function chunked(body: Uint8Array): Buffer {
  const parts = [];
  for (let at = 0; at < body.length; at += 70) {
    const chunk = body.subarray(at, at + 70);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

const page = Buffer.from(`<p>${'Käse und Brot. '.repeat(30)}</p>`);
const codings: readonly (readonly [string, Uint8Array])[] = [
  ['', page],
  ['Transfer-Encoding: chunked\r\n', chunked(page)],
  ['Content-Encoding: gzip\r\n', gzipSync(page)],
  ['Content-Encoding: deflate\r\n', deflateSync(page)],
  ['Content-Encoding: deflate\r\n', deflateRawSync(page)],
  ['Content-Encoding: br\r\n', brotliCompressSync(page)],
  ['Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n', chunked(gzipSync(page))],
];

function sample(gzip: boolean): Buffer {
  const writer = warcWriter({ gzip });
  const rows: Omit<WarcRecordInit, 'date'>[] = [
    { type: 'warcinfo', content: 'software: Lectern\r\nformat: WARC File Format 1.0\r\n' },
    {
      type: 'request',
      url: 'http://a.example/ä',
      content: 'GET /%C3%A4 HTTP/1.1\r\nHost: a.example\r\n\r\n',
    },
    ...codings.map(([coding, body], index) => ({
      type: 'response' as const,
      url: `http://a.example/${index}`,
      content: Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n${coding}\r\n`),
        body,
      ]),
    })),
    { type: 'response', url: 'http://a.example/none', content: 'HTTP/1.1 404 Not Found\r\n\r\n' },
    { type: 'conversion', url: 'http://a.example/0', content: 'Käse und Brot.' },
  ];
  return Buffer.concat(rows.map((row) => writer.write({ date: '2026-01-31T12:00:00Z', ...row }).bytes));
}

describe('warcWriter()', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-oracle-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('writes what readWarc() reads, with every HTTP body decoded', async () => {
    const records = await all(readWarc(sample(true)));
    const bodies = records.filter(({ type }) => type === 'response').map(({ http }) => http!);
    expect(bodies.slice(0, -1).map((http) => Buffer.from(http.body).toString())).toEqual(
      codings.map(() => page.toString()),
    );
    expect(bodies.map((http) => [http.status, http.bodyProblem])).toEqual([
      ...codings.map(() => [200, undefined]),
      [404, undefined],
    ]);
  });

  test.skipIf(lacking('Python with FastWARC and warcio', existsSync(python)))(
    'writes files that FastWARC and warcio read as we do, with valid digests',
    async () => {
      for (const gzip of [true, false]) {
        const path = join(folder, gzip ? 'sample.warc.gz' : 'sample.warc');
        writeFileSync(path, sample(gzip));
        const out = execFileSync(python, [join(root, 'bench/oracles/warc.py'), path], { encoding: 'utf8' });
        const oracle = (JSON.parse(out) as Oracle).files[basename(path)]!;
        expect(await ours(path)).toEqual(oracle.fastwarc);
        expect(oracle.warcio.map(({ digests }) => digests)).toEqual(oracle.warcio.map(() => true));
        const decoded = (await all(readWarc(path))).map(({ http, content }) =>
          sha1Base32(http?.body ?? content),
        );
        expect(decoded).toEqual(oracle.warcio.map((row) => row.decoded));
      }
    },
  );

  test('makes equal files of equal records, and other ids of another seed', () => {
    expect(sample(true)).toEqual(sample(true));
    const record: WarcRecordInit = { type: 'resource', date: '2026-01-31T12:00:00Z', content: 'a' };
    const [one, two] = ['1', '2'].map((seed) => warcWriter({ seed }).write(record).id);
    expect(one).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(one === two).toBe(false);
  });

  test('refuses a field with a line break', () => {
    const record: WarcRecordInit = { type: 'resource', date: 'x', url: 'http://a/\r\nX: y', content: '' };
    expect(() => warcWriter().write(record)).toThrow(
      'Cannot write WARC record: a field may not hold a line break, current value is "WARC-Target-URI: http://a/\\r\\nX: y"',
    );
  });
});

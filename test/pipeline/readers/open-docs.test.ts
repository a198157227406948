import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { zstdCompressor } from '../../../src/pipeline/core/_zstd.js';
import { openDocs } from '../../../src/pipeline/readers/open-docs.js';
import { warcDocs } from '../../../src/pipeline/readers/warc-docs.js';
import { type WarcRecordInit, warcWriter } from '../../../src/pipeline/readers/warc-writer.js';
import { all } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'lectern-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const date = '2026-01-31T12:00:00Z';
const url = 'http://museum.example/';

function warc(records: readonly Omit<WarcRecordInit, 'date'>[], gzip = false): Buffer {
  const writer = warcWriter({ gzip });
  return Buffer.concat(records.map((record) => writer.write({ date, ...record }).bytes));
}

function response(
  header: string,
  body: string | Uint8Array,
  fields: readonly (readonly [string, string])[] = [],
) {
  const content = Buffer.concat([Buffer.from(`HTTP/1.1 ${header}\r\n\r\n`), Buffer.from(body)]);
  return { type: 'response' as const, url, content, fields };
}

describe('warcDocs()', () => {
  test('gives a page with its decoded HTML and where it comes from', async () => {
    const bytes = warc([response('200 OK\r\nContent-Type: text/html; charset=koi8-r', Buffer.from([0xf0]))]);
    const docs = await all(warcDocs(bytes));
    expect(docs.map(({ id, ...doc }) => [id.startsWith('urn:uuid:'), doc])).toEqual([
      [
        true,
        {
          text: 'П',
          url,
          meta: {
            date,
            contentType: 'text/html',
            status: 200,
            charset: 'koi8-r',
            charsetFrom: 'header',
            offset: 0,
          },
        },
      ],
    ]);
  });

  test('takes pages of HTML only: by the crawler, then the header, then the bytes', async () => {
    const html = '<!doctype html><p>x';
    const kept = [
      response('200 OK\r\nContent-Type: application/octet-stream', html, [
        ['WARC-Identified-Payload-Type', 'text/html'],
      ]),
      response('200 OK\r\nContent-Type: APPLICATION/XHTML+XML; charset=utf-8', html),
      response('200 OK', html),
    ];
    const left = [
      response('200 OK\r\nContent-Type: text/html', html, [['WARC-Identified-Payload-Type', 'image/png']]),
      response('200 OK\r\nContent-Type: application/pdf', html),
      response('200 OK', 'plain text'),
      response('404 Not Found\r\nContent-Type: text/html', html),
      { type: 'request' as const, url, content: 'GET / HTTP/1.1\r\n\r\n' },
      { type: 'response' as const, url, content: 'no HTTP' },
    ];
    expect((await all(warcDocs(warc([...kept, ...left])))).length).toBe(kept.length);
    expect((await all(warcDocs(warc([...kept, ...left]), { anyStatus: true }))).length).toBe(kept.length + 1);
  });

  test('gives the text of a conversion record, with its languages', async () => {
    const fields = [['WARC-Identified-Content-Language', 'deu,eng']] as const;
    const [doc] = await all(warcDocs(warc([{ type: 'conversion', url, content: 'Käse', fields }])));
    expect([doc!.text, doc!.meta]).toEqual(['Käse', { date, languages: 'deu,eng', offset: 0 }]);
  });
});

describe('openDocs()', () => {
  const jsonl = '{"id":"a","text":"one"}\n';
  const pages = warc([
    { type: 'warcinfo', content: '' },
    { type: 'conversion', url, content: 'one' },
  ]);

  test('tells the format by the bytes, whatever the name', async () => {
    const compress = await zstdCompressor();
    const contents = [
      jsonl,
      `\ufeff\n${jsonl}`,
      gzipSync(jsonl),
      compress(Buffer.from(jsonl)),
      pages,
      gzipSync(pages),
      warc([{ type: 'conversion', url, content: 'one' }], true),
      compress(pages),
    ];
    for (const [index, content] of contents.entries()) {
      const path = join(folder, `file-${index}.txt`);
      writeFileSync(path, content);
      const reader = openDocs(path);
      expect((await all(reader)).map((doc) => doc.text)).toEqual(['one']);
      expect([reader.skipped.total, reader.progress.bytesRead]).toEqual([0, reader.progress.bytesTotal]);
    }
  });

  test('reads on where a file begins with damage', async () => {
    const path = join(folder, 'damaged.warc');
    writeFileSync(path, Buffer.concat([Buffer.from('rubbish\r\n'), pages]));
    const reader = openDocs(path);
    expect((await all(reader)).map((doc) => doc.text)).toEqual(['one']);
    expect(reader.skipped.counts).toEqual({ 'no-record': 1 });
  });

  test('gives nothing for an empty file, and says so', async () => {
    const path = join(folder, 'empty.jsonl.gz');
    for (const content of ['', gzipSync('')]) {
      writeFileSync(path, content);
      const reader = openDocs(path);
      expect(await all(reader)).toEqual([]);
      expect(reader.skipped.counts).toEqual({ 'empty-file': 1 });
    }
  });

  test('refuses at once a directory and a missing file, and while reading what it does not know', async () => {
    mkdirSync(join(folder, 'inner'));
    expect(() => openDocs(join(folder, 'inner'))).toThrow(
      /^Cannot read .*inner: it is a directory, name a file in it$/,
    );
    expect(() => openDocs(join(folder, 'none'))).toThrow(/none: it does not exist, check the path$/);
    const path = join(folder, 'page.html');
    writeFileSync(path, '<!doctype html>');
    await expect(all(openDocs(path))).rejects.toThrow(
      `Cannot read ${path}: it is neither WARC nor JSON lines, give a .warc, .warc.wet or .jsonl file (plain, .gz or .zst)`,
    );
  });
});

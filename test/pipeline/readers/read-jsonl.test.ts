import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Doc } from '../../../src/pipeline/core/doc.js';
import { zstdCompressor } from '../../../src/pipeline/core/_zstd.js';
import { readJsonl, type ReadJsonlOptions } from '../../../src/pipeline/readers/read-jsonl.js';
import { writeJsonl } from '../../../src/pipeline/readers/write-jsonl.js';

const folder = mkdtempSync(join(tmpdir(), 'lectern-jsonl-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(source: string | Uint8Array | AsyncIterable<Uint8Array>, options?: ReadJsonlOptions) {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const reader = readJsonl(bytes, options);
  const docs: Doc[] = [];
  for await (const doc of reader) docs.push(doc);
  return { docs, skipped: [...reader.skipped], counts: reader.skipped.counts };
}

async function* split(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

describe('readJsonl()', () => {
  test('gives nothing for an empty file, and says so', async () => {
    const { docs, skipped } = await read('');
    expect(docs).toEqual([]);
    expect(skipped).toEqual([{ reason: 'empty-file', offset: 0, detail: 'bytes has no content' }]);
  });

  test('reads a line without a newline at its end', async () => {
    const { docs } = await read('{"id":"a","text":"one"}');
    expect(docs).toEqual([{ id: 'a', text: 'one', meta: {} }]);
  });

  test('joins all other fields and the metadata object', async () => {
    const { docs } = await read(
      '{"id":7,"text":"x","lang":"en","metadata":{"url":"http://a.example/","n":1}}\n',
    );
    expect(docs).toEqual([
      { id: '7', text: 'x', url: 'http://a.example/', meta: { lang: 'en', url: 'http://a.example/', n: 1 } },
    ]);
  });

  test('takes the names of fields as options', async () => {
    const { docs } = await read(
      '{"doc_id":"a","content":"x","source":"http://b.example/","info":{"k":true}}\n',
      {
        id: 'doc_id',
        text: 'content',
        url: 'source',
        meta: 'info',
      },
    );
    expect(docs).toEqual([{ id: 'a', text: 'x', url: 'http://b.example/', meta: { k: true } }]);
  });

  test('skips bad lines with their number and offset', async () => {
    const { docs, skipped } = await read(
      '{"text":"a"}\n{"text":\n[1]\n\n{"txt":"b"}\n{"text":3}\n{"text":"c"}\n',
    );
    expect(docs.map((doc) => [doc.id, doc.text])).toEqual([
      ['line-1', 'a'],
      ['line-7', 'c'],
    ]);
    expect(skipped.map(({ reason, line, offset }) => [reason, line, offset])).toEqual([
      ['not-json', 2, 13],
      ['not-an-object', 3, 22],
      ['no-text', 5, 27],
      ['no-text', 6, 39],
    ]);
    expect(skipped[2]?.detail).toBe('"text" is missing');
    expect(skipped[3]?.detail).toBe('"text" is a number');
  });

  test('allows a byte order mark and CRLF', async () => {
    const { docs, skipped } = await read('\ufeff{"text":"a"}\r\n{"text":"b"}\r\n');
    expect(docs.map((doc) => doc.text)).toEqual(['a', 'b']);
    expect(skipped).toEqual([]);
  });

  test('makes lone surrogates and invalid UTF-8 into U+FFFD', async () => {
    const invalid = Buffer.concat([Buffer.from('{"text":"a'), Buffer.from([0xff]), Buffer.from('"}\n')]);
    const { docs } = await read(Buffer.concat([Buffer.from('{"text":"\\ud800x"}\n'), invalid]));
    expect(docs.map((doc) => doc.text)).toEqual(['\ufffdx', 'a\ufffd']);
  });

  test('keeps a field called __proto__ as data', async () => {
    const { docs } = await read('{"text":"a","__proto__":{"x":1}}\n');
    expect(Object.keys(docs[0]!.meta)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['x']).toBe(undefined);
  });

  test('reads a line of maxLineBytes and skips one of a byte more', async () => {
    const line = '{"text":"aaaa"}';
    const { docs, skipped } = await read(`${line}\n{"text":"aaaaa"}\n${line}`, { maxLineBytes: line.length });
    expect(docs.map((doc) => doc.id)).toEqual(['line-1', 'line-3']);
    expect(skipped).toEqual([
      { reason: 'line-too-long', offset: 16, line: 2, detail: 'the line has 16 bytes' },
    ]);
  });

  test('reads a line of 10 MB that comes in many chunks', async () => {
    const text = 'x'.repeat(10_000_000);
    const { docs } = await read(split(gzipSync(`{"text":"${text}"}\n{"text":"b"}`), [1000]));
    expect(docs.map((doc) => doc.text.length)).toEqual([10_000_000, 1]);
  });

  test('reads gzip of many members and zstd of many frames', async () => {
    const parts = ['{"text":"a"}\n{"te', 'xt":"b"}\n', '{"text":"c"}'].map((part) => Buffer.from(part));
    const compress = await zstdCompressor();
    for (const packed of [parts.map((part) => gzipSync(part)), parts.map((part) => compress(part))]) {
      const { docs, skipped } = await read(Buffer.concat(packed));
      expect(docs.map((doc) => doc.text)).toEqual(['a', 'b', 'c']);
      expect(skipped).toEqual([]);
    }
  });

  test('gives the whole lines of a truncated gzip file and names the damage', async () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `{"text":"line ${i}"}\n`).join('');
    const whole = gzipSync(lines);
    const { docs, counts } = await read(whole.subarray(0, whole.length >> 1));
    expect(docs.length).toBeGreaterThan(300);
    expect(docs.map((doc) => doc.text)).toEqual(docs.map((_, i) => `line ${i}`));
    expect(counts).toEqual({ 'truncated-gzip': 1 });
  });

  test('goes on at the member after a damaged one', async () => {
    const members = ['a', 'b', 'c'].map((text) => gzipSync(`{"text":"${text}"}\n`));
    members[1]![14]! ^= 0xff;
    const { docs, skipped } = await read(Buffer.concat(members));
    expect(docs.map((doc) => doc.text)).toEqual(['a', 'c']);
    expect(skipped.map(({ reason, offset }) => [reason, offset])).toEqual([['bad-gzip', members[0]!.length]]);
  });

  test('gives back what writeJsonl() wrote, however the bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ id: fc.string(), text: fc.string({ unit: 'grapheme' }), url: fc.webUrl() })),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        fc.boolean(),
        async (rows, sizes, gzip) => {
          const docs = rows.map((row) => ({ ...row, meta: { n: 1 } }));
          const plain = Buffer.from(writeJsonl(docs));
          const result = await read(split(gzip ? gzipSync(plain) : plain, sizes));
          expect(result.docs).toEqual(docs);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('refuses a directory, a missing file and other packings by name', async () => {
    expect(() => readJsonl(folder)).toThrow(`Cannot read ${folder}: it is a directory, name a file in it`);
    const missing = join(folder, 'none.jsonl');
    expect(() => readJsonl(missing)).toThrow(`Cannot read ${missing}: it does not exist, check the path`);
    const path = join(folder, 'a.jsonl.bz2');
    writeFileSync(path, 'BZh91AY&SY');
    const docs = readJsonl(path)[Symbol.asyncIterator]();
    await expect(docs.next()).rejects.toThrow(
      `Cannot read ${path}: it is compressed with bzip2, unpack it with "bunzip2" first`,
    );
  });
});

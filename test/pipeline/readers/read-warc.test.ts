import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { zstdCompressor } from '../../../src/pipeline/core/_zstd.js';
import { readWarc, type ReadWarcOptions } from '../../../src/pipeline/readers/read-warc.js';
import { warcWriter } from '../../../src/pipeline/readers/warc-writer.js';
import { all, inChunks, warcBytes } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'lectern-warc-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(source: string | Uint8Array | AsyncIterable<Uint8Array>, options?: ReadWarcOptions) {
  const reader = readWarc(source, options);
  const records = await all(reader);
  return {
    records,
    contents: records.map((record) => Buffer.from(record.content).toString()),
    skipped: reader.skipped.first,
    reasons: reader.skipped.first.map(({ reason, offset }) => [reason, offset]),
  };
}

const gz = (parts: readonly Uint8Array[]): Buffer[] => parts.map((part) => gzipSync(part));
const sum = (parts: readonly Uint8Array[]): number => parts.reduce((total, part) => total + part.length, 0);

describe('readWarc()', () => {
  test('gives nothing for an empty file, and says so', async () => {
    const { records, reasons } = await read(new Uint8Array(0));
    expect([records, reasons]).toEqual([[], [['empty-file', 0]]]);
  });

  test('reads one record with its headers, whatever their case, folded or not', async () => {
    const bytes = Buffer.from(
      'WARC/1.1\r\nwarc-type: Resource\r\nWARC-RECORD-ID: <urn:a>\r\nX-Long: one\r\n  two\r\n\tthree\r\ncontent-length: 3\r\n\r\nabc\r\n\r\n',
    );
    const { records, skipped } = await read(bytes);
    expect(skipped).toEqual([]);
    const [record] = records;
    expect([record!.version, record!.type, record!.id, record!.offset, record!.length]).toEqual([
      '1.1',
      'resource',
      'urn:a',
      0,
      bytes.length,
    ]);
    expect(record!.headers.get('x-long')).toBe('one two three');
    expect(record!.headers.get('X-None')).toBe(undefined);
    expect(record!.headers.rows.map(([name]) => name)).toEqual([
      'warc-type',
      'WARC-RECORD-ID',
      'X-Long',
      'content-length',
    ]);
  });

  test('reads bare line feeds', async () => {
    const { contents } = await read(
      Buffer.from('WARC/1.0\nContent-Length: 1\n\na\n\nWARC/1.0\nContent-Length: 1\n\nb\n\n'),
    );
    expect(contents).toEqual(['a', 'b']);
  });

  const rows = ['', 'a', 'WARC/1.0\r\n\r\nin the content', 'x'.repeat(5000)].map((content) => ({ content }));

  test('reads plain, member by member, as a whole, in blocks and zstd alike', async () => {
    const plain = warcBytes(rows);
    const whole = Buffer.concat(plain);
    const compress = await zstdCompressor();
    const blocks = [];
    for (let at = 0; at < whole.length; at += 100) blocks.push(gzipSync(whole.subarray(at, at + 100)));
    const named = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]),
      Buffer.from('name.warc\0'),
      gzipSync(whole).subarray(10),
    ]);
    for (const packed of [
      whole,
      Buffer.concat(gz(plain)),
      gzipSync(whole),
      Buffer.concat(blocks),
      named,
      compress(whole),
    ]) {
      const { contents, skipped } = await read(packed);
      expect(skipped).toEqual([]);
      expect(contents).toEqual(rows.map((row) => row.content));
    }
  });

  test('gives the offset and length at which a member can be read alone', async () => {
    const members = gz(warcBytes(rows));
    const file = Buffer.concat(members);
    const { records } = await read(inChunks(file, [7]));
    let offset = 0;
    for (const [index, record] of records.entries()) {
      expect([record.offset, record.length]).toEqual([offset, members[index]!.length]);
      const alone = await read(file.subarray(record.offset, record.offset + record.length));
      expect(alone.contents).toEqual([rows[index]!.content]);
      offset += members[index]!.length;
    }
    expect(records.length).toBe(rows.length);
  });

  test('gives offsets in the text where the file is compressed as a whole', async () => {
    const plain = warcBytes(rows);
    const { records } = await read(gzipSync(Buffer.concat(plain)));
    expect(records.map((record) => [record.offset, record.length])).toEqual(
      plain.map((part, index) => [sum(plain.slice(0, index)), part.length]),
    );
  });

  describe('skips a bad record, names it and goes on', () => {
    const content = 'two is a record of some length';

    test.each([
      ['too large by 10', content.length + 10],
      ['too large by far', 100_000],
      ['too large for any file', 10 ** 14],
      ['too small', 5],
      ['negative', -1],
      ['no number', 'many'],
    ])('a Content-Length %s', async (_, length) => {
      const parts = warcBytes([
        { content: 'one' },
        { content, length },
        { content: 'three' },
        { content: 'four' },
      ]);
      const perRecord = Buffer.concat(gz(parts));
      for (const packed of [Buffer.concat(parts), perRecord, gzipSync(Buffer.concat(parts))]) {
        const { contents, reasons, skipped } = await read(packed);
        expect(contents).toEqual(['one', 'three', 'four']);
        const offset = packed === perRecord ? gz(parts)[0]!.length : parts[0]!.length;
        expect(reasons).toEqual([['wrong-content-length', offset]]);
        expect(skipped[0]!.detail).toMatch(/^Content-Length is/);
      }
    });

    test('without Content-Length', async () => {
      const parts = warcBytes([{ content: 'one' }, { content: 'two' }, { content: 'three' }]);
      parts[1] = Buffer.from(parts[1]!.toString().replace('Content-Length', 'Content-Size'));
      const { contents, skipped } = await read(Buffer.concat(parts));
      expect(contents).toEqual(['one', 'three']);
      expect(skipped).toEqual([
        { reason: 'no-content-length', offset: parts[0]!.length, detail: 'Content-Length is missing' },
      ]);
    });

    test('that is no record', async () => {
      const parts = warcBytes([{ content: 'one' }, { content: 'three' }]);
      const { contents, skipped } = await read(
        Buffer.concat([parts[0]!, Buffer.from('<html> not a record\r\n'), parts[1]!]),
      );
      expect(contents).toEqual(['one', 'three']);
      expect(skipped).toEqual([
        {
          reason: 'no-record',
          offset: parts[0]!.length,
          detail: '"WARC/" should stand here, found "<html> not a rec"',
        },
      ]);
    });

    test.each(['header', 'data', 'checksum', 'length'])(
      'in a gzip member whose %s is damaged',
      async (part) => {
        const members = gz(
          warcBytes([{ content: 'one' }, { content: 'two '.repeat(50) }, { content: 'three' }]),
        );
        const bad = members[1]!;
        const place = { header: 1, data: 30, checksum: bad.length - 8, length: bad.length - 4 }[part]!;
        bad[place]! ^= 0x55;
        for (const sizes of [[1 << 20], [1], [13]]) {
          const { contents, reasons } = await read(inChunks(Buffer.concat(members), sizes));
          expect(contents).toEqual(['one', 'three']);
          expect(reasons).toEqual([['bad-gzip', members[0]!.length]]);
        }
      },
    );

    test('in a gzip member cut off before the next', async () => {
      const members = gz(
        warcBytes([{ content: 'one' }, { content: 'two '.repeat(50) }, { content: 'three' }]),
      );
      members[1] = members[1]!.subarray(0, -30);
      const { contents, reasons } = await read(Buffer.concat(members));
      expect(contents).toEqual(['one', 'three']);
      expect(reasons).toEqual([['bad-gzip', members[0]!.length]]);
    });

    test('of one byte more than maxRecordBytes, and reads one of maxRecordBytes', async () => {
      const parts = warcBytes([{ content: 'x'.repeat(100) }, { content: 'y'.repeat(101) }, { content: 'z' }]);
      for (const packed of [Buffer.concat(parts), Buffer.concat(gz(parts))]) {
        const { contents, skipped } = await read(packed, { maxRecordBytes: 100 });
        expect(contents).toEqual(['x'.repeat(100), 'z']);
        expect(skipped.map(({ reason, detail }) => [reason, detail])).toEqual([
          ['too-large', 'Content-Length is 101, the limit is 100'],
        ]);
      }
    });
  });

  test('goes past a record of 200 MB in little memory', async () => {
    const path = join(folder, 'large.warc');
    const file = createWriteStream(path);
    const size = 200_000_000;
    file.write(Buffer.concat(warcBytes([{ content: 'one' }])));
    file.write(`WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: ${size}\r\n\r\n`);
    const block = Buffer.alloc(1_000_000, 'a');
    for (let written = 0; written < size; written += block.length) {
      if (!file.write(block)) await once(file, 'drain');
    }
    file.end(Buffer.concat([Buffer.from('\r\n\r\n'), ...warcBytes([{ content: 'three' }])]));
    await once(file, 'finish');
    const before = process.memoryUsage().rss;
    const { contents, skipped } = await read(path);
    expect(contents).toEqual(['one', 'three']);
    expect(skipped.map(({ reason }) => reason)).toEqual(['too-large']);
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(150);
  });

  test('reads zero padding after the last member as nothing, and other rubbish as damage', async () => {
    const members = gz(warcBytes([{ content: 'one' }]));
    const padded = await read(Buffer.concat([...members, Buffer.alloc(512)]));
    expect([padded.contents, padded.skipped]).toEqual([['one'], []]);
    const rubbish = await read(Buffer.concat([...members, Buffer.from('rubbish')]));
    expect([rubbish.contents, rubbish.reasons]).toEqual([['one'], [['bad-gzip', members[0]!.length]]]);
  });

  test('reads the same records however the bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (contents, sizes, gzip) => {
          const writer = warcWriter({ gzip });
          const written = contents.map((content) =>
            writer.write({ type: 'resource', date: '2026-01-31T12:00:00Z', content }),
          );
          const file = Buffer.concat(written.map(({ bytes }) => bytes));
          const { records, skipped } = await read(inChunks(file, sizes));
          expect(skipped).toEqual([]);
          expect(records.map((record) => [record.id, record.offset, [...record.content]])).toEqual(
            written.map(({ id, offset }, index) => [id, offset, [...contents[index]!]]),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  test('gives whole records only, cut at every byte', async () => {
    const rows = [{ content: 'one' }, { content: 'two' }, { content: 'three' }];
    const plain = warcBytes(rows);
    for (const parts of [plain, gz(plain)]) {
      const file = Buffer.concat(parts);
      for (let end = 1; end < file.length; end++) {
        const { contents, skipped } = await read(inChunks(file.subarray(0, end), [50]));
        expect(contents).toEqual(rows.slice(0, contents.length).map((row) => row.content));
        const ends = parts.map((_, index) => sum(parts.slice(0, index + 1)));
        const whole = ends.filter((at) => at <= end).length;
        expect(contents.length).toBeGreaterThanOrEqual(whole);
        // nothing goes missing unsaid: either all that began was read, or the rest was skipped
        const begun = ends.filter((at) => at < end).length + 1;
        expect(contents.length === begun || skipped.length === 1 || ends.includes(end)).toBe(true);
      }
    }
  });

  test('neither throws nor hangs on damaged bytes', async () => {
    const plain = warcBytes([{ content: 'one' }, { content: 'two '.repeat(30) }, { content: 'three' }]);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(Buffer.concat(plain), Buffer.concat(gz(plain)), gzipSync(Buffer.concat(plain))),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 200 }),
        async (file, changes, size) => {
          const damaged = Buffer.from(file);
          for (const [place, value] of changes) damaged[place % damaged.length] = value;
          // a changed magic may make it another packing, which is refused by name
          if (damaged.subarray(0, 4).compare(file.subarray(0, 4)) !== 0) return;
          const { records } = await read(inChunks(damaged, [size]));
          expect(records.length).toBeLessThanOrEqual(4);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('refuses a directory, a missing file, and a limit that is none', () => {
    expect(() => readWarc(folder)).toThrow(`Cannot read ${folder}: it is a directory, name a file in it`);
    expect(() => readWarc(join(folder, 'none.warc'))).toThrow('none.warc: it does not exist, check the path');
    expect(() => readWarc(new Uint8Array(0), { maxRecordBytes: 0 })).toThrow(
      'Cannot read WARC: maxRecordBytes must be a positive integer, current value is 0',
    );
  });

  test('says what a file in a packing it cannot read is', async () => {
    const path = join(folder, 'a.warc.xz');
    writeFileSync(path, Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0]));
    await expect(all(readWarc(path))).rejects.toThrow(
      `it is compressed with xz, unpack it with "unxz" first`,
    );
  });

  test('closes the file when it is left early', async () => {
    const path = join(folder, 'three.warc.gz');
    writeFileSync(path, Buffer.concat(gz(warcBytes([{ content: 'one' }, { content: 'two' }]))));
    for await (const record of readWarc(path)) {
      expect(Buffer.from(record.content).toString()).toBe('one');
      break;
    }
  });
});

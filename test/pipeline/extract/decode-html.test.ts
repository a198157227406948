import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeAs } from '../../../src/pipeline/extract/_decode-as.js';
import { decodeHtml } from '../../../src/pipeline/extract/decode-html.js';

interface Golden {
  readonly rows: readonly { language: string; charset: string; text: string; bytes: string }[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../golden/encodings.json', import.meta.url), 'utf8'),
) as Golden;

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

describe('decodeHtml()', () => {
  test('gives empty text for no bytes', () => {
    expect(decodeHtml(bytes())).toEqual({ text: '', charset: 'utf-8', from: 'default' });
  });

  test('believes the mark before the header, the header before the page', () => {
    const page = bytes('<meta charset="shift_jis">', [0xe9]);
    expect(decodeHtml(bytes([0xef, 0xbb, 0xbf], 'é'), 'text/html; charset=koi8-r')).toEqual({
      text: 'é',
      charset: 'utf-8',
      from: 'bom',
    });
    expect(decodeHtml(page, 'text/html;charset="ISO-8859-1"')).toEqual({
      text: '<meta charset="shift_jis">é',
      charset: 'windows-1252',
      from: 'header',
    });
    expect(decodeHtml(page)).toMatchObject({ charset: 'shift_jis', from: 'meta' });
  });

  test('ignores a label that is no encoding', () => {
    expect(decodeHtml(bytes('<meta charset=koi8-r>', [0xf0]), 'text/html; charset=none')).toMatchObject({
      text: '<meta charset=koi8-r>П',
      from: 'meta',
    });
  });

  test.each([
    ['<meta http-equiv="Content-Type" content="text/html; charset=big5">', 'big5'],
    ['<META CONTENT="text/html;charset=\'euc-kr\'" HTTP-EQUIV=content-type>', 'euc-kr'],
    ['<!-- <meta charset=big5> --><meta/charset=gb2312 />', 'gbk'],
    ['<a title="<meta charset=big5>"><meta charset=euc-jp>', 'euc-jp'],
    ['<meta name=x content="charset=big5"><meta charset=koi8-u>', 'koi8-u'],
    ['<?xml version="1.0" encoding="windows-1251"?>', 'windows-1251'],
    ['<meta charset="utf-16le">', 'utf-8'],
    [`${' '.repeat(1024 - 22)}<meta charset="koi8-r">`, undefined],
    [`${' '.repeat(1024 - 23)}<meta charset="koi8-r">`, 'koi8-r'],
  ])('finds the declaration in %j', (head, charset) => {
    const { from, charset: found } = decodeHtml(Buffer.from(head));
    expect([from, found]).toEqual(charset ? ['meta', charset] : ['default', 'utf-8']);
  });

  test('reads a declaration far down when the bytes are not UTF-8', () => {
    const page = bytes('<title>x</title>', ' '.repeat(2000), '<meta charset=windows-1251>', [0xe0]);
    expect(decodeHtml(page)).toMatchObject({ charset: 'windows-1251', from: 'meta' });
  });

  test('takes valid UTF-8 for UTF-8 where a one-byte encoding is declared', () => {
    expect(decodeHtml(bytes('naïve café'), 'text/html; charset=iso-8859-1')).toEqual({
      text: 'naïve café',
      charset: 'utf-8',
      from: 'bytes',
    });
  });

  test('does not believe UTF-8 where more than 1 in 200 characters are invalid', () => {
    const good = bytes('x'.repeat(199), [0xe9]);
    const bad = bytes('x'.repeat(198), [0xe9]);
    expect(decodeHtml(good, 'text/html; charset=utf-8').charset).toBe('utf-8');
    expect(decodeHtml(bad, 'text/html; charset=utf-8')).toMatchObject({
      charset: 'windows-1252',
      from: 'bytes',
    });
  });

  test('takes a page cut inside a character for UTF-8', () => {
    const page = Buffer.from('これは文').subarray(0, -1);
    expect(decodeHtml(page)).toEqual({ text: 'これは\ufffd', charset: 'utf-8', from: 'bytes' });
  });

  test.each(golden.rows.map((row) => [row.language, row.charset, row] as const))(
    'tells %s in %s by its bytes alone',
    (language, charset, row) => {
      const page = Buffer.from(row.bytes, 'base64');
      if (language === 'ko-rare') {
        expect(decodeAs(page, charset)).toBe(row.text);
        return;
      }
      const decoded = decodeHtml(page);
      expect([decoded.charset, decoded.text]).toEqual([charset, row.text]);
    },
  );

  test('never throws on any bytes', () => {
    let seed = 1;
    const random = () => (seed = (seed * 48271) % 2147483647) & 255;
    for (let run = 0; run < 200; run++) {
      const page = Uint8Array.from({ length: run }, random);
      expect(typeof decodeHtml(page).text).toBe('string');
    }
  });
});

import { describe, expect, test } from 'vitest';
import type { Doc } from '../../../../src/pipeline/core/doc.js';
import { badWords } from '../../../../src/pipeline/stages/filters/bad-words.js';
import { domainList } from '../../../../src/pipeline/stages/filters/domain-list.js';
import { longLines } from '../../../../src/pipeline/stages/filters/long-lines.js';
import { pageLength } from '../../../../src/pipeline/stages/filters/page-length.js';
import { urlList } from '../../../../src/pipeline/stages/filters/url-list.js';
import { hashSplit } from '../../../../src/pipeline/stages/taggers/hash-split.js';
import { normalizeUrl } from '../../../../src/pipeline/text/urls.js';
import { readGolden } from '../../../support/golden.js';

interface Golden {
  readonly urls: readonly [string, string][];
  readonly split: readonly number[];
  readonly badWords: {
    readonly words: readonly string[];
    readonly texts: readonly { input: string; en: boolean; ja: boolean }[];
    readonly softKept: readonly number[];
  };
  readonly paragraphs: readonly [string, boolean][];
  readonly lengths: readonly [number, boolean, boolean][];
}

const golden = readGolden<Golden>('c4/tfds.json');
const doc = (text: string, url?: string): Doc => ({
  id: '1',
  text,
  meta: {},
  ...(url === undefined ? {} : { url }),
});
const keep = { kind: 'keep' };

describe('pageLength()', () => {
  test("keeps what C4's code keeps, in characters", () => {
    for (const [length, isEmoji, isKept] of golden.lengths) {
      expect(pageLength().judge(doc((isEmoji ? '😀' : 'x').repeat(length))).kind).toBe(
        isKept ? 'keep' : 'drop',
      );
    }
  });

  test('keeps the empty page, and says what is too long', () => {
    expect(pageLength().judge(doc(''))).toEqual(keep);
    expect(pageLength({ max: 4 }).judge(doc('whale'))).toEqual({
      kind: 'drop',
      reason: 'too-long-filter:filtered',
      value: 5,
      limit: 4,
    });
    expect(pageLength({ max: 5 }).judge(doc('whale'))).toEqual(keep);
    expect(() => pageLength({ max: 1.5 })).toThrow(
      'max must be an integer of at least 0, current value is 1.5',
    );
  });
});

describe('longLines()', () => {
  test("keeps what mC4's code keeps", () => {
    for (const [text, isKept] of golden.paragraphs) {
      expect(longLines().judge(doc(text)).kind).toBe(isKept ? 'keep' : 'drop');
    }
    expect(golden.paragraphs.length).toBeGreaterThan(50);
  });

  test('says how many lines are long', () => {
    expect(longLines({ minLines: 2, minLength: 5 }).judge(doc('whale\nship\n'))).toEqual({
      kind: 'drop',
      reason: 'paragraph-filter:filtered',
      value: 1,
      limit: 2,
    });
    expect(longLines({ minLines: 2, minLength: 4 }).judge(doc('whale\nship\n'))).toEqual(keep);
    expect(() => longLines({ minLines: 0 })).toThrow(RangeError);
  });
});

describe('normalizeUrl()', () => {
  test("gives what C4's code gives", () => {
    for (const [url, normal] of golden.urls) expect(normalizeUrl(url)).toBe(normal);
  });

  test('takes a URL of slashes in one pass', () => {
    expect(normalizeUrl('/'.repeat(1_000_000))).toBe('');
  });
});

describe('urlList()', () => {
  const list = urlList({ urls: ['https://www.example.org/a/', 'example.com'] });
  test('keeps a page whose URL is listed, however it is written', () => {
    expect(list.judge(doc('', 'http://example.org/a?utm_source=x'))).toEqual(keep);
    expect(list.judge(doc('', 'https://example.com'))).toEqual(keep);
  });

  test('drops another page, and one without URL', () => {
    const drop = { kind: 'drop', reason: 'webtextlike-filter:filtered' };
    expect(list.judge(doc('', 'http://example.org/b'))).toEqual(drop);
    expect(list.judge(doc(''))).toEqual(drop);
    expect(urlList({ urls: [] }).judge(doc('', 'http://example.org/'))).toEqual(drop);
  });
});

describe('domainList()', () => {
  const list = domainList({ domains: { 'example.co.uk': null, 'example.org': ['', 'news'] } });
  test.each([
    ['https://www.example.org/a', keep],
    ['https://news.example.org/a', keep],
    ['https://any.where.example.co.uk/', keep],
    ['https://blog.example.org/a', { kind: 'drop', reason: 'filtered:bad_subdomain' }],
    ['https://example.net/', { kind: 'drop', reason: 'filtered:bad_domain' }],
    ['https://co.uk/', { kind: 'drop', reason: 'filtered:bad_domain' }],
    ['http://127.0.0.1/', { kind: 'drop', reason: 'filtered:bad_domain' }],
    ['', { kind: 'drop', reason: 'filtered:bad_domain' }],
    ['not a url', { kind: 'drop', reason: 'filtered:bad_domain' }],
  ])('judges %j', (url, expected) => {
    expect(list.judge(doc('', url))).toEqual(expected);
  });

  test('says which domain has no list', () => {
    const domains = { 'example.org': 'news' } as unknown as Record<string, string[]>;
    expect(() => domainList({ domains })).toThrow('the subdomains of "example.org" must be a list or null');
  });
});

describe('badWords()', () => {
  const { words, texts, softKept } = golden.badWords;

  test("keeps what C4's code keeps, with boundaries and without", () => {
    for (const { input, en, ja } of texts) {
      const kinds = ['en', 'ja'].map((language) => badWords({ words, language }).judge(doc(input)).kind);
      expect([input, ...kinds]).toEqual([input, en ? 'keep' : 'drop', ja ? 'keep' : 'drop']);
    }
  });

  test("draws the pages that stay although a word is found as mC4's code does", () => {
    const soft = badWords({ words, dropFraction: 0.75 });
    const kept = [...Array(200).keys()].filter(
      (n) => soft.judge(doc('a blast', `https://example.org/${n}`)).kind === 'keep',
    );
    expect(kept).toEqual(softKept);
  });

  test('gives the place of the first word in the text as it was', () => {
    const drop = (start: number, end: number) => ({
      kind: 'drop',
      reason: 'badwords-filter-en:filtered',
      span: { start, end },
    });
    expect(badWords({ words }).judge(doc('An ODD SOCK.'))).toEqual(drop(3, 11));
    // a dotted capital I is longer in lower case
    expect(badWords({ words }).judge(doc('İİ blast.'))).toEqual(drop(3, 8));
  });

  test('in the reading of 2019, a word at an end of its line is missed, and digits are no letters', () => {
    const old = badWords({ words, reading: 'tfds-2019' });
    const drop = { kind: 'drop', reason: 'filtered-page-badword' };
    expect(old.judge(doc('Blast it all.'))).toEqual(keep);
    expect(old.judge(doc('One line.\nblast it.'))).toEqual(keep);
    expect(old.judge(doc('A sandblast.'))).toEqual(keep);
    expect(old.judge(doc('What a blast.'))).toMatchObject(drop);
    expect(old.judge(doc('A 1blast2.'))).toMatchObject(drop);
    expect(old.judge(doc('A éblastô.'))).toMatchObject(drop);
  });

  test("in dclm's reading, a boundary is one of regular expressions", () => {
    const dclm = badWords({ words, reading: 'dclm' });
    expect(dclm.judge(doc('a blast'))).toMatchObject({ reason: 'substring_filter:ldnoobw' });
    expect(dclm.judge(doc('c++ is a language'))).toEqual(keep);
    expect(dclm.judge(doc('c++x'))).toMatchObject({ kind: 'drop' });
  });

  test('the published list is read for every language, and finds nothing in nothing', () => {
    for (const language of ['en', 'fr', 'ja', 'zh', 'th']) {
      expect(badWords({ language }).judge(doc('')).kind).toBe('keep');
      expect(badWords({ language }).judge(doc('1 + 1 = 2')).kind).toBe('keep');
    }
    expect(() => badWords({ language: 'xx' })).toThrow('there is no language "xx"');
  });
});

describe('hashSplit()', () => {
  test("puts the pages into validation that C4's code puts there", () => {
    const split = hashSplit();
    const validation = [...Array(5000).keys()].filter(
      (n) => split.tag(doc('', `http://www.example.org/${n}/`))['split'] === 'validation',
    );
    expect(validation).toEqual(golden.split);
    expect(validation.length).toBeGreaterThan(0);
  });

  test('falls back on the id, and takes all or half', () => {
    expect(hashSplit({ validationEvery: 1 }).tag(doc(''))).toEqual({ split: 'validation' });
    expect(hashSplit().tag(doc(''))).toEqual({ split: 'train' });
    expect(() => hashSplit({ validationEvery: 0 })).toThrow(RangeError);
  });
});

import { describe, expect, test } from 'vitest';
import { countCharacters, isLongerThan } from '../../../src/pipeline/text/characters.js';
import { hexModulo, md5Hex, sha1Hex } from '../../../src/pipeline/text/hash.js';
import { splitLines } from '../../../src/pipeline/text/lines.js';
import { ngrams } from '../../../src/pipeline/text/ngrams.js';
import { PhraseSet } from '../../../src/pipeline/text/phrase-set.js';
import { isSpace, spaceClass, strip } from '../../../src/pipeline/text/whitespace.js';
import { isWordAt, isWordBefore } from '../../../src/pipeline/text/word-boundary.js';
import { countWords, hasLongWord, splitWords } from '../../../src/pipeline/text/words.js';

/** The code points below 2^16 for which Python's `str.isspace` is true. */
const pythonSpaces = [
  9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200,
  8201, 8202, 8232, 8233, 8239, 8287, 12288,
];

describe('whitespace', () => {
  test("isSpace() holds for Python's 29 code points and no other", () => {
    const found = [...Array(0x10000).keys()].filter(isSpace);
    expect(found).toEqual(pythonSpaces);
  });

  test('spaceClass is the same set in a regular expression', () => {
    const pattern = new RegExp(`^[${spaceClass}]$`);
    const found = [...Array(0x10000).keys()].filter((code) => pattern.test(String.fromCharCode(code)));
    expect(found).toEqual(pythonSpaces);
  });

  test.each([
    ['', ''],
    [' \x1f\u3000', ''],
    ['\x85 a b\u2003', 'a b'],
    ['\ufeffa\u200b', '\ufeffa\u200b'],
  ])('strip(%j) is %j', (text, expected) => {
    expect(strip(text)).toBe(expected);
  });
});

describe('splitLines()', () => {
  test.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['\n\na', ['', '', 'a']],
    ['a\r\nb\rc\n\rd', ['a', 'b', 'c', '', 'd']],
    ['a\vb\fc\x1cd\x1de\x1ef\x85g\u2028h\u2029i', [...'abcdefghi']],
    ['a\x1fb\u200bc', ['a\x1fb\u200bc']],
  ])('of %j is %j', (text, expected) => {
    expect(splitLines(text)).toEqual(expected);
  });
});

describe('words', () => {
  test.each([
    ['', []],
    ['  ', []],
    ['one', ['one']],
    [' one\u3000two\nthree ', ['one', 'two', 'three']],
    ['\ufeff \u200b', ['\ufeff', '\u200b']],
  ])('splitWords(%j) is %j, and countWords() agrees', (text, expected) => {
    expect(splitWords(text)).toEqual(expected);
    expect(countWords(text)).toBe(expected.length);
  });

  test('countWords() stays within its bounds and its limit', () => {
    expect(countWords('one two three', 4, 7)).toBe(1);
    expect(countWords('one two three', 0, 13, 2)).toBe(2);
  });

  test('hasLongWord() counts characters, not UTF-16 units', () => {
    expect(hasLongWord('a 😀😀', 0, 6, 2)).toBe(false);
    expect(hasLongWord('a 😀😀', 0, 6, 1)).toBe(true);
    expect(hasLongWord('\ud83d\ud83d', 0, 2, 1)).toBe(true);
  });
});

describe('characters', () => {
  test('countCharacters() counts a pair once and a lone surrogate once', () => {
    expect(countCharacters('a😀')).toBe(2);
    expect(countCharacters('\ud83d')).toBe(1);
    expect(countCharacters('\ud83da\ude00')).toBe(3);
  });

  test('isLongerThan() is decided by characters where units leave it open', () => {
    expect(isLongerThan('😀😀', 2)).toBe(false);
    expect(isLongerThan('😀😀a', 2)).toBe(true);
  });
});

describe('hashes', () => {
  test('are of the UTF-8 bytes', () => {
    expect(md5Hex('é')).toBe('66ddcd97cfdeabb2f6fb8a999b4bc76f');
    expect(md5Hex('')).toBe('d41d8cd98f00b204e9800998ecf8427e');
    expect(sha1Hex('')).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
  });

  test('hexModulo() is exact for a whole MD5', () => {
    const hex = md5Hex('whale');
    expect(hexModulo(hex, 1000)).toBe(Number(BigInt(`0x${hex}`) % 1000n));
    expect(hexModulo(hex, 2 ** 48)).toBe(Number(BigInt(`0x${hex}`) % 2n ** 48n));
    expect(() => hexModulo(hex, 0)).toThrow(RangeError);
  });
});

describe('ngrams()', () => {
  test('gives the runs of words or characters', () => {
    expect(ngrams(['a', 'b', 'c'], 2)).toEqual(['a b', 'b c']);
    expect(ngrams([...'abc'], 3, '')).toEqual(['abc']);
    expect(ngrams(['a'], 2)).toEqual([]);
    expect(() => ngrams(['a'], 0)).toThrow('size must be an integer of at least 1, current value is 0');
  });
});

describe('PhraseSet', () => {
  const always = (): boolean => true;

  test('finds the leftmost phrase, and of several there the shortest', () => {
    expect(new PhraseSet(['sea', 'old', 'older']).find('the older sea', always)).toEqual({
      start: 4,
      end: 7,
    });
    expect(new PhraseSet([]).find('sea', always)).toBeUndefined();
    expect(new PhraseSet(['']).find('sea', always)).toBeUndefined();
  });

  test('goes on when a place is refused', () => {
    const phrases = new PhraseSet(['sea', 'seal']);
    const apart = (text: string, start: number, end: number): boolean =>
      !isWordBefore(text, start) && !isWordAt(text, end);
    expect(phrases.find('undersea seals seal', apart)).toEqual({ start: 15, end: 19 });
  });

  test('knows letters of any script at a boundary', () => {
    expect(isWordAt('é', 0)).toBe(true);
    expect(isWordBefore('𝒳.', 2)).toBe(true);
    expect(isWordBefore('😀.', 2)).toBe(false);
    expect(isWordAt('a', 1)).toBe(false);
  });
});

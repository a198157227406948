import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  dclmOptions,
  makeResiliparse,
  type ResiliparseOptions,
} from '../../../src/pipeline/extract/extract-resiliparse.js';
import { goldenCorpusText, readGolden } from '../../support/golden.js';

interface Golden {
  readonly version: string;
  readonly pages: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly corpora: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The settings of bench/oracles/resiliparse.py, in our names. */
const settings: Readonly<Record<string, ResiliparseOptions>> = {
  main: dclmOptions,
  plain: {},
  strict: { ...dclmOptions, comments: false, postMeta: false },
  lenient: { ...dclmOptions, hiddenElements: true },
  everything: { links: true, formFields: true, noscript: true },
  line: { preserveFormatting: false },
  bare: { listBullets: false, altTexts: false },
};

const pages = JSON.parse(readFileSync(new URL('../../fixtures/pages.json', import.meta.url), 'utf8')) as {
  name: string;
  html: string;
}[];

describe.each(['2', '1'] as const)('release %s of resiliparse', (version) => {
  const golden = readGolden<Golden>(`resiliparse/${version}.json`);

  test.each(pages)('gives the same text of: $name', ({ name, html }) => {
    const texts = Object.fromEntries(
      Object.entries(settings).map(([setting, options]) => [
        setting,
        makeResiliparse({ ...options, version })(html),
      ]),
    );
    expect(texts).toEqual(golden.pages[name]);
  });

  test('gives the same main content and the same whole text of every page of the corpora', () => {
    const main = makeResiliparse({ ...dclmOptions, version });
    const plain = makeResiliparse({ version });
    const files = Object.keys(golden.corpora);
    const unequal = files.filter((file) => {
      const html = goldenCorpusText(file);
      const { main: mainDigest, plain: plainDigest } = golden.corpora[file]!;
      return digest(main(html)) !== mainDigest || digest(plain(html)) !== plainDigest;
    });
    expect(files.length).toBeGreaterThan(650);
    expect(unequal).toEqual([]);
  });
});

describe('makeResiliparse()', () => {
  test('judges each page by itself: the same text again after others', () => {
    const main = makeResiliparse(dclmOptions);
    const texts = pages.map(({ html }) => main(html));
    expect(pages.map(({ html }) => main(html))).toEqual(texts);
  });

  test.each([
    ['elements that are nested 100,000 deep', '<div class=x>'.repeat(100_000) + 'x', 'x'],
    ['100,000 lists in one another', '<ul><li>'.repeat(100_000) + 'x', ''],
    ['100,000 open spans', '<span>'.repeat(100_000) + 'x', 'x'],
    [
      'formatting that is opened again and again',
      '<b id=1><i id=2>'.repeat(500) + '<p>x'.repeat(2),
      'x\n\nx',
    ],
    ['100,000 unclosed comments', '<p>x' + '<!--'.repeat(100_000), 'x'],
    ['a million angle brackets', '<p>' + '<'.repeat(1_000_000), '<'.repeat(1_000_000)],
    ['an attribute that is never closed', '<p>x<a href="' + 'y'.repeat(1_000_000), 'x'],
  ])('survives %s', (_, html, text) => {
    expect(makeResiliparse(dclmOptions)(html)).toBe(text);
  });

  test('takes a page of 20 MB', () => {
    const row = '<div class=row><p>Some <b>words</b> &amp; a <a href=x>link</a></p></div>\n';
    const text = makeResiliparse(dclmOptions)(row.repeat(20_000_000 / row.length));
    expect(text.slice(0, 38)).toBe('Some words & a link\n\nSome words & a li');
    expect(text.length).toBe(Math.floor(20_000_000 / row.length) * 21 - 2);
  });
});

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

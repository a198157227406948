import { describe, expect, test } from 'vitest';
import { canonicalUrl } from '../../../src/pipeline/crawl/canonical-url.js';
import { looksEndless, shapeOf } from '../../../src/pipeline/crawl/looks-endless.js';
import { pageFacts } from '../../../src/pipeline/crawl/page-facts.js';
import { ROBOTS_BYTES, robotsRules } from '../../../src/pipeline/crawl/robots-rules.js';

describe('canonicalUrl()', () => {
  test.each([
    ['HTTP://A.Example:80/x/../b?z=1&utm_source=n&a=2#top', 'http://a.example/b?a=2&z=1'],
    ['https://a.example:443', 'https://a.example/'],
    ['http://a.example./x', 'http://a.example/x'],
    ['http://user:secret@a.example/', 'http://a.example/'],
    ['http://a.example//x///y', 'http://a.example/x/y'],
    ['http://a.example/x/index.html', 'http://a.example/x/'],
    ['http://a.example/x;jsessionid=12AB?b', 'http://a.example/x?b'],
    ['http://a.example/?PHPSESSID=1&fbclid=2', 'http://a.example/'],
    ['http://a.example/%7euser/%e4%2f', 'http://a.example/~user/%E4%2F'],
    ['/b', 'http://base.example/b'],
    ['?page=2', 'http://base.example/dir/?page=2'],
    ['mailto:a@b.example', undefined],
    ['http://[', undefined],
  ])('%s → %s', (address, canonical) => {
    expect(canonicalUrl(address, 'http://base.example/dir/')).toBe(canonical);
    // what is canonical stays as it is
    if (canonical !== undefined) expect(canonicalUrl(canonical)).toBe(canonical);
  });
});

describe('robotsRules()', () => {
  const url = 'http://a.example/robots.txt';
  const rules = (text: string, status = 200) => robotsRules(url, 'LecternBot', status, Buffer.from(text));

  test('takes the group of the crawler before that for all, and the longest rule', () => {
    const { allows, crawlDelay, source } = rules(
      'User-agent: *\nDisallow: /\n\nUser-agent: lecternbot\nDisallow: /a\nAllow: /a/b\nCrawl-delay: 7\n',
    );
    expect([source, crawlDelay]).toEqual(['file', 7]);
    expect(['/', '/a', '/a/b', '/a/c'].map((path) => allows(`http://a.example${path}`))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('understands * and $', () => {
    const { allows } = rules('User-agent: *\nDisallow: /*.pdf$\n');
    expect(['/x.pdf', '/x.pdf?y', '/x'].map((path) => allows(`http://a.example${path}`))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('allows everything when the file is missing, nothing when it cannot be had', () => {
    const deny = 'User-agent: *\nDisallow: /\n';
    expect([rules(deny, 399).source, rules(deny, 404).source, rules(deny, 499).source]).toEqual([
      'absent',
      'absent',
      'absent',
    ]);
    expect(rules(deny, 404).allows('http://a.example/')).toBe(true);
    expect([rules('', 500).source, robotsRules(url, 'LecternBot', undefined).source]).toEqual([
      'unreachable',
      'unreachable',
    ]);
    expect(rules('', 503).allows('http://a.example/')).toBe(false);
  });

  test('always allows robots.txt itself', () => {
    expect(rules('User-agent: *\nDisallow: /\n').allows(url)).toBe(true);
  });

  test('reads 500 KiB and no more', () => {
    const file = (padding: number) => `User-agent: *\n#${'x'.repeat(padding - 16)}\nDisallow: /late\n`;
    const rule = 'Disallow: /late\n'.length;
    expect(rules(file(ROBOTS_BYTES - rule)).allows('http://a.example/late')).toBe(false);
    expect(rules(file(ROBOTS_BYTES)).allows('http://a.example/late')).toBe(true);
  });
});

describe('looksEndless() and shapeOf()', () => {
  test('a page segment may stand twice, not three times', () => {
    expect(looksEndless('http://a.example/x/y/x')).toBe(false);
    expect(looksEndless('http://a.example/x/y/x/y/x')).toBe(true);
  });

  test('limits length, depth and parameters', () => {
    const path = (count: number) =>
      `http://a.example/${Array.from({ length: count }, (_, i) => `s${i}`).join('/')}`;
    expect([looksEndless(path(12)), looksEndless(path(13))]).toEqual([false, true]);
    const query = (count: number) =>
      `http://a.example/?${Array.from({ length: count }, (_, i) => `p${i}=1`).join('&')}`;
    expect([looksEndless(query(6)), looksEndless(query(7))]).toEqual([false, true]);
    const start = 'http://a.example/';
    expect([
      looksEndless(start + 'x'.repeat(512 - start.length)),
      looksEndless(start + 'x'.repeat(513 - start.length)),
    ]).toEqual([false, true]);
  });

  test('a shape leaves numbers out', () => {
    expect(shapeOf('http://a.example/month/2026/1')).toBe('http://a.example/month/#/#');
    expect(shapeOf('http://a.example/about')).toBe(undefined);
  });
});

describe('pageFacts()', () => {
  test('gives nothing of an empty page', () => {
    expect(pageFacts('')).toEqual({
      title: '',
      base: undefined,
      metas: [],
      links: [],
      noindex: false,
      nofollow: false,
    });
  });

  test('reads title, base, meta elements and links, decoded', () => {
    const facts = pageFacts(
      '<title> A &amp;  B </title><base href="/dir/"><meta name="Robots" content="NOINDEX"><link rel=next href="2">' +
        '<a href="x?a=1&amp;b=2" rel="nofollow">one <b>two</b></a><img src=i.png alt="an image"><a>none</a>',
    );
    expect(facts).toEqual({
      title: 'A & B',
      base: '/dir/',
      metas: [{ name: 'Robots', content: 'NOINDEX' }],
      links: [
        { path: 'LINK@/href', url: '2', rel: 'next' },
        { path: 'A@/href', url: 'x?a=1&b=2', text: 'one two', rel: 'nofollow' },
        { path: 'IMG@/src', url: 'i.png', alt: 'an image' },
      ],
      noindex: true,
      nofollow: false,
    });
  });
});

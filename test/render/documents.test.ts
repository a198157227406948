import { describe, expect, test } from 'vitest';
import { documents } from '../../src/render/documents.js';
import { excerpt } from '../../src/render/excerpt.js';
import { JUDGED } from './cases.js';
import { htmlOf, textOf } from './html.js';

describe('documents()', () => {
  test('of nothing says so', () => {
    expect(textOf(documents([]))).toBe('no documents');
    expect(htmlOf(documents([]))).toContain('no documents');
  });

  test('marks the span that fired the rule, and sets its value beside the limit', () => {
    const html = htmlOf(documents(JUDGED));
    expect(html).toContain('<mark>buy now buy now buy now</mark> best price');
    expect(html).toContain('<span class="lx-drop">top-3-gram</span>');
    expect(html).toMatch(/>0\.31<\/td><td[^>]*>0\.18<\/td>/);
  });

  test('lets a long reason break between its words', () => {
    const reasoned = (reason: string) => htmlOf(documents([{ doc: { id: 'a', text: 'Any text' }, reason }]));
    expect(reasoned('filtered:too_few_sentences')).toContain('>filtered:<wbr>too_<wbr>few_<wbr>sentences<');
    expect(reasoned("it's_<b>:")).toMatch(/>it(&#39;|&#x27;|')s_<wbr>&lt;b&gt;:</);
  });

  test('tells kept ones and failed ones by word', () => {
    const html = htmlOf(documents(JUDGED));
    expect(html).toContain('<span class="lx-keep">kept</span>');
    expect(html).toContain('Cannot read properties of undefined');
  });

  test('shows what would run as text', () => {
    expect(htmlOf(documents(JUDGED))).toContain('&lt;script&gt;alert(1)&lt;/script&gt;\ufffd hidden');
    const evil = '<b onclick=x>';
    const shown = htmlOf(
      documents(
        [
          {
            doc: { id: evil, text: evil, url: evil },
            stage: evil,
            reason: evil,
            message: evil,
            span: { start: 0, end: 2 },
          },
        ],
        { title: evil, caption: evil },
      ),
    );
    expect(shown).not.toContain('<b ');
  });

  test('reads in a terminal', () => {
    expect(textOf(documents(JUDGED.slice(1, 2)))).toBe(
      'c4-page: curly-bracket\n  function f() ⟦{⟧ return 1; }\n  b',
    );
  });

  test('shows so many at most, and so many of each reason', () => {
    const many = Array.from({ length: 30 }, (_, at) => ({
      doc: { id: String(at), text: 'x' },
      stage: 's',
      reason: at < 28 ? 'common' : 'rare',
    }));
    expect(textOf(documents(many, { max: 4 }))).toContain('… and 26 more documents');
    const text = textOf(documents(many, { perReason: 1 }));
    expect(text.match(/s: common/g)).toHaveLength(1);
    expect(text.match(/s: rare/g)).toHaveLength(1);
  });

  test('leaves out the columns of value and limit when none has one', () => {
    expect(htmlOf(documents([{ doc: { id: '1', text: 'x' }, reason: 'r' }]))).not.toContain('limit');
  });

  test.each([[[{ reason: 'r' }]], [[null]], [[{ doc: { id: '1' } }]]])('refuses %j', (entries) => {
    expect(() => documents(entries as never)).toThrow(/each entry needs \{ doc: \{ id, text \}, reason \}/);
  });

  test.each([{ max: 0 }, { perReason: 0 }, { context: -1 }])('refuses %j', (options) => {
    expect(() => documents([], options)).toThrow(RangeError);
  });
});

describe('excerpt()', () => {
  const text = 'one two three four five six seven eight nine ten';

  test('of a short text is all of it', () => {
    expect(excerpt('', undefined)).toEqual({ before: '', after: '' });
    expect(excerpt('one two three', { start: 4, end: 7 })).toEqual({
      before: 'one ',
      marked: 'two',
      after: ' three',
    });
  });

  test('cuts at spaces and says so', () => {
    expect(excerpt(text, { start: 24, end: 27 }, { context: 12 })).toEqual({
      before: '…four five ',
      marked: 'six',
      after: ' seven eight…',
    });
  });

  test('cuts a long span in its middle', () => {
    const { marked = '' } = excerpt('x'.repeat(1000), { start: 0, end: 1000 }, { most: 50 });
    expect(marked.length).toBeLessThan(60);
    expect(marked).toContain('…');
  });

  test.each([
    { start: -1, end: 2 },
    { start: 5, end: 3 },
    { start: 0, end: 1e6 },
    { start: Number.NaN, end: 2 },
  ])('leaves out a span that is not in the text: %j', (span) => {
    expect(excerpt('short', span)).toEqual({ before: '', after: 'short' });
  });

  test('never cuts a surrogate pair', () => {
    const pairs = '😀'.repeat(100);
    for (let start = 0; start < 8; start += 1) {
      const {
        before,
        marked = '',
        after,
      } = excerpt(pairs, { start: 60 + start, end: 71 + start }, { context: 7 });
      expect(before + marked + after).not.toMatch(/\p{Cs}/u);
    }
  });
});

import { describe, expect, test } from 'vitest';
import type { Doc } from '../../../../src/pipeline/core/doc.js';
import { run } from '../../../../src/pipeline/engines/embedded/run.js';
import { lineDedup } from '../../../../src/pipeline/stages/dedup/line-dedup.js';
import { urlDedup, type UrlDedupOptions } from '../../../../src/pipeline/stages/dedup/url-dedup.js';
import { md5Hex } from '../../../../src/pipeline/text/hash.js';
import { readGolden } from '../../../support/golden.js';

interface Golden {
  readonly pages: readonly { text?: string }[];
  readonly deduplicated: readonly { reason?: string; text?: string; lines?: Record<string, number> }[];
  readonly newest: { readonly stamps: readonly string[]; readonly kept: number };
}

const golden = readGolden<Golden>('c4/tfds.json');

describe('lineDedup()', () => {
  test("keeps the lines and pages that C4's code keeps, with its reasons", async () => {
    const docs = golden.pages.flatMap(({ text }, n): Doc[] =>
      text === undefined ? [] : [{ id: String(n), url: `https://example.org/${n}`, text, meta: {} }],
    );
    const { kept, dropped, report } = await run(docs, [lineDedup()]);
    const texts = new Map(kept.map(({ id, text }) => [id, text]));
    const reasons = new Map(dropped.map(({ doc, reason }) => [doc.id, reason]));
    const ours = docs.map(({ id }) => texts.get(id) ?? reasons.get(id));
    expect(ours).toEqual(golden.deduplicated.map(({ text, reason }) => text ?? reason));
    const changes: Record<string, number> = {};
    for (const { lines = {} } of golden.deduplicated) {
      for (const [name, count] of Object.entries(lines)) changes[name] = (changes[name] ?? 0) + count;
    }
    expect(report.rows[0]?.changes).toEqual(changes);
    expect(Object.keys(changes)).toEqual(expect.arrayContaining(['line-filtered:global_duplicate']));
  });

  const page = (id: string, ...lines: string[]): Doc => ({
    id,
    url: `https://example.org/${id}`,
    text: lines.join('\n'),
    meta: {},
  });
  const own = (id: string) => [`One on ${id}.`, `Two on ${id}.`, `Three on ${id}.`];

  test('a line stays on the page whose URL has the smallest hash, whatever the order', async () => {
    const pages = ['a', 'b', 'c'].map((id) => page(id, ...own(id), ' SHARED by all. '));
    const first = [...pages].sort((x, y) => (md5Hex(x.url!) < md5Hex(y.url!) ? -1 : 1))[0]!;
    for (const order of [pages, pages.toReversed()]) {
      const { kept } = await run(order, [lineDedup()]);
      const holders = kept.filter(({ text }) => text.includes('SHARED')).map(({ id }) => id);
      expect(holders).toEqual([first.id]);
    }
  });

  test('a line repeated within its page stays where it comes first', async () => {
    const { kept, report } = await run(
      [page('a', 'One.', ...own('a'), 'ONE.', 'Four.', ' one. ')],
      [lineDedup()],
    );
    expect(kept[0]?.text).toBe(['One.', ...own('a'), 'Four.'].join('\n'));
    expect(report.rows[0]?.changes).toEqual({ 'line-filtered:local_duplicate': 2 });
  });

  test('a page goes when too few sentences are left, or had come', async () => {
    const { dropped } = await run([page('a', 'One.', 'Two.')], [lineDedup()]);
    expect(dropped).toMatchObject([{ reason: 'filtered:too_few_sentences', value: 2, limit: 3 }]);
    const off = await run([page('a', 'One.', 'Two.')], [lineDedup({ minSentences: null })]);
    expect(off.kept.length).toBe(1);
  });

  test('an empty page, and one that lost every line, is empty', async () => {
    const twins = [page('a', 'One.', 'Two.', 'Three.'), page('b', 'One.', 'Two.', 'Three.')];
    const { kept, dropped } = await run([...twins, page('c', '')], [lineDedup()]);
    expect(kept.length).toBe(1);
    expect(dropped.map(({ reason }) => reason)).toEqual(['filtered:empty', 'filtered:empty']);
  });

  test('the changes make the text', () => {
    const text = 'a\nb\nc\nd\ne';
    for (const lost of [[0], [4], [1, 2], [0, 1, 3, 4], [3, 4], [0, 2, 4]]) {
      const edited = lineDedup({ minSentences: null }).finish({ id: '1', text, meta: {} }, lost);
      if (edited.kind !== 'edit') throw new Error('expected an edit');
      let out = '';
      let at = 0;
      for (const change of edited.changes) {
        out += text.slice(at, change.start);
        at = change.end;
      }
      expect(out + text.slice(at)).toBe(edited.text);
      expect(edited.text).toBe([...'abcde'].filter((_, index) => !lost.includes(index)).join('\n'));
    }
  });
});

describe('urlDedup()', () => {
  const pages = (...rows: [url: string | undefined, text: string, date?: string][]): Doc[] =>
    rows.map(([url, text, date], n) => ({
      id: String(n),
      text,
      ...(url === undefined ? {} : { url }),
      meta: date === undefined ? ({} as Doc['meta']) : { date },
    }));
  const keptIds = async (docs: Doc[], options?: UrlDedupOptions): Promise<string[]> =>
    (await run(docs, [urlDedup(options)])).kept.map(({ id }) => id);

  test("keeps the page that C4's code keeps: the newest, the first of several", async () => {
    const docs = pages(
      ...golden.newest.stamps.map((date): [string, string, string] => ['http://a.example/', '', date]),
    );
    expect(await keptIds(docs)).toEqual([String(golden.newest.kept)]);
  });

  test('takes URLs that differ in scheme, www., campaign or slash for one', async () => {
    const docs = pages(
      ['http://a.example/x/', 'a'],
      ['https://www.a.example/x?utm_source=b', 'b'],
      ['http://a.example/y', 'c'],
    );
    expect(await keptIds(docs)).toEqual(['0', '2']);
    const { dropped } = await run(docs, [urlDedup()]);
    expect(dropped).toMatchObject([{ reason: 'duplicate-url-filter:filtered' }]);
  });

  test('keeps the largest hash of the text, or the last, as older versions did', async () => {
    const docs = pages(
      ['http://a.example', 'one'],
      ['http://a.example', 'two'],
      ['http://a.example', 'three'],
    );
    const largest = [...docs].sort((a, b) => (md5Hex(a.text) < md5Hex(b.text) ? 1 : -1))[0]!;
    expect(await keptIds(docs, { keep: 'largest-hash' })).toEqual([largest.id]);
    expect(await keptIds(docs, { keep: 'last' })).toEqual(['2']);
  });

  test('keeps every page without URL', async () => {
    expect(await keptIds(pages([undefined, 'a'], [undefined, 'a'], ['', 'a']))).toEqual(['0', '1', '2']);
    expect(() => urlDedup({ keep: 'first' as 'last' })).toThrow('there is no keep "first"');
  });
});

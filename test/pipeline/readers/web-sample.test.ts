import { describe, expect, test } from 'vitest';
import { run } from '../../../src/pipeline/engines/embedded/run.js';
import { c4 } from '../../../src/pipeline/recipes/c4.js';
import { extractText } from '../../../src/pipeline/stages/edits/extract-text.js';
import { webSample, webSampleParts } from '../../../src/pipeline/readers/web-sample.js';

describe('webSample()', () => {
  const all = webSample();

  test('has every part, each page with its part and source', () => {
    const parts = new Map<string, Set<unknown>>();
    for (const { meta } of all) {
      const part = String(meta['part']);
      parts.set(part, (parts.get(part) ?? new Set()).add(meta['source']));
    }
    expect([...parts.keys()]).toEqual(webSampleParts);
    expect([...parts.values()].map((sources) => sources.size)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  test('gives each page its own id, and an address', () => {
    expect(new Set(all.map((page) => page.id)).size).toBe(all.length);
    expect(all.filter((page) => !URL.canParse(page.url ?? '')).map((page) => page.id)).toEqual([]);
  });

  test('holds the corpora whole', () => {
    const count = (part: string) => all.filter((page) => page.meta['part'] === part).length;
    expect([count('rights'), count('speeches'), count('novel')]).toEqual([532, 233, 135]);
  });

  test('takes perPart pages at even distances, the English declaration among them', () => {
    const few = webSample({ perPart: 3 });
    expect(few.length).toBe(21);
    expect(few.filter((page) => page.meta['part'] === 'novel').map((page) => page.id)).toEqual([
      'novel/chapter_1',
      'novel/chapter_46',
      'novel/chapter_91',
    ]);
    expect(few.some((page) => page.id === 'rights/eng')).toBe(true);
  });

  test('has a specimen for every rule of C4 that single pages fall by', async () => {
    const specimens = webSample({ parts: ['specimens'] });
    const { kept, dropped, report } = await run(specimens, [extractText({ method: 'wet' }), ...c4.stages()]);
    expect(
      Object.fromEntries(dropped.map(({ doc, stage }) => [doc.id.replace('specimens/', ''), stage])),
    ).toMatchObject({
      endless: 'page-length',
      'lorem-ipsum': 'c4-page',
      'curly-bracket': 'c4-page',
      'two-sentences': 'c4-page',
      'no-end-marks': 'c4-page',
    });
    expect(kept.map((doc) => doc.id)).toContain('specimens/kept');
    expect(report.rows.find((row) => row.stage === 'url-dedup')?.docsOut).toBe(specimens.length - 2);
    expect(Object.keys(report.rows.find((row) => row.stage === 'c4-lines')?.changes ?? {})).toEqual(
      expect.arrayContaining([
        'citation',
        'line-filtered:javascript',
        'line-filtered:no_endmark',
        'line-filtered:policy',
        'line-filtered:too_long_word',
      ]),
    );
  });

  test('refuses a part that there is not, and a perPart of none', () => {
    const parts = ['novels'] as unknown as typeof webSampleParts;
    expect(() => webSample({ parts })).toThrow(/the parts are news, manuals/);
    expect(() => webSample({ perPart: 0 })).toThrow(RangeError);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { vendor } from '../render/vendor.js';
import { FIGURES } from './cases.js';

beforeAll(() => vendor);

describe.each(Object.entries(FIGURES))('%s', (name, make) => {
  test('is drawn as it was', async () => {
    const { data } = make();
    await expect(`${String(data['image/svg+xml'])}\n`).toMatchFileSnapshot(`./output/${name}.svg`);
    await expect(
      `${JSON.stringify(data['application/vnd.vegalite.v6+json'], null, 1)}\n`,
    ).toMatchFileSnapshot(`./output/${name}.vl.json`);
    await expect(`${String(data['text/plain'])}\n`).toMatchFileSnapshot(`./output/${name}.txt`);
  });

  test('is the same when drawn again after another figure', () => {
    const first = make().data;
    FIGURES['histogram']?.();
    expect(make().data).toEqual(first);
  });

  test('has a name for those who cannot see it, and scales down to its page', () => {
    const svg = String(make().data['image/svg+xml']);
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="[^"]{20,}"/);
    expect(svg).toMatch(/viewBox="0 0 \d+ \d+"/);
    expect(svg).toContain('max-width:100%');
  });

  test('gives other viewers colours they understand', () => {
    expect(JSON.stringify(make().data['application/vnd.vegalite.v6+json'])).not.toContain('var(');
  });
});

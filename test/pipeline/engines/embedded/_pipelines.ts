import fc from 'fast-check';
import { random } from '../../../../src/pipeline/core/random.js';
import type { Doc } from '../../../../src/pipeline/core/doc.js';
import type {
  Edit,
  Expand,
  Filter,
  Fit,
  Keyed,
  Pipeline,
  Stage,
  Tag,
} from '../../../../src/pipeline/core/stage.js';

/** Stages of every kind, small enough to be understood at a glance. */

export const minWords = (limit: number): Filter => ({
  name: 'min-words',
  kind: 'filter',
  judge({ text }) {
    const value = text.split(' ').length;
    return value < limit ? { kind: 'drop', reason: 'too-few-words', value, limit } : { kind: 'keep' };
  },
});

export const sampled = (seed: number): Filter => ({
  name: 'sampled',
  kind: 'filter',
  judge: ({ id }) =>
    random(seed, id).next() < 0.3 ? { kind: 'drop', reason: 'not-drawn' } : { kind: 'keep' },
});

export const upperCase: Edit = {
  name: 'upper-case',
  kind: 'edit',
  edit({ text }) {
    const changes = [...text.matchAll(/[aeiou]/g)].map(({ index, 0: letter }) => ({
      start: index,
      end: index + 1,
      reason: `vowel-${letter}`,
      replacement: letter.toUpperCase(),
    }));
    return { kind: 'edit', text: text.replace(/[aeiou]/g, (letter) => letter.toUpperCase()), changes };
  },
};

export const byLine: Expand = {
  name: 'by-line',
  kind: 'expand',
  *expand(doc) {
    for (const line of doc.text.split('\n')) if (line !== '') yield { ...doc, text: line };
  },
};

export const lengthTag: Tag = { name: 'length', kind: 'tag', tag: ({ text }) => ({ length: text.length }) };

/** Keeps one copy of every line: that of the document with the smallest rank. */
export const uniqueLines = (rank: (doc: Doc) => string): Keyed => ({
  name: 'unique-lines',
  kind: 'keyed',
  keys: (doc) => doc.text.split('\n').map((key, part) => ({ key, rank: rank(doc), part })),
  finish(doc, lost) {
    const lines = doc.text.split('\n');
    if (lost.length === lines.length) return { kind: 'drop', reason: 'nothing-left', value: 0, limit: 1 };
    const gone = new Set(lost);
    const changes = lost.map((part) => {
      const start = lines.slice(0, part).join('\n').length + (part > 0 ? 1 : 0);
      return { start, end: start + (lines[part] ?? '').length, reason: 'duplicate-line' };
    });
    return { kind: 'edit', text: lines.filter((_, part) => !gone.has(part)).join('\n'), changes };
  },
});

/** Drops every document of a group of three or more, by a rule of its own. */
export const crowded: Keyed = {
  name: 'crowded',
  kind: 'keyed',
  keys: (doc) => [...doc.text].slice(0, 2).map((key, part) => ({ key, rank: doc.text, part })),
  losers: (group) =>
    group.length >= 3 ? group.map((_, index) => index).filter((index) => group[index]?.rank !== '') : [],
  finish: (_, lost) =>
    lost.length > 1 ? { kind: 'drop', reason: 'crowded', value: lost.length, limit: 1 } : { kind: 'keep' },
};

/** Drops documents longer than the mean of the sample. */
export const belowMean: Fit = {
  name: 'below-mean',
  kind: 'fit',
  fit(sample) {
    const lengths = [...sample].map(({ text }) => text.length);
    const mean = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
    return {
      name: 'below-mean',
      kind: 'filter',
      judge: ({ text }) =>
        text.length > mean
          ? { kind: 'drop', reason: 'over-mean', value: text.length, limit: mean }
          : { kind: 'keep' },
    };
  },
};

/** Throws on some documents. */
export const fragile: Filter = {
  name: 'fragile',
  kind: 'filter',
  judge({ text }) {
    if (text.includes('stone')) throw new Error('a stone is too hard');
    return { kind: 'keep' };
  },
};

const stages: readonly Stage[] = [
  minWords(3),
  sampled(5),
  upperCase,
  byLine,
  lengthTag,
  uniqueLines(({ id }) => id),
  crowded,
  belowMean,
  fragile,
];

/** Any order of any of the stages. */
export const anyPipeline: fc.Arbitrary<Pipeline> = fc.shuffledSubarray([...stages]);

const word = fc.constantFrom('a', 'river', 'stone', 'é', '字', '😀', 'over', 'the');
const line = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
const text = fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n'));

/** Documents with many lines in common. */
export const anyDocs: fc.Arbitrary<Doc[]> = fc
  .array(fc.record({ text, url: fc.option(fc.webUrl(), { nil: undefined }) }), { maxLength: 25 })
  .map((docs) =>
    docs.map(({ text: body, url }, i) => ({
      id: `doc-${i}`,
      text: body,
      ...(url === undefined ? {} : { url }),
      meta: { number: i },
    })),
  );

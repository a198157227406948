import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Doc } from '../../../src/pipeline/core/doc.js';
import type { Edited } from '../../../src/pipeline/core/stage.js';
import {
  pageRules,
  reasonNames,
  type C4PageOptions,
  type C4Reading,
} from '../../../src/pipeline/stages/_c4/rules.js';
import { c4Lines } from '../../../src/pipeline/stages/edits/c4-lines.js';
import { c4Page } from '../../../src/pipeline/stages/filters/c4-page.js';
import { goldenCorpusText, readGolden } from '../../support/golden.js';
import { readableC4, readableSteps, type Outcome } from './_c4/readable-c4.js';

interface GoldenVerdict {
  readonly reason?: string;
  readonly text?: string;
  readonly md5?: string;
  readonly lines?: Readonly<Record<string, number>>;
}

interface Golden {
  readonly pages: readonly (GoldenVerdict & { input: string })[];
  readonly corpora: readonly (GoldenVerdict & { file: string })[];
}

const doc = (text: string): Doc => ({ id: '1', text, meta: {} });

/** The text with the changes carried out, one by one; throws if they overlap or go back. */
function withChanges(text: string, { changes }: Edited): string {
  let out = '';
  let at = 0;
  for (const { start, end, replacement = '' } of changes) {
    if (start < at || end < start || (start === end && replacement === ''))
      throw new Error(`bad change at ${start}`);
    out += text.slice(at, start) + replacement;
    at = end;
  }
  return out + text.slice(at);
}

/** What our two stages make of a page, in the words of the golden files. */
function outcome(text: string, options: C4PageOptions): Outcome {
  const page = doc(text);
  const edited = c4Lines(options).edit(page);
  expect(withChanges(text, edited)).toBe(edited.text);
  const verdict = c4Page(options).judge(page);
  if (verdict.kind === 'drop') return { reason: verdict.reason };
  const lines: Record<string, number> = {};
  for (const { reason } of edited.changes) {
    if (/^line-|modifier/.test(reason) && reason !== 'citation_removal_modifier') {
      lines[reason] = (lines[reason] ?? 0) + 1;
    }
  }
  return { text: edited.text, lines };
}

describe.each(['tfds', 'datatrove'] as const)(
  'c4Page() and c4Lines(), held to the reference program: %s',
  (reading) => {
    const golden = readGolden<Golden>(`c4/${reading}.json`);

    test('give its verdict, reason, line counts and text on every text of ours', () => {
      for (const { input, ...expected } of golden.pages)
        expect(outcome(input, { reading })).toEqual(expected);
      expect(golden.pages.length).toBeGreaterThan(250);
    });

    test('give its verdict, reason, line counts and text on every corpus page', () => {
      for (const { file, md5, ...expected } of golden.corpora) {
        const ours = outcome(goldenCorpusText(file), { reading });
        if ('reason' in ours) expect({ file, ...ours }).toEqual({ file, ...expected });
        else {
          expect({ file, md5: createHash('md5').update(ours.text).digest('hex'), lines: ours.lines }).toEqual(
            {
              file,
              md5,
              ...expected,
            },
          );
        }
      }
      expect(golden.corpora.length).toBeGreaterThan(400);
    });
  },
);

describe('the fast scan, held to the readable one', () => {
  const pieces = readGolden<Golden>('c4/tfds.json').pages.flatMap(({ input }) =>
    input.split(/(\n)/).slice(0, 5),
  );
  const page = fc
    .array(
      fc.oneof(
        { arbitrary: fc.constantFrom(...pieces), weight: 6 },
        {
          arbitrary: fc.constantFrom(
            '\n',
            '\r\n',
            '\x1c',
            '\u2028',
            ' ',
            '[1]',
            '[',
            ']',
            '{',
            '.',
            '...',
            '"',
            '\ud83d',
            '\0',
          ),
          weight: 4,
        },
        { arbitrary: fc.string({ unit: 'binary', maxLength: 12 }), weight: 1 },
      ),
      { maxLength: 16 },
    )
    .map((parts) => parts.join(''));
  const someOptions = fc.record(
    {
      maxWordLength: fc.constantFrom(3, 1000, null),
      removeCitations: fc.boolean(),
      endMarks: fc.constantFrom(['.'], ['.', '!', 'end'], null),
      dropEllipsis: fc.boolean(),
      minWords: fc.constantFrom(0, 1, 4, null),
      dropJavascript: fc.boolean(),
      policyPhrases: fc.constantFrom([], ['whale', 'use cookies']),
      minSentences: fc.constantFrom(0, 2, 6, null),
      dropLoremIpsum: fc.boolean(),
      dropCurlyBracket: fc.boolean(),
    },
    { requiredKeys: [] },
  );

  test.each(['tfds', 'datatrove'] as const)('%s: equal verdicts and texts under any options', (reading) => {
    fc.assert(
      fc.property(page, someOptions, (text, options) => {
        const given = { ...options, reading };
        const rules = pageRules('', given);
        expect(outcome(text, given)).toEqual(readableC4(text, rules, reasonNames[reading]));
      }),
      { numRuns: 1500, seed: 6 },
    );
  });

  test('dclm: equal verdicts and texts to the steps of c4.yaml', () => {
    fc.assert(
      fc.property(page, (text) => {
        const rules = pageRules('', { reading: 'dclm' });
        const expected = readableSteps(text, rules, reasonNames.dclm);
        const ours = outcome(text, { reading: 'dclm' });
        expect('text' in ours ? ours.text : ours.reason).toEqual(
          'text' in expected ? expected.text : expected.reason,
        );
      }),
      { numRuns: 1500, seed: 6 },
    );
  });
});

// three sentences on three lines, which no rule touches
const good = [
  'The first boats came in early.',
  'The baker had lit his oven!',
  'Who would buy the bread now?',
];
// where the line under test begins
const at = good.join('\n').length + 1;
const around = (line: string): string => [...good, line].join('\n');
const lineReasons = (line: string, options?: C4PageOptions): string[] =>
  c4Lines(options)
    .edit(doc(around(line)))
    .changes.map(({ reason }) => reason);

describe('each rule for lines, just inside and just outside its limit', () => {
  const word = (length: number, letter = 'x'): string =>
    `Here it is: ${letter.repeat(length)} and nothing more.`;
  test.each<[rule: string, inside: string, outside: string, reason: string]>([
    ['a long word', word(1000), word(1001), 'line-filtered:too_long_word'],
    ['a long word, in characters', word(1000, '😀'), word(1001, '😀'), 'line-filtered:too_long_word'],
    ['the end mark', 'It ends as a line should.', 'It ends as no line should', 'line-filtered:no_endmark'],
    ['the ellipsis', 'It ends after two dots..', 'It ends after three dots...', 'line-filtered:no_endmark'],
    ['the fewest words', 'Five words are just enough.', 'Four are too few.', 'line-filtered:too_short'],
    [
      'JavaScript',
      'He drank java and read scripts.',
      'He drank java and read JavaScript.',
      'line-filtered:javascript',
    ],
    [
      'policies',
      'We read the policy on privacy.',
      'We read the privacy policy twice.',
      'line-filtered:policy',
    ],
    ['policies', 'We made use of the cookies.', 'We made our use of cookies.', 'line-filtered:policy'],
  ])('%s', (_, inside, outside, reason) => {
    expect(lineReasons(inside)).toEqual([]);
    expect(lineReasons(outside)).toEqual([reason]);
    expect(c4Lines().edit(doc(around(outside))).text).toBe(good.join('\n'));
    expect(c4Page().judge(doc(around(outside)))).toEqual({ kind: 'keep' });
  });

  test('each can be turned off', () => {
    expect(lineReasons(word(1001), { maxWordLength: null })).toEqual([]);
    expect(lineReasons('It ends as no line should', { endMarks: null })).toEqual([]);
    expect(lineReasons('It ends after three dots...', { dropEllipsis: false })).toEqual([]);
    expect(lineReasons('Four are too few.', { minWords: null })).toEqual([]);
    expect(lineReasons('He drank java and read JavaScript.', { dropJavascript: false })).toEqual([]);
    expect(lineReasons('We read the privacy policy twice.', { policyPhrases: [] })).toEqual([]);
    expect(lineReasons('It was built in 1901.[7]', { removeCitations: false })).toEqual([
      'line-filtered:no_endmark',
    ]);
  });

  test('citations go before the end mark is looked for, and words are counted without them', () => {
    expect(c4Lines().edit(doc(around('It was [1] built in 1901.[23]')))).toEqual({
      kind: 'edit',
      text: around('It was  built in 1901.'),
      changes: [
        { start: at + 7, end: at + 10, reason: 'citation' },
        { start: at + 25, end: at + 29, reason: 'citation' },
      ],
    });
    expect(lineReasons('One two [5] three four.')).toEqual(['line-filtered:too_short']);
    expect(lineReasons('One [5] two.', { reading: 'datatrove' })).toEqual(['citation']);
  });

  test('a line that goes for one rule is not counted for a later one', () => {
    expect(lineReasons('no mark in our privacy policy of javascript')).toEqual(['line-filtered:no_endmark']);
    expect(lineReasons('Our privacy policy needs JavaScript.')).toEqual(['line-filtered:javascript']);
  });
});

describe('each rule for pages, just inside and just outside its limit', () => {
  const judge = (text: string, options?: C4PageOptions) => c4Page(options).judge(doc(text));

  test('lorem ipsum: the phrase, with its place', () => {
    expect(judge(around('He set lorem and ipsum in type.'))).toEqual({ kind: 'keep' });
    expect(judge(around('He set Lorem Ipsum in bold type.'))).toEqual({
      kind: 'drop',
      reason: 'filtered:loremipsum',
      span: { start: at + 7, end: at + 18 },
    });
    expect(judge(around('He set Lorem Ipsum in bold type.'), { dropLoremIpsum: false })).toEqual({
      kind: 'keep',
    });
  });

  test('a curly bracket counts only on a line that came through the rules before', () => {
    expect(judge(around('He set a { bracket'))).toEqual({ kind: 'keep' });
    expect(judge(around('JavaScript has a { bracket too.'))).toEqual({ kind: 'keep' });
    expect(judge(around('He set a } bracket in type.'))).toEqual({ kind: 'keep' });
    expect(judge(around('He set a { bracket in type.'))).toEqual({
      kind: 'drop',
      reason: 'filtered:squigglybracket',
      span: { start: at + 9, end: at + 10 },
    });
    expect(judge(around('Our privacy policy has a { bracket.')).kind).toBe('drop');
    expect(judge(around('He set a { bracket in type.'), { dropCurlyBracket: false })).toEqual({
      kind: 'keep',
    });
  });

  test('of two reasons, the earlier line gives it', () => {
    const bracket = 'He set a { bracket in type.';
    const lorem = 'He set lorem ipsum in type.';
    expect(judge(`${bracket}\n${lorem}`)).toMatchObject({ reason: 'filtered:squigglybracket' });
    expect(judge(`${lorem}\n${bracket}`)).toMatchObject({ reason: 'filtered:loremipsum' });
    expect(judge('He set lorem ipsum in { type.')).toMatchObject({ reason: 'filtered:loremipsum' });
  });

  test('sentences: three stay, two go, whether on one line or several', () => {
    expect(judge(good.join('\n'))).toEqual({ kind: 'keep' });
    expect(judge(good.join(' '))).toEqual({ kind: 'keep' });
    const few = { kind: 'drop', reason: 'filtered:too_few_sentences', value: 2, limit: 3 };
    expect(judge(good.slice(1).join('\n'))).toEqual(few);
    expect(judge(good.slice(1).join(' '))).toEqual(few);
    expect(judge('It was Dr. Varga. She saw Mr. Olsen at the gate.')).toEqual(few);
    expect(judge(good.slice(1).join(' '), { minSentences: null })).toEqual({ kind: 'keep' });
  });

  test('datatrove asks for five sentences of three words', () => {
    const line = 'The bread burned.';
    expect(judge(Array(5).fill(line).join('\n'), { reading: 'datatrove' })).toEqual({ kind: 'keep' });
    expect(judge(Array(4).fill(line).join('\n'), { reading: 'datatrove' })).toEqual({
      kind: 'drop',
      reason: 'too_few_sentences',
      value: 4,
      limit: 5,
    });
    expect(judge(Array(5).fill('Bread burned.').join('\n'), { reading: 'datatrove' })).toMatchObject({
      value: 0,
    });
  });

  test('dclm counts sentences over the page, and names the step that emptied it', () => {
    expect(judge(`${good.join('\n\n')}\n`, { reading: 'dclm' })).toEqual({ kind: 'keep' });
    expect(judge('', { reading: 'dclm' })).toEqual({ kind: 'drop', reason: 'word_length_modifier' });
    expect(judge('no mark', { reading: 'dclm' })).toEqual({
      kind: 'drop',
      reason: 'punctuation_line_modifier',
    });
    expect(judge('We use cookies, if you like it.', { reading: 'dclm' })).toEqual({
      kind: 'drop',
      reason: 'substring_line_modifier:policy',
    });
  });
});

describe('bad input', () => {
  const few = { kind: 'drop', reason: 'filtered:too_few_sentences', value: 0, limit: 3 };
  test.each([
    ['nothing', ''],
    ['one word', 'whale'],
    ['line ends alone', '\r\n\n\u2028\x1c'],
    ['whitespace', ' \t\u3000 '],
    ['a lone surrogate', '\ud83d'],
    ['NUL', '\0'],
    ['a citation', '[1]'],
  ])('%s is dropped for want of sentences, and edited to nothing', (_, text) => {
    expect(c4Page().judge(doc(text))).toEqual(few);
    const edited = c4Lines().edit(doc(text));
    expect(withChanges(text, edited)).toBe(edited.text);
    expect(edited.text).toBe('');
  });

  test('CRLF, right-to-left text, NUL and lone surrogates inside lines pass unharmed', () => {
    const lines = [
      'זה משפט ארוך עם סימן בסוף.',
      'A NUL \0 stands in this line.',
      'Half a pair \ud83d stands in here.',
    ];
    const page = doc(lines.join('\r\n'));
    expect(c4Page().judge(page)).toEqual({ kind: 'keep' });
    expect(c4Lines().edit(page).text).toBe(lines.join('\n'));
    expect(c4Lines().edit(page).changes).toEqual([
      { start: 26, end: 28, reason: 'whitespace', replacement: '\n' },
      { start: 56, end: 58, reason: 'whitespace', replacement: '\n' },
    ]);
  });

  test('a line of ten megabytes is no slower than many lines', () => {
    const start = performance.now();
    expect(c4Page().judge(doc('It was a dark and stormy night. '.repeat(320_000))).kind).toBe('keep');
    expect(c4Page().judge(doc('x'.repeat(10_000_000)))).toEqual(few);
    expect(c4Page().judge(doc('[1'.repeat(5_000_000)))).toEqual(few);
    expect(c4Lines().edit(doc('ab [1].\n'.repeat(100_000))).text).toBe('');
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('options', () => {
  test('a wrong one throws when the stage is made, and says which', () => {
    expect(() => c4Page({ minSentences: -1 })).toThrow(
      'Cannot make stage "c4-page": minSentences must be an integer of at least 0, current value is -1',
    );
    expect(() => c4Lines({ reading: 'tdfs' as C4Reading })).toThrow(
      'there is no reading "tdfs"; did you mean "tfds"?',
    );
    expect(() => c4Lines({ endMarks: [1] as unknown as string[] })).toThrow(
      'endMarks must be a list of strings',
    );
  });

  test('a stage is made again from its reference', () => {
    const { ref } = c4Page({ minSentences: 2 });
    const again = c4Page(ref?.params as C4PageOptions);
    expect(again.ref).toEqual(ref);
    expect(again.judge(doc(good.slice(1).join('\n')))).toEqual({ kind: 'keep' });
  });

  test('the document is not changed, and may be frozen', () => {
    const page = Object.freeze(doc(around('Home')));
    c4Page().judge(page);
    c4Lines().edit(page);
    expect(page.text).toBe(around('Home'));
  });
});

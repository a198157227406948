import { parseFragment, type DefaultTreeAdapterMap } from 'parse5';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/render/check.js';
import { checks } from '../../src/render/checks.js';
import { jupyterDisplay } from '../../src/render/display.js';
import { reveal } from '../../src/render/reveal.js';
import { traceView } from '../../src/render/trace-view.js';
import { VIEWS, WAY } from './cases.js';
import { htmlOf, textOf } from './html.js';

type Node = DefaultTreeAdapterMap['node'];

function problems(html: string): string[] {
  const found: string[] = [];
  parseFragment(html, { onParseError: ({ code }) => found.push(code) });
  return found;
}

describe.each(Object.entries(VIEWS))('%s', (name, make) => {
  test('is shown as it was', async () => {
    const shown = make();
    await expect(`${htmlOf(shown)}\n`).toMatchFileSnapshot(`./output/${name}.html`);
    await expect(`${textOf(shown)}\n`).toMatchFileSnapshot(`./output/${name}.txt`);
  });

  test('is well-formed, and its style is scoped', () => {
    const html = String(make().data['text/html']);
    expect(problems(html)).toEqual([]);
    const css = /<style>([^<]*)<\/style>/.exec(html)?.[1] ?? '';
    for (const rule of css.split('}').filter(Boolean)) {
      for (const selector of (rule.split('{')[0] ?? '').replace(/\([^)]*\)/g, '').split(','))
        expect(selector).toContain('.lx-out');
    }
  });

  test('is the same every time, and the protocol gives what the bundle holds', () => {
    const shown = make();
    expect(make().data).toEqual(shown.data);
    expect(shown[jupyterDisplay]()).toBe(shown.data);
  });
});

describe('traceView()', () => {
  test('tells the end in its title', () => {
    expect(textOf(traceView(WAY)).split('\n')[0]).toBe('Dropped by stage 4, c4-page');
    expect(textOf(traceView({ ...WAY, steps: WAY.steps.slice(0, 2), outcome: 'kept' })).split('\n')[0]).toBe(
      'Kept by all 2 stages',
    );
    expect(textOf(traceView({ ...WAY, steps: [], outcome: 'kept' })).split('\n')[0]).toBe(
      'Kept by all 0 stages',
    );
  });

  test('shows each document that one was divided into, up to a number', () => {
    const child = { doc: { id: 'part', text: 'x' }, steps: [], outcome: 'kept' };
    const text = textOf(
      traceView({
        ...WAY,
        steps: [{ stage: 'split', kind: 'expand', before: WAY.doc }],
        outcome: 'divided',
        children: Array.from({ length: 5 }, () => child),
      }),
    );
    expect(text).toContain('1. ÷ split: divided');
    expect(text.match(/→ part: Kept/g)).toHaveLength(3);
    expect(text).toContain('… and 2 more documents');
  });

  test('tells what a stage threw', () => {
    const step = {
      stage: 's',
      kind: 'filter',
      before: WAY.doc,
      verdict: { kind: 'drop', reason: 'error' },
      error: 'it broke',
    };
    expect(textOf(traceView({ doc: WAY.doc, steps: [step], outcome: 'dropped' }))).toContain(
      '✗ s: dropped: error, it broke',
    );
  });

  test.each([[null], [{}], [{ steps: [] }]])('refuses %j', (way) => {
    expect(() => traceView(way as never)).toThrow(/Cannot show a trace: it takes what trace\(\) gives/);
  });
});

describe('reveal()', () => {
  const asked = { question: 'More or fewer?', options: ['more', 'fewer'], why: 'Because.' };

  test('keeps the answer behind a fold', () => {
    const html = htmlOf(reveal({ ...asked, answer: 1 }));
    expect(html.indexOf('<details>')).toBeLessThan(html.indexOf('Because.'));
    expect(html).not.toContain('<details open');
    expect(html).toContain('<li class="lx-option lx-right">fewer</li>');
  });

  test('takes the answer by place or by words, and open questions', () => {
    expect(reveal({ ...asked, answer: 'fewer' }).data).toEqual(reveal({ ...asked, answer: 1 }).data);
    expect(textOf(reveal({ question: 'How many?', answer: 'about half', why: 'Counted.' }))).toBe(
      'Predict. How many?\n\nAnswer: about half — Counted.',
    );
  });

  test.each([
    [
      { ...asked, answer: 'none' },
      RangeError,
      'the answer must be one of "more", "fewer", current value is "none"',
    ],
    [{ ...asked, answer: 2 }, RangeError, 'current value is 2'],
    [{ ...asked, answer: 0, why: '' }, TypeError, 'why must be a text'],
    [{ question: 'q', why: 'w', answer: 3 }, RangeError, 'the answer must be a text'],
  ])('refuses %j', (options, error, message) => {
    expect(() => reveal(options)).toThrow(error);
    expect(() => reveal(options)).toThrow(message);
  });
});

describe('check()', () => {
  test('passes what is right', () => {
    expect(textOf(check('double', [{ given: [2], expected: 4 }], (n: number) => n * 2))).toBe(
      'double: 1 of 1 pass\n✓ double(2)',
    );
  });

  test('tells expected, got and the hint of what is wrong', () => {
    expect(textOf(check('double', [{ given: [2], expected: 4, hint: 'Twice.' }], (n: number) => n + 1))).toBe(
      'double: 0 of 1 pass\n✗ double(2)\n    expected  4\n    got       3\n    hint      Twice.',
    );
  });

  test('shows what a function throws, and runs the other cases', () => {
    const text = textOf(
      check(
        'f',
        [
          { given: [0], expected: 1 },
          { given: [1], expected: 1 },
        ],
        (n: number) => {
          if (n === 0) throw new RangeError('not zero');
          return n;
        },
      ),
    );
    expect(text).toContain('f: 1 of 2 pass');
    expect(text).toContain('threw     RangeError: not zero');
  });

  test.each([[undefined], [null], [7]])('says that %j is not a function yet', (subject) => {
    expect(textOf(check('f', [{ given: [], expected: 1 }], subject as unknown as () => unknown))).toContain(
      `f is not a function yet: it is ${String(subject)}`,
    );
  });

  test('asks for a return where nothing came back', () => {
    expect(textOf(check('f', [{ given: [], expected: 1 }], () => undefined))).toContain(
      'is a return missing?',
    );
  });

  test('waits for an asynchronous function', async () => {
    const shown = await check(
      'f',
      [
        { given: [1], expected: 2 },
        { given: [2], expected: 2 },
      ],
      async (n: number) => n + 1,
    );
    expect(textOf(shown)).toContain('f: 1 of 2 pass');
    const failed = await check('f', [{ given: [], expected: 2 }], async () =>
      Promise.reject(new Error('late')),
    );
    expect(textOf(failed)).toContain('threw     Error: late');
  });

  test('gives each case its own copy of the arguments', () => {
    const list = [3, 1, 2];
    const cases = [
      { given: [list], expected: [1, 2, 3] },
      { given: [list], expected: [1, 2, 3] },
    ];
    expect(textOf(check('sorted', cases, (values: number[]) => values.sort()))).toContain('2 of 2 pass');
    expect(list).toEqual([3, 1, 2]);
  });

  test.each([
    [0.1 + 0.2, 0.3, true],
    [0.31, 0.3, false],
    [Number.NaN, Number.NaN, true],
    [{ a: [1.0000000001, { b: 2 }] }, { a: [1, { b: 2 }] }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [[1, 2], [1, 2, 3], false],
    [new Map([['a', 1]]), new Map([['a', 1]]), true],
    [new Set([1]), new Set([2]), false],
    ['1', 1, false],
    [null, undefined, false],
    [[], {}, false],
  ])('%o against %o: %s', (got, expected, pass) => {
    expect(textOf(check('f', [{ given: [], expected }], () => got))).toContain(
      pass ? '1 of 1 pass' : '0 of 1 pass',
    );
  });

  test('shows a value whose own methods fail', () => {
    const evil = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    expect(textOf(checks([{ name: 'n', pass: false, expected: 1, got: evil }]))).toContain('0 of 1 pass');
  });

  test('shows names and hints as text', () => {
    const html = htmlOf(
      checks([{ name: '<b>', pass: false, expected: '<i>', got: '<u>', hint: '<s>', error: '<q>' }], {
        title: '<p x>',
      }),
    );
    expect(html).not.toMatch(/<[biusq]>|<p x/);
  });

  test('of no cases does not pass', () => {
    expect(textOf(checks([]))).toBe('no cases');
    expect(htmlOf(checks([]))).toContain('✗');
  });
});

test('nothing carries a handler, a script or a frame', () => {
  for (const make of Object.values(VIEWS)) {
    const walk = (node: Node): void => {
      if ('tagName' in node) {
        expect(['script', 'iframe', 'object', 'embed', 'link', 'form']).not.toContain(node.tagName);
        for (const { name } of node.attrs) expect(name).not.toMatch(/^on/);
      }
      if ('childNodes' in node) node.childNodes.forEach(walk);
    };
    walk(parseFragment(String(make().data['text/html'])));
  }
  expect(Object.keys(VIEWS).length).toBeGreaterThan(5);
});

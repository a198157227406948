import { table as arqueroTable } from 'arquero';
import { beforeAll, describe, expect, test } from 'vitest';
import { barChart } from '../../src/render/bar-chart.js';
import { figure } from '../../src/render/figure.js';
import { histogram } from '../../src/render/histogram.js';
import { lineChart } from '../../src/render/line-chart.js';
import { columnsOf } from '../../src/render/plain-text.js';
import { textWidth } from '../../src/render/text-width.js';
import { textOf } from './html.js';
import { vendor } from './vendor.js';

beforeAll(() => vendor);

const WORDS = { title: 'Three are left', caption: 'Made up.' };
const ROWS = [
  { stage: 'a', docs: 3 },
  { stage: 'b', docs: 5 },
];
const Y = { field: 'stage', type: 'nominal', title: 'stage' };
const X = { field: 'docs', type: 'quantitative', title: 'documents' };
const BARS = { mark: 'bar', encoding: { y: Y, x: X } };

function svgOf(spec: Record<string, unknown>, options: object = {}): string {
  return String(figure(spec, { ...WORDS, data: ROWS, ...options }).data['image/svg+xml']);
}

describe('figure() asks for what a reader needs', () => {
  test('a title', () => {
    expect(() => svgOf(BARS, { title: ' ' })).toThrow(
      /^Cannot draw a figure: options\.title is missing, say the finding.*" "$/,
    );
  });

  test('a caption', () => {
    expect(() => svgOf(BARS, { caption: undefined })).toThrow(/options\.caption is missing/);
  });

  test('a title on each axis that is drawn, by name', () => {
    expect(() => svgOf({ ...BARS, encoding: { y: Y, x: { ...X, title: undefined } } })).toThrow(TypeError);
    expect(() => svgOf({ ...BARS, encoding: { y: Y, x: { ...X, title: undefined } } })).toThrow(
      /the x axis of "docs" has no title; give encoding\.x\.title/,
    );
  });

  test.each([
    ['no axis', { ...X, title: undefined, axis: null }],
    ['a title in the axis', { ...X, title: undefined, axis: { title: 'documents' } }],
    ['a title that is null, said on purpose', { ...X, title: null }],
  ])('but not with %s', (_, x) => {
    expect(svgOf({ ...BARS, encoding: { y: Y, x } })).toContain('<svg');
  });

  test('one title is enough for all the layers that share an axis', () => {
    const bare = { x: { ...X, title: undefined } };
    const spec = {
      encoding: { y: Y },
      layer: [
        { mark: 'bar', encoding: { x: X } },
        { mark: 'text', encoding: { ...bare, text: { field: 'docs' } } },
      ],
    };
    expect(svgOf(spec)).toContain('documents');
  });

  test('each part of a concatenation needs its own', () => {
    const bare = { mark: 'bar', encoding: { y: Y, x: { ...X, title: undefined } } };
    expect(() => svgOf({ hconcat: [BARS, bare] })).toThrow(/x axis of "docs" has no title/);
  });
});

describe('figure() keeps bars honest', () => {
  test.each([
    ['a scale without zero', { zero: false }, /must include zero/],
    ['a domain above zero', { domain: [2, 6] }, /must include zero/],
    ['a logarithmic scale', { type: 'log' }, /no length on a logarithmic x scale; use mark "point"/],
  ])('%s is refused', (_, scale, message) => {
    expect(() => svgOf({ ...BARS, encoding: { y: Y, x: { ...X, scale } } })).toThrow(RangeError);
    expect(() => svgOf({ ...BARS, encoding: { y: Y, x: { ...X, scale } } })).toThrow(message);
  });

  test('the same scales are good for points', () => {
    expect(svgOf({ mark: 'point', encoding: { y: Y, x: { ...X, scale: { zero: false } } } })).toContain(
      '<svg',
    );
  });

  test('bars between two ends may float', () => {
    const spec = {
      mark: 'bar',
      encoding: { y: Y, x: { ...X, scale: { zero: false } }, x2: { field: 'stage' } },
    };
    expect(svgOf(spec, { data: [{ stage: 9, docs: 3 }] })).toContain('<svg');
  });
});

describe('figure() stands alone', () => {
  test.each([
    ['data', { ...BARS, data: { url: 'https://example.org/a.json' } }, /data\.url would be fetched/],
    [
      'a picture',
      { mark: 'image', encoding: { url: { value: 'https://example.org/a.png' } } },
      /"image" would fetch/,
    ],
  ])('%s from the network is refused', (_, spec, message) => {
    expect(() => figure(spec, WORDS)).toThrow(TypeError);
    expect(() => figure(spec, WORDS)).toThrow(message);
  });

  test('the clock is refused', () => {
    expect(() => svgOf({ ...BARS, transform: [{ calculate: 'now()', as: 'when' }] })).toThrow(RangeError);
  });

  test('data that speaks of now() is data', () => {
    expect(svgOf(BARS, { data: [{ stage: 'now()', docs: 1 }] })).toContain('now()');
  });

  test('what is random is the same every time', () => {
    const spec = {
      transform: [{ calculate: 'random()', as: 'r' }],
      mark: 'point',
      encoding: { y: Y, x: { field: 'r', type: 'quantitative', title: 'chance' } },
    };
    expect(svgOf(spec)).toBe(svgOf(spec));
  });

  test('times are written in UTC, wherever it is drawn', () => {
    const zone = process.env['TZ'];
    const spec = {
      mark: 'point',
      encoding: {
        x: { field: 't', type: 'temporal', title: 'day', axis: { format: '%Y-%m-%d %H:%M' } },
        y: { field: 'v', type: 'quantitative', title: 'value' },
      },
    };
    const data = [0, 1, 2].map((day) => ({ t: new Date(Date.UTC(2024, 2, 9 + day)), v: day }));
    const drawn = ['UTC', 'Asia/Kolkata', 'America/Los_Angeles'].map((name) => {
      process.env['TZ'] = name;
      return svgOf(spec, { data });
    });
    process.env['TZ'] = zone;
    expect(new Set(drawn).size).toBe(1);
    expect(drawn[0]).toContain('2024-03-09 00:00');
  });

  test('what stands in the data cannot become markup', () => {
    const svg = svgOf(BARS, {
      data: [{ stage: '</text><script>alert(1)</script>', docs: 1 }],
      title: '<img onerror=x>',
      caption: '"><script>',
    });
    expect(svg).not.toMatch(/<script|<img/);
    expect(svg).toContain('&lt;script&gt;alert(1)');
  });

  test('two different figures share no id', () => {
    const ids = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? '');
    const stacked = { mark: 'bar', encoding: { x: X, color: { field: 'stage', type: 'nominal' } } };
    const [one, two] = [ids(svgOf(stacked)), ids(svgOf(stacked, { title: 'Another' }))];
    expect(one.length).toBeGreaterThan(0);
    expect(one.filter((id) => two.includes(id))).toEqual([]);
  });

  test('an id that is used is an id that is there', () => {
    const svg = svgOf({ mark: 'bar', encoding: { x: X, color: { field: 'stage', type: 'nominal' } } });
    for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(svg).toContain(`id="${id}"`);
    expect(svg).toMatch(/<clipPath id="[^"]+"><path d="[^"]+"\/?>/);
  });
});

describe('figure() takes', () => {
  test('an arquero table', () => {
    expect(svgOf(BARS, { data: arqueroTable({ stage: ['x', 'y'], docs: [1, 2] }) })).toContain('>x</text>');
  });

  test('big integers, dates, and values that are not finite', () => {
    const data = [
      { stage: 'big', docs: 12n },
      { stage: 'none', docs: Number.NaN },
      { stage: 'absent', docs: undefined },
    ];
    const shown = figure(BARS, { ...WORDS, data });
    expect((shown.data['application/vnd.vegalite.v6+json'] as { data: unknown }).data).toEqual({
      values: [
        { stage: 'big', docs: 12 },
        { stage: 'none', docs: null },
        { stage: 'absent', docs: null },
      ],
    });
  });

  test('rows without changing them', () => {
    const rows = Object.freeze([Object.freeze({ stage: 'a', docs: 1 })]);
    expect(svgOf(BARS, { data: rows })).toContain('<svg');
  });

  test('no rows at all', () => {
    expect(svgOf(BARS, { data: [] })).toContain('documents');
    expect(svgOf(BARS, { data: [] })).not.toContain('NaN');
  });

  test('no column that the data lacks, by name', () => {
    const spec = { ...BARS, encoding: { y: Y, x: { ...X, field: 'dcos' } } };
    expect(() => svgOf(spec)).toThrow(
      'encoding.x names a column that the data lacks, "dcos"; its columns are "stage", "docs"',
    );
    expect(svgOf({ ...spec, transform: [{ calculate: 'datum.docs * 2', as: 'dcos' }] })).toContain('<svg');
  });

  test('no specification that Vega-Lite refuses', () => {
    expect(() => svgOf({ mark: 'barr', encoding: BARS.encoding })).toThrow(/^Cannot draw the figure: /);
  });

  test.each([[null], [3], [[]]])('no %j', (spec) => {
    expect(() => figure(spec as never, WORDS)).toThrow(/the specification must be an object/);
  });
});

describe('figure() fits', () => {
  test.each([400, 660, 900])('labels and all into %i pixels', (width) => {
    const svg = svgOf(BARS, {
      width,
      data: [{ stage: 'a name that takes much of the width there is', docs: 12_345_678 }],
    });
    expect(svg).toContain(`width="${width + 20}"`);
  });

  test('a long title and caption by breaking them', () => {
    const svg = svgOf(BARS, {
      title: 'A finding that is told at some length '.repeat(4),
      caption: 'And a caption. '.repeat(20),
    });
    expect(svg.match(/font-weight="600" fill="var\(--lx-ink/g)?.length).toBeGreaterThan(1);
  });

  test.each([
    ['a single plot', BARS],
    ['plots in a row', { facet: { column: { field: 'stage', type: 'nominal', title: null } }, spec: BARS }],
    ['wrapped plots', { facet: { field: 'stage', type: 'nominal', title: null }, columns: 1, spec: BARS }],
    [
      'plots with a name',
      { facet: { row: { field: 'stage', type: 'nominal', title: null } }, spec: { name: 'panel', ...BARS } },
    ],
  ])('%s, whose width is set again after its labels are known', (_, spec) => {
    const [, drawn] = /width="(\d+)"/.exec(svgOf(spec, { width: 500 })) ?? [];
    expect(Number(drawn)).toBeGreaterThan(502);
    expect(Number(drawn)).toBeLessThanOrEqual(520);
    expect(svgOf(spec, { width: 500 })).toBe(svgOf(spec, { width: 500 }));
  });

  test('arranged plots, which keep their own width', () => {
    const spec = {
      facet: { row: { field: 'stage', type: 'nominal', title: null } },
      spec: { hconcat: [BARS, BARS] },
    };
    expect(svgOf(spec)).toContain('<svg');
  });

  test.each([100, 5000, Number.NaN])('no width of %d', (width) => {
    expect(() => svgOf(BARS, { width })).toThrow(RangeError);
  });
});

describe('the text of a figure', () => {
  test('tells title, axes and data', () => {
    expect(textOf(figure(BARS, { ...WORDS, data: ROWS, subtitle: 'documents a stage' }))).toBe(
      [
        'Three are left',
        '',
        'documents a stage',
        '',
        'x: documents [docs]',
        'y: stage',
        '',
        'stage  docs',
        '─────  ────',
        'a         3',
        'b         5',
        '',
        'Made up.',
      ].join('\n'),
    );
  });

  test('counts the rows it leaves out', () => {
    expect(
      textOf(
        figure(BARS, {
          ...WORDS,
          data: Array.from({ length: 30 }, (_, docs) => ({ stage: `s${docs}`, docs })),
        }),
      ),
    ).toContain('… and 18 more');
  });
});

describe('barChart()', () => {
  test('names a column that does not exist, and those that do', () => {
    expect(() =>
      barChart(ROWS, { ...WORDS, label: 'stage', value: 'dcos', valueTitle: 'documents' }),
    ).toThrow('the data has no column "dcos", its columns are "stage", "docs"');
  });

  test('orders by value when asked', () => {
    const svg = String(
      barChart(ROWS, {
        ...WORDS,
        label: 'stage',
        value: 'docs',
        valueTitle: 'documents',
        order: 'descending',
      }).data['image/svg+xml'],
    );
    expect(svg.indexOf('>b</text>')).toBeLessThan(svg.indexOf('>a</text>'));
  });
});

describe('lineChart()', () => {
  const lines = ['one', 'two', 'three'].flatMap((name) => [0, 1, 2].map((x) => ({ name, x, y: x })));

  test('keeps the names of lines that end at one place apart', () => {
    const svg = String(
      lineChart(lines, { ...WORDS, x: 'x', y: 'y', series: 'name', xTitle: 'x', yTitle: 'y' }).data[
        'image/svg+xml'
      ],
    );
    const heights = ['one', 'two', 'three'].map((name) =>
      Number(new RegExp(`translate\\([\\d.]+,([-\\d.]+)\\)[^>]*>${name}</text>`).exec(svg)?.[1]),
    );
    const [a = 0, b = 0, c = 0] = heights.sort((one, two) => one - two);
    expect(b - a).toBeGreaterThanOrEqual(14);
    expect(c - b).toBeGreaterThanOrEqual(14);
  });

  test('refuses what has no logarithm', () => {
    expect(() =>
      lineChart(lines, { ...WORDS, x: 'x', y: 'y', xTitle: 'x', yTitle: 'y', log: ['y'] }),
    ).toThrow(/logarithmic y axis needs positive values, current value is 0/);
  });
});

describe('histogram()', () => {
  const options = { ...WORDS, valueTitle: 'words' };
  const counts = (values: readonly number[], bins?: number): unknown => {
    const spec = histogram(values, { ...options, ...(bins ? { bins } : {}) }).data[
      'application/vnd.vegalite.v6+json'
    ] as { layer: { data: { values: unknown } }[] };
    return spec.layer[0]?.data.values;
  };

  test('counts a value at an edge in the bin above it', () => {
    expect(counts([0, 1, 1, 2, 3, 4], 4)).toEqual([
      { from: 0, to: 1, count: 1 },
      { from: 1, to: 2, count: 2 },
      { from: 2, to: 3, count: 1 },
      { from: 3, to: 4, count: 1 },
      { from: 4, to: 5, count: 1 },
    ]);
  });

  test('counts every finite value once, and says how many were not', () => {
    const values = Array.from({ length: 500 }, (_, at) => Math.sin(at) * 1e-3 * at);
    const total = (counts(values) as { count: number }[]).reduce((sum, { count }) => sum + count, 0);
    expect(total).toBe(500);
    expect(textOf(histogram([...values, Number.NaN, Infinity], options))).toContain(
      '2 values that are not finite are left out',
    );
  });

  test('takes one value, and many equal ones', () => {
    expect(counts([7])).toEqual([{ from: 7, to: 8, count: 1 }]);
    expect(counts([0.5, 0.5])).toEqual([{ from: 0, to: 1, count: 2 }]);
  });

  test.each([
    [[], RangeError],
    [[Number.NaN], RangeError],
    [['3'], TypeError],
  ])('refuses %j', (values, error) => {
    expect(() => histogram(values as number[], options)).toThrow(error);
  });
});

describe('a figure in a viewer with a wider font', () => {
  const long = 'the ready text of the crawl';

  test('holds long texts to the width they were laid out by', () => {
    const svg = svgOf(BARS, { data: [{ stage: long, docs: 3 }] });
    const [, held] =
      new RegExp(`textLength="(\\d+)" lengthAdjust="spacingAndGlyphs">${long}<`).exec(svg) ?? [];
    expect(Number(held)).toBe(Math.round(textWidth(long, 12)));
    expect(svg).toMatch(/font-weight="600"[^>]* textLength="\d+"[^>]*>Three are left</);
  });

  test('leaves short ones and those of unknown width alone', () => {
    expect(svgOf(BARS)).not.toMatch(/textLength="\d+"[^>]*>[ab0-9]</);
    expect(svgOf(BARS, { data: [{ stage: 'длинное название ступени', docs: 3 }] })).not.toMatch(
      /textLength[^>]*>длинное/,
    );
  });

  test('measures what stands there, not how it is escaped', () => {
    const text = '<<<<<<<<<< & >>>>>>>>>>';
    expect(svgOf(BARS, { data: [{ stage: text, docs: 3 }] })).toContain(
      `textLength="${Math.round(textWidth(text, 12))}" lengthAdjust="spacingAndGlyphs">&lt;&lt;`,
    );
  });
});

describe('the plain text of a figure', () => {
  test('writes midnights as dates', () => {
    const { data } = lineChart([{ day: new Date(Date.UTC(2023, 0, 1)), pages: 3 }], {
      ...WORDS,
      x: 'day',
      y: 'pages',
      dates: true,
      xTitle: 'day (UTC)',
      yTitle: 'pages',
    });
    expect(data['text/plain']).toContain('2023-01-01 ');
    expect(data['text/plain']).not.toContain('T00:00');
  });

  test('breaks lines between East Asian signs', () => {
    const { data } = figure(BARS, {
      ...WORDS,
      data: ROWS,
      caption: '由语言识别模型判定的网页占比。'.repeat(5),
    });
    const lines = String(data['text/plain']).split('\n');
    expect(Math.max(...lines.map((line) => columnsOf(line)))).toBeLessThanOrEqual(76);
    expect(lines.filter((line) => line.includes('网页'))).toHaveLength(2);
  });
});

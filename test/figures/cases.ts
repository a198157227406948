import type { Display } from '../../src/render/display.js';
import { barChart } from '../../src/render/bar-chart.js';
import { figure } from '../../src/render/figure.js';
import { funnel } from '../../src/render/funnel.js';
import { histogram } from '../../src/render/histogram.js';
import { lineChart } from '../../src/render/line-chart.js';
import { CASES_REPORT } from '../render/sample-report.js';

/** Every figure the snapshot test compares and the gallery shows. All numbers are made up by a formula. */
export const FIGURES: Readonly<Record<string, () => Display>> = {
  'bar-chart': () =>
    barChart(
      [
        { extractor: 'resiliparse', f1: 0.861 },
        { extractor: 'trafilatura', f1: 0.883 },
        { extractor: 'jusText', f1: 0.804 },
        { extractor: 'the ready text of the crawl (WET)', f1: 0.642 },
      ],
      {
        label: 'extractor',
        value: 'f1',
        valueTitle: 'F1 of words against the gold text (0 to 1)',
        format: '.2f',
        order: 'descending',
        title: 'Extraction from HTML beats the ready text',
        subtitle: 'mean F1 over 40 pages',
        caption:
          'Pages with a hand-made text beside them; words are separated by white space. Made-up numbers for the gallery.',
      },
    ),
  'bar-chart-kinds-negative': () =>
    barChart(
      [
        { rule: 'terminal punctuation', effect: 1.4, verdict: 'helps' },
        { rule: 'curly bracket', effect: 0.2, verdict: 'helps' },
        { rule: 'short lines', effect: -0.6, verdict: 'hurts' },
      ],
      {
        label: 'rule',
        value: 'effect',
        kind: 'verdict',
        valueTitle: 'change of the score (points)',
        format: '+.1f',
        title: 'One rule hurts',
        caption: 'Score with the rule minus score without it.',
      },
    ),
  'line-chart': () =>
    lineChart(
      ['4 rows a band', '8 rows a band', '16 rows a band'].flatMap((name, at) =>
        Array.from({ length: 21 }, (_, step) => ({
          name,
          s: step / 20,
          p: 1 - (1 - (step / 20) ** (4 * 2 ** at)) ** 14,
        })),
      ),
      {
        x: 's',
        y: 'p',
        series: 'name',
        xTitle: 'Jaccard similarity of two documents (0 to 1)',
        yTitle: 'chance to be found (0 to 1)',
        title: 'More rows a band ask for more similarity',
        subtitle: '14 bands',
        caption: 'Computed by 1 − (1 − sʳ)ᵇ.',
      },
    ),
  'line-chart-dates-log': () =>
    lineChart(
      Array.from({ length: 12 }, (_, month) => ({
        day: new Date(Date.UTC(2023, month, 1)),
        pages: 1000 * 2 ** month,
      })),
      {
        x: 'day',
        y: 'pages',
        dates: true,
        log: ['y'],
        xTitle: 'month of 2023 (UTC)',
        yTitle: 'pages (log scale)',
        title: 'Every month doubles the crawl',
        caption: 'A made-up crawl.',
      },
    ),
  histogram: () =>
    histogram(
      Array.from(
        { length: 900 },
        (_, at) => 180 + 420 * Math.abs(Math.sin(at * 1.7) + Math.cos(at * 0.31)) * ((at % 17) / 9),
      ),
      {
        valueTitle: 'perplexity (per word)',
        limits: [
          { at: 330, label: 'head' },
          { at: 760, label: 'tail' },
        ],
        title: 'The head reads like an encyclopedia',
        subtitle: 'perplexity of each document under a 5-gram model',
        caption: 'Dashed: the terciles, below the first is the head, above the second the tail.',
      },
    ),
  funnel: () => funnel(CASES_REPORT),
  'funnel-documents': () =>
    funnel(CASES_REPORT, {
      measures: ['documents'],
      input: 'pool',
      title: 'Seven stages keep one document in seven',
      subtitle: 'share of documents left after each stage, % · 2,412 pages, seed 7',
      caption:
        'Share of documents left after each stage. Made-up numbers for the gallery, with a caption long enough to be broken into two lines.',
    }),
  'layered-chinese': () =>
    figure(
      {
        encoding: {
          x: { field: 'share', type: 'quantitative', title: '占比（%）' },
          y: { field: 'language', type: 'nominal', sort: null, title: '语言' },
        },
        layer: [
          { mark: 'bar' },
          { mark: { type: 'text', align: 'left', dx: 6 }, encoding: { text: { field: 'share' } } },
        ],
      },
      {
        data: [
          { language: '英语', share: 46.1 },
          { language: '简体中文与繁体中文', share: 5.2 },
          { language: '世界上其他所有的语言', share: 48.7 },
        ],
        title: '将近一半的网页是英语',
        caption:
          '由语言识别模型判定的网页占比，数字仅作展示之用。由语言识别模型判定的网页占比，数字仅作展示之用。由语言识别模型判定的网页占比。',
      },
    ),
  'scatter-categories': () =>
    figure(
      {
        mark: 'point',
        encoding: {
          x: {
            field: 'tokens',
            type: 'quantitative',
            title: 'tokens (billions, log scale)',
            scale: { type: 'log' },
          },
          y: { field: 'weight', type: 'quantitative', title: 'share of the mix (%)' },
          color: { field: 'source', type: 'nominal', title: null },
        },
      },
      {
        data: ['web', 'code', 'books', 'papers', 'encyclopedia', 'forums', 'law', 'mail'].map(
          (source, at) => ({
            source,
            tokens: 900 / (at + 1) ** 2,
            weight: 60 / (at + 1),
          }),
        ),
        title: 'Small sources weigh more than their size',
        caption: 'Eight kinds, in eight colours that colour-blind eyes tell apart.',
      },
    ),
};

/** A report whose shares are those of the picture of the look. */
export const CASES_REPORT = {
  rows: [
    ['URL filter', 97.8],
    ['English > 0.65', 48.6],
    ['Gopher repetition', 39.9],
    ['Gopher quality', 31.2],
    ['C4 rules', 27.5],
    ['FineWeb rules', 21.8],
    ['MinHash 14 × 8', 13.6],
  ].map(([stage, left], at, all) => {
    const before = at === 0 ? 100 : Number(all[at - 1]?.[1]);
    const of = (total: number, percent: number): number => Math.round((total * percent) / 100);
    const longer = (percent: number): number => Math.min(100, percent * 1.6);
    return {
      stage: String(stage),
      kind: 'filter',
      docsIn: of(2412, before),
      docsOut: of(2412, Number(left)),
      wordsIn: of(1_204_511, longer(before)),
      wordsOut: of(1_204_511, longer(Number(left))),
      bytesIn: of(7_900_412, longer(before)),
      bytesOut: of(7_900_412, longer(Number(left))),
      ms: 3,
      reasons: { 'too-few-words': of(2412, before - Number(left)) - 3, 'bad-word': 3 },
      changes: {},
    };
  }),
};

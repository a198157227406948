import { resolveParameters, type Recipe } from '../../src/pipeline/core/recipe.js';
import type { Pipeline } from '../../src/pipeline/core/stage.js';

/** A recipe of two stages, one of them keyed: the least that has all that the command line must handle. */
export const toy: Recipe = {
  name: 'toy',
  title: 'Toy corpus',
  version: '1',
  year: 2020,
  cite: 'nobody2020toy',
  published: [{ what: 'documents', value: 1234567, unit: 'documents' }],
  simplified: ['It is a toy.'],
  readings: { paper: 'as described', code: 'as programmed' },
  parameters: (reading) => ({
    'min-words': { min: reading === 'code' ? 3 : 2, unit: 'words' },
    'unique-text': {},
  }),
  stages(options = {}): Pipeline {
    const parameters = resolveParameters(toy, options);
    const min = parameters['min-words']?.['min'] as number;
    if (min < 0)
      throw new RangeError('Cannot make stage "min-words": min must be at least 0, current value is ' + min);
    return [
      {
        name: 'min-words',
        kind: 'filter',
        ref: { module: 'toy', export: 'minWords', params: parameters['min-words'] ?? {} },
        judge({ text }) {
          const value = text.split(' ').length;
          return value < min
            ? { kind: 'drop', reason: 'too-few-words', value, limit: min }
            : { kind: 'keep' };
        },
      },
      {
        name: 'unique-text',
        kind: 'keyed',
        keys: ({ text }) => [{ key: text, rank: '', part: 0 }],
        finish: (_, lost) => (lost.length > 0 ? { kind: 'drop', reason: 'seen-before' } : { kind: 'keep' }),
      },
    ];
  },
};

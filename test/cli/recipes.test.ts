import { describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/recipes.js';
import { capture } from './_capture.js';
import { toy } from './_recipe.js';

vi.mock('../../src/pipeline/recipes/index.js', () => ({ recipes: { toy: async () => toy } }));
const call = (...args: string[]) => capture(() => run(args));

describe('lectern recipes', () => {
  test('shows name, year, citation, stages, options, readings, figures and what differs', async () => {
    expect(await call()).toEqual({
      code: 0,
      err: '',
      out: `toy: Toy corpus (2020, nobody2020toy)

  stages and options
    min-words
      min = 2
      unit = "words"
    unique-text

  readings
    paper (default): as described
    code: as programmed

  published
    documents: 1,234,567 documents

  what differs here
    - It is a toy.
`,
    });
  });

  test("--json gives every reading's parameters", async () => {
    const [recipe] = JSON.parse((await call('toy', '--json')).out) as {
      parameters: Record<string, unknown>;
    }[];
    expect(recipe?.parameters).toEqual({
      paper: { 'min-words': { min: 2, unit: 'words' }, 'unique-text': {} },
      code: { 'min-words': { min: 3, unit: 'words' }, 'unique-text': {} },
    });
  });

  test('refuses an unknown name with the nearest', async () => {
    await expect(call('tpy')).rejects.toThrow('there is no recipe "tpy"; did you mean "toy"?');
  });

  test('--help has an example', async () => {
    expect((await call('--help')).out).toContain('Example:\n  lectern recipes');
  });
});

test('the real recipes are named as they are listed, and their parameters fit their readings', async () => {
  const { recipes } = await vi.importActual<typeof import('../../src/pipeline/recipes/index.js')>(
    '../../src/pipeline/recipes/index.js',
  );
  for (const [name, load] of Object.entries(recipes)) {
    const recipe = await load();
    expect(recipe.name).toBe(name);
    for (const reading of Object.keys(recipe.readings)) {
      expect(Object.keys(recipe.parameters(reading)).length).toBeGreaterThan(0);
    }
  }
});

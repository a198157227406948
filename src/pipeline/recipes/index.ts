import type { Recipe } from '../core/recipe.js';

/** Every published pipeline, in the order of the lecture: one line a recipe, loaded when it is asked for. */
export const recipes: Readonly<Record<string, () => Promise<Recipe>>> = {
  c4: async () => (await import('./c4.js')).c4,
  'c4-webtext-like': async () => (await import('./c4-webtext-like.js')).c4WebtextLike,
};

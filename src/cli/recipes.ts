import { parseArgs } from 'node:util';
import type { Recipe } from '../pipeline/core/recipe.js';
import { checkOneOf } from '../pipeline/core/check.js';
import { recipes } from '../pipeline/recipes/index.js';
import { UsageError } from './_usage-error.js';

const usage = `Lists every published pipeline: what it is, where it is described, its stages and their options.

Usage: lectern recipes [NAME…] [--json]

      --json  write JSON to standard output
  -h, --help  show this text

Example:
  lectern recipes c4
`;

/** `lectern recipes`: gives the exit code. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(recipes);
  const loaded = await Promise.all(names.map(loadRecipe));
  const text = values.json
    ? `${JSON.stringify(loaded.map(toJson), null, 2)}\n`
    : loaded.map((recipe) => describe(recipe)).join('\n');
  process.stdout.write(text);
  return 0;
}

/** Loads a recipe by name. @throws {UsageError} If there is none of that name. */
export async function loadRecipe(name: string): Promise<Recipe> {
  try {
    checkOneOf('Cannot find recipe', 'recipe', name, Object.keys(recipes));
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
  const load = recipes[name];
  if (!load) throw new UsageError(`there is no recipe "${name}"`);
  return load();
}

function toJson(recipe: Recipe): object {
  const { name, title, version, year, cite, published, simplified, readings } = recipe;
  const parameters = Object.fromEntries(
    Object.keys(readings).map((reading) => [reading, recipe.parameters(reading)]),
  );
  return { name, title, version, year, cite, readings, parameters, published, simplified };
}

function describe(recipe: Recipe): string {
  const { name, title, year, cite, readings, simplified, published } = recipe;
  const [standard] = Object.keys(readings);
  const lines = [`${name}: ${title} (${year}, ${cite})`, '', '  stages and options'];
  for (const [stage, options] of Object.entries(recipe.parameters())) {
    lines.push(`    ${stage}`);
    for (const [option, value] of Object.entries(options))
      lines.push(`      ${option} = ${short(JSON.stringify(value))}`);
  }
  lines.push('', '  readings');
  for (const [reading, what] of Object.entries(readings)) {
    lines.push(`    ${reading}${reading === standard ? ' (default)' : ''}: ${what}`);
  }
  if (published.length > 0) lines.push('', '  published');
  for (const { what, value, unit } of published)
    lines.push(`    ${what}: ${value.toLocaleString('en-US')} ${unit}`);
  if (simplified.length > 0) lines.push('', '  what differs here');
  for (const each of simplified) lines.push(`    - ${each}`);
  return `${lines.join('\n')}\n`;
}

/** Long lists are not of interest here. */
function short(value: string): string {
  return value.length > 100 ? `${value.slice(0, 99)}…` : value;
}

import type { Json, KnobMetadata } from '../format/notebook.js';
import type { Declaration } from './declarations.js';

/**
 * Reads a parameter's value from text, as its declaration wants it, and gives the literal to write into the code.
 *
 * @throws {RangeError} If the text is no value of the declared type, or not one that the declaration or the knob allows.
 * @example
 * readValue('1e3', { name: 'limit', type: 'number', choices: undefined }) // => '1000'
 */
export function readValue(
  text: string,
  { name, type, choices }: Pick<Declaration, 'name' | 'type' | 'choices'>,
  { min = -Infinity, max = Infinity, options }: KnobMetadata = {},
): string {
  const fail = (wanted: string): never => {
    throw new RangeError(`parameter "${name}" must be ${wanted}, current value is ${JSON.stringify(text)}`);
  };
  if (type === 'bigint') return /^[+-]?\d+$/.test(text.trim()) ? `${BigInt(text)}n` : fail('an integer');
  const value = parse(text, type);
  if (value === undefined)
    return fail(type === 'json' ? 'JSON (a text in double quotes)' : wantedWords[type]);
  const allowed = choices ?? options;
  if (allowed && !allowed.some((choice) => choice === value))
    fail(`one of ${allowed.map((choice) => JSON.stringify(choice)).join(', ')}`);
  if (typeof value === 'number' && value < min) fail(`${min} or more`);
  if (typeof value === 'number' && value > max) fail(`${max} or less`);
  return literal(value);
}

const wantedWords = { number: 'a number', string: 'a text', boolean: 'true or false' };

function parse(text: string, type: Exclude<Declaration['type'], 'bigint'>): Json | undefined {
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'json':
      try {
        return JSON.parse(text) as Json;
      } catch {
        return undefined;
      }
  }
}

/** JSON is TypeScript but for one key, which would set the prototype. */
function literal(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => {
    const name = key === '__proto__' ? '["__proto__"]' : JSON.stringify(key);
    return `${name}: ${literal(item)}`;
  });
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

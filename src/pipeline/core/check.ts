import { nearest } from './nearest.js';

/** The bounds a number is held against; both inclusive. */
export interface NumberBounds {
  /** @default -Infinity */
  readonly min?: number;
  /** @default Infinity */
  readonly max?: number;
  /** @default false */
  readonly integer?: boolean;
}

/**
 * Checks that an option is a number within bounds, and gives it back.
 *
 * @param action what fails, such as `Cannot make stage "c4-page"`
 * @throws {TypeError} If the value is not a number.
 * @throws {RangeError} If it is NaN, out of bounds, or not an integer where one is asked for.
 * @example
 * checkNumber('Cannot make stage "c4-page"', 'minSentences', -1, { min: 0, integer: true })
 * // RangeError: Cannot make stage "c4-page": minSentences must be an integer of at least 0, current value is -1
 */
export function checkNumber(action: string, name: string, value: unknown, bounds: NumberBounds = {}): number {
  const { min = -Infinity, max = Infinity, integer = false } = bounds;
  const fits =
    typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));
  if (fits) return value;
  const limits = [
    ...(min === -Infinity ? [] : [`at least ${min}`]),
    ...(max === Infinity ? [] : [`at most ${max}`]),
  ].join(' and ');
  const wanted = `${integer ? 'an integer' : 'a number'}${limits ? ` of ${limits}` : ''}`;
  throw failure(typeof value === 'number' ? RangeError : TypeError, action, name, wanted, value);
}

/** Checks that an option is a fraction from 0 to 1, and gives it back. See {@link checkNumber}. */
export function checkFraction(action: string, name: string, value: unknown): number {
  return checkNumber(action, name, value, { min: 0, max: 1 });
}

/**
 * Checks that a minimum does not exceed a maximum.
 *
 * @throws {RangeError} If it does.
 */
export function checkOrder(
  action: string,
  [minName, min]: [string, number],
  [maxName, max]: [string, number],
): void {
  if (min > max) throw new RangeError(`${action}: ${minName} ${min} is greater than ${maxName} ${max}`);
}

/**
 * Checks that an option is a string, not empty, and gives it back.
 *
 * @throws {TypeError} If it is not.
 */
export function checkString(action: string, name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw failure(TypeError, action, name, 'a string that is not empty', value);
}

/**
 * Checks that an option is true or false, and gives it back.
 *
 * @throws {TypeError} If it is not.
 */
export function checkBoolean(action: string, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw failure(TypeError, action, name, 'true or false', value);
}

/**
 * Checks that an option is a list of strings, and gives it back.
 *
 * @throws {TypeError} If it is not.
 */
export function checkStrings(action: string, name: string, value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value as readonly string[];
  throw failure(TypeError, action, name, 'a list of strings', value);
}

/**
 * Checks that a name is one of a list, and gives it back.
 *
 * @throws {RangeError} If it is not; the message names the nearest, or all.
 * @example
 * checkOneOf('Cannot make recipe "c4"', 'reading', 'tdfs', ['tfds', 'datatrove'])
 * // RangeError: Cannot make recipe "c4": there is no reading "tdfs"; did you mean "tfds"? (one of "tfds", "datatrove")
 */
export function checkOneOf<Name extends string>(
  action: string,
  name: string,
  value: unknown,
  names: readonly Name[],
): Name {
  if (names.includes(value as Name)) return value as Name;
  const guess = typeof value === 'string' ? nearest(value, names) : undefined;
  const all =
    names.length === 0 ? 'there are none' : `one of ${names.map((each) => JSON.stringify(each)).join(', ')}`;
  const hint = guess === undefined ? `; ${all}` : `; did you mean "${guess}"? (${all})`;
  throw new RangeError(`${action}: there is no ${name} ${show(value)}${hint}`);
}

function failure(
  type: typeof RangeError | typeof TypeError,
  action: string,
  name: string,
  wanted: string,
  value: unknown,
): Error {
  return new type(`${action}: ${name} must be ${wanted}, current value is ${show(value)}`);
}

function show(value: unknown): string {
  if (typeof value === 'string' || (typeof value === 'object' && value !== null))
    return JSON.stringify(value);
  return String(value);
}

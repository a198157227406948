import { isDeepStrictEqual } from 'node:util';
import type { Display } from './display.js';
import { checks, writeValue, type CheckResult } from './checks.js';
import { shorten } from './plain-text.js';

/** One case of an exercise. */
export interface CheckCase {
  /** What the function is called with. */
  readonly given: readonly unknown[];
  readonly expected: unknown;
  /** What the case is about. @default the call */
  readonly name?: string;
  /** What to think of, shown when the case fails. */
  readonly hint?: string;
}

/** Options for {@link check}. */
export interface CheckOptions {
  /** By how much numbers may differ, everywhere in the value. @default 1e-9 */
  readonly tolerance?: number;
}

/**
 * Runs a student's function on cases and shows how they came out. Never throws: what the function throws is shown as its result. Each
 * case gets copies of its arguments, so that a function that changes them fails no other case.
 *
 * If the function is asynchronous, a promise of the result is given; as the last expression of a cell it is awaited.
 *
 * @param name the function's name, as it stands in the summary
 * @example
 * check('double', [{ given: [2], expected: 4 }], (n: number) => n * 2).data['text/plain'] // => 'double: 1 of 1 pass\n✓ double(2)'
 */
export function check(
  name: string,
  cases: readonly CheckCase[],
  subject: (...given: never[]) => Promise<unknown>,
  options?: CheckOptions,
): Promise<Display>;
export function check(
  name: string,
  cases: readonly CheckCase[],
  subject: (...given: never[]) => unknown,
  options?: CheckOptions,
): Display;
export function check(
  name: string,
  cases: readonly CheckCase[],
  subject: (...given: never[]) => unknown,
  { tolerance = 1e-9 }: CheckOptions = {},
): Display | Promise<Display> {
  if (typeof subject !== 'function') {
    const error = `${name} is not a function yet: it is ${writeValue(subject)}`;
    return checks(
      cases.map((each) => ({ ...described(name, each), pass: false, error })),
      { title: name },
    );
  }
  const outcomes = cases.map((each) => run(name, each, subject, tolerance));
  const title = { title: name };
  const sync = outcomes.filter((outcome): outcome is CheckResult => !(outcome instanceof Promise));
  return sync.length === outcomes.length
    ? checks(sync, title)
    : Promise.all(outcomes).then((results) => checks(results, title));
}

function run(
  name: string,
  each: CheckCase,
  subject: (...given: never[]) => unknown,
  tolerance: number,
): CheckResult | Promise<CheckResult> {
  const base = described(name, each);
  const judged = (got: unknown): CheckResult => {
    const pass = equal(got, each.expected, tolerance);
    const missing =
      got === undefined && each.expected !== undefined
        ? `it gave back undefined: is a return missing? ${base.hint ?? ''}`.trim()
        : undefined;
    return { ...base, pass, got, ...(missing ? { hint: missing } : {}) };
  };
  const threw = (error: unknown): CheckResult => ({ ...base, pass: false, error: messageOf(error) });
  try {
    const got = (subject as (...given: readonly unknown[]) => unknown)(...copied(each.given));
    return isThenable(got) ? Promise.resolve(got).then(judged, threw) : judged(got);
  } catch (error) {
    return threw(error);
  }
}

function described(name: string, { given, expected, name: about, hint }: CheckCase): CheckResult {
  const call = `${name}(${given.map(writeValue).join(', ')})`;
  return {
    name: about ?? shorten(call, 90),
    pass: false,
    expected,
    ...(about === undefined && call.length <= 90 ? {} : { given: call }),
    ...(hint === undefined ? {} : { hint }),
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null && typeof value === 'object' && typeof (value as { then?: unknown }).then === 'function'
  );
}

// functions and the like cannot be copied; they are given as they are
function copied(given: readonly unknown[]): readonly unknown[] {
  return given.map((value) => {
    try {
      return structuredClone(value);
    } catch {
      return value;
    }
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : writeValue(error);
}

/** Deep equality in which numbers may differ by a tolerance, absolute below 1 and relative above. */
function equal(got: unknown, expected: unknown, tolerance: number): boolean {
  if (typeof got === 'number' && typeof expected === 'number') {
    return (
      Object.is(got, expected) || Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected))
    );
  }
  if (Array.isArray(got) && Array.isArray(expected)) {
    return got.length === expected.length && expected.every((value, at) => equal(got[at], value, tolerance));
  }
  if (isPlain(got) && isPlain(expected)) {
    // a key whose value is undefined is as good as absent
    const keys = new Set([...Object.keys(got), ...Object.keys(expected)]);
    return [...keys].every((key) => equal(got[key], expected[key], tolerance));
  }
  return isDeepStrictEqual(got, expected);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

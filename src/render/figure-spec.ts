import { isArquero, kindOf, toRows, type Rows } from './rows.js';

/** A Vega-Lite 6 specification. Its `data` may also be an arquero table or a list of objects. */
export type FigureSpec = Readonly<Record<string, unknown>>;

/** A part of a specification while it is read. */
export type SpecNode = Record<string, unknown>;

/**
 * Copies a specification, takes its data in, and makes it independent of where and when it is drawn: times are read and
 * written in UTC.
 *
 * @throws {TypeError} If data or an image would have to be fetched.
 * @throws {RangeError} If an expression asks for the time of day.
 */
export function toSpec(spec: FigureSpec, data?: Rows): SpecNode {
  if (spec === null || typeof spec !== 'object' || Array.isArray(spec)) {
    throw new TypeError(
      `Cannot draw a figure: the specification must be an object, current value is ${kindOf(spec)}`,
    );
  }
  const copy = node(data === undefined ? spec : { ...spec, data });
  if (/\bnow\s*\(\s*\)/.test(JSON.stringify({ ...copy, data: undefined, datasets: undefined }))) {
    throw new RangeError(
      'Cannot draw a figure: an expression calls now(), so it would never look the same twice; write the date',
    );
  }
  return copy;
}

function node(value: object): SpecNode {
  const copy: SpecNode = {};
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined) continue;
    if (key === 'data') copy[key] = dataOf(part);
    else if (key === 'datasets') copy[key] = mapValues(part as object, (rows) => valuesOf(rows as Rows));
    else copy[key] = child(part);
  }
  if (copy['mark'] === 'image' || (isNode(copy['mark']) && copy['mark']['type'] === 'image')) {
    throw new TypeError(
      'Cannot draw a figure: the mark "image" would fetch a picture; a figure holds all that it shows',
    );
  }
  if (isBinned(copy['encoding'])) squareBars(copy);
  if (copy['type'] === 'temporal') inUtc(copy);
  if (isNode(copy['scale']) && copy['scale']['type'] === 'log' && copy['axis'] !== null) inDecades(copy);
  return copy;
}

function child(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(child);
  return value !== null && typeof value === 'object' && !(value instanceof Date)
    ? node(value)
    : plainValue(value);
}

function dataOf(data: unknown): unknown {
  if (data === null || data === undefined) return data;
  if (isArquero(data) || Array.isArray(data)) return { values: valuesOf(data as Rows) };
  if (!isNode(data))
    throw new TypeError(
      `Cannot draw a figure: data must be rows or { values }, current value is ${kindOf(data)}`,
    );
  if ('url' in data) {
    throw new TypeError(
      `Cannot draw a figure: data.url would be fetched, current value is ${kindOf(data['url'])}; give the rows as data.values`,
    );
  }
  return 'values' in data ? { ...data, values: valuesOf(data['values'] as Rows) } : data;
}

function valuesOf(rows: Rows): unknown {
  if (Array.isArray(rows) && rows.some((row) => row === null || typeof row !== 'object'))
    return rows.map(plainValue);
  return toRows(rows, 'draw a figure').rows.map((row) => mapValues(row, plainValue));
}

function plainValue(value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return value === undefined ? null : value;
}

// vega-lite writes local times unless a scale is of type `utc` and a time unit is named so
function inUtc(channel: SpecNode): void {
  const { scale, timeUnit } = channel;
  if (scale !== null) channel['scale'] = { type: 'utc', ...(isNode(scale) ? scale : {}) };
  if (typeof timeUnit === 'string' && !/^(utc|binned)/.test(timeUnit)) channel['timeUnit'] = `utc${timeUnit}`;
}

function isBinned(encoding: unknown): boolean {
  if (!isNode(encoding)) return false;
  return [encoding['x'], encoding['y']].some((channel) => isNode(channel) && channel['bin'] === 'binned');
}

// vega-lite rounds the ends of stacked bars by a clip that loses the width of bins given by their edges
function squareBars(view: SpecNode): void {
  const mark = isNode(view['mark']) ? view['mark'] : { type: view['mark'] };
  if (mark['type'] === 'bar') view['mark'] = { cornerRadiusEnd: 0, ...mark };
}

// of a logarithmic axis only whole decades get a grid line: the many between them would hatch the plot
function inDecades(channel: SpecNode): void {
  const test = 'abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 1e-6';
  const axis = isNode(channel['axis']) ? channel['axis'] : {};
  channel['axis'] = { gridOpacity: { condition: { test, value: 1 }, value: 0 }, ...axis };
}

function mapValues(value: object, change: (part: unknown) => unknown): SpecNode {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));
}

/** Whether a value is an object that is no array. */
export function isNode(value: unknown): value is SpecNode {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

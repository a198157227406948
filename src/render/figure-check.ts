import { isNode, type SpecNode } from './figure-spec.js';

const POSITIONS = ['x', 'y', 'theta', 'longitude', 'latitude'] as const;

/** A positional channel of a figure and what its axis says. */
export interface AxisTitle {
  readonly channel: string;
  readonly title: string;
  readonly field?: string;
}

/**
 * Checks what a reader needs: a title on every axis that is drawn, and bars that start at zero.
 *
 * @returns the axes' titles, each once
 * @throws {TypeError} If an axis has no title of its own.
 * @throws {RangeError} If a bar's scale leaves out zero, or a channel names a column that the data lacks.
 */
export function checkSpec(spec: SpecNode): readonly AxisTitle[] {
  const titles = new Map<string, AxisTitle>();
  const untitled = new Map<string, SpecNode>();
  for (const unit of unitsOf(spec, {})) {
    checkFields(unit);
    for (const channel of POSITIONS) {
      const encoding = unit.encoding[channel];
      if (!isNode(encoding)) continue;
      checkBaseline(unit, channel, encoding);
      const title = titleOf(encoding);
      const key = `${unit.view} ${channel}`;
      if (typeof title === 'string' && title.trim() !== '') {
        if (!titles.has(key)) titles.set(key, { channel, title, ...fieldOf(encoding) });
      } else if (title === undefined && isDrawn(encoding, channel)) untitled.set(key, encoding);
    }
  }
  for (const [key, encoding] of untitled) {
    if (titles.has(key)) continue;
    const channel = key.split(' ')[1];
    const field = typeof encoding['field'] === 'string' ? ` of "${encoding['field']}"` : '';
    throw new TypeError(
      `Cannot draw a figure: the ${channel} axis${field} has no title; give encoding.${channel}.title what is measured and its unit, such as "documents left (%)", or axis: null where labels say it`,
    );
  }
  const seen = new Set<string>();
  return [...titles.values()].filter(
    ({ channel, title }) => !seen.has(`${channel} ${title}`) && seen.add(`${channel} ${title}`),
  );
}

interface Unit {
  readonly mark: string;
  readonly encoding: SpecNode;
  readonly view: string;
  /** The columns of its data; undefined where transforms make others. */
  readonly columns?: ReadonlySet<string>;
}

/** Every single view of a specification, with the encoding and the data it inherits. */
function unitsOf(
  spec: SpecNode,
  inherited: SpecNode,
  view = '0',
  above?: ReadonlySet<string>,
): readonly Unit[] {
  const encoding = { ...inherited, ...(isNode(spec['encoding']) ? spec['encoding'] : {}) };
  const columns = columnsOf(spec, above);
  if (Array.isArray(spec['layer']))
    return spec['layer'].filter(isNode).flatMap((layer) => unitsOf(layer, encoding, view, columns));
  for (const kind of ['hconcat', 'vconcat', 'concat']) {
    const views = spec[kind];
    if (Array.isArray(views))
      return views.filter(isNode).flatMap((part, at) => unitsOf(part, {}, `${view}.${at}`, columns));
  }
  if (isNode(spec['spec']))
    return unitsOf(spec['spec'], {}, view, 'repeat' in spec ? NOTHING_KNOWN : columns);
  const mark = isNode(spec['mark']) ? spec['mark']['type'] : spec['mark'];
  return [{ mark: String(mark), encoding, view, ...(columns && columns.size > 0 ? { columns } : {}) }];
}

const NOTHING_KNOWN: ReadonlySet<string> = new Set();

function columnsOf(spec: SpecNode, above: ReadonlySet<string> | undefined): ReadonlySet<string> | undefined {
  const data = spec['data'];
  const transformed =
    Array.isArray(spec['transform']) &&
    spec['transform'].some((step) => !isNode(step) || !('filter' in step));
  if (transformed) return NOTHING_KNOWN;
  if (!isNode(data)) return above;
  const rows = Array.isArray(data['values']) ? data['values'].filter(isNode) : [];
  return new Set(rows.flatMap((row) => Object.keys(row)));
}

// vega-lite draws an empty plot for a mistyped column
function checkFields({ encoding, columns }: Unit): void {
  if (!columns) return;
  for (const [channel, definition] of Object.entries(encoding)) {
    const field = isNode(definition) ? definition['field'] : undefined;
    if (typeof field !== 'string' || /[.[\]\\]/.test(field) || columns.has(field)) continue;
    const known = [...columns].map((name) => `"${name}"`).join(', ');
    throw new RangeError(
      `Cannot draw a figure: encoding.${channel} names a column that the data lacks, "${field}"; its columns are ${known}`,
    );
  }
}

function checkBaseline({ mark, encoding }: Unit, channel: string, own: SpecNode): void {
  const scale = isNode(own['scale']) ? own['scale'] : {};
  if (
    mark !== 'bar' ||
    own['type'] !== 'quantitative' ||
    own['bin'] !== undefined ||
    `${channel}2` in encoding
  )
    return;
  // of two quantitative channels only the one along which the bar grows needs the baseline
  if ((channel === 'x') === growsUp(encoding)) return;
  if (scale['type'] === 'log') {
    throw new RangeError(
      `Cannot draw a figure: a bar has no length on a logarithmic ${channel} scale; use mark "point" or "tick" there`,
    );
  }
  const domain = scale['domain'];
  const cut =
    Array.isArray(domain) && domain.length > 1 && domain.every((end) => typeof end === 'number' && end > 0);
  if (scale['zero'] === false || cut) {
    throw new RangeError(
      `Cannot draw a figure: a bar's ${channel} scale must include zero, its lengths would mislead; use mark "point" instead`,
    );
  }
}

function growsUp(encoding: SpecNode): boolean {
  const [x, y] = [encoding['x'], encoding['y']];
  const measures = (channel: unknown): boolean =>
    isNode(channel) && channel['type'] === 'quantitative' && channel['bin'] === undefined;
  return measures(y) && !(measures(x) && isNode(encoding['y2']));
}

function isDrawn(encoding: SpecNode, channel: string): boolean {
  if (channel === 'theta' || 'value' in encoding || 'datum' in encoding) return false;
  return encoding['axis'] !== null && ('field' in encoding || 'aggregate' in encoding);
}

function titleOf(encoding: SpecNode): unknown {
  const axis = encoding['axis'];
  const title = isNode(axis) && axis['title'] !== undefined ? axis['title'] : encoding['title'];
  return Array.isArray(title) ? title.join(' ') : title;
}

function fieldOf(encoding: SpecNode): { field?: string } {
  return typeof encoding['field'] === 'string' ? { field: encoding['field'] } : {};
}

import type { Cell, Json } from '../format/notebook.js';
import type { CellLesson, Knob } from './protocol/lesson.js';

/**
 * What a cell's metadata says to the page. Unknown or ill-formed entries are passed over.
 *
 * What stands in a code cell's head is its `title` (or `name`). A knob is `{ "role": "knob", "knob": { "name": "ROWS", "min": 1, "max": 32, "step": 1, "label": "rows per band" } }`, or with
 * `options` in place of a range; a predict cell may hold the number of the right choice as `answer`.
 */
export function cellLesson(cell: Cell): CellLesson {
  const lectern = record(cell.metadata.lectern);
  const knob = lectern['role'] === 'knob' ? readKnob(lectern['knob']) : undefined;
  const zh = text(lectern['zh']);
  const answer = lectern['answer'];
  const title = lectern['title'] ?? lectern['name'];
  return {
    ...(typeof lectern['role'] === 'string' ? { role: lectern['role'] } : {}),
    ...(zh !== undefined ? { zh } : {}),
    ...(typeof title === 'string' ? { title } : {}),
    ...(Array.isArray(lectern['cites'])
      ? { cites: lectern['cites'].filter((key): key is string => typeof key === 'string') }
      : {}),
    ...(knob ? { knob } : {}),
    ...(Number.isInteger(answer) ? { answer: Number(answer) } : {}),
  };
}

/** Points of a cell that nbgrader's metadata has graded. */
export function cellPoints(cell: Cell): number | undefined {
  const nbgrader = record(cell.metadata['nbgrader'] as Json | undefined);
  return nbgrader['grade'] === true && typeof nbgrader['points'] === 'number'
    ? nbgrader['points']
    : undefined;
}

/** Text that may be stored as a list of lines. */
function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(String).join('') : undefined;
}

function readKnob(value: unknown): Knob | undefined {
  const knob = record(value);
  const name = knob['name'];
  if (typeof name !== 'string' || !/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name)) return undefined;
  const number = (key: 'min' | 'max' | 'step') => {
    const found = knob[key];
    return typeof found === 'number' && Number.isFinite(found) ? { [key]: found } : {};
  };
  const options = Array.isArray(knob['options'])
    ? knob['options'].filter((option) => ['number', 'string', 'boolean'].includes(typeof option))
    : undefined;
  return {
    name,
    ...(typeof knob['label'] === 'string' ? { label: knob['label'] } : {}),
    ...number('min'),
    ...number('max'),
    ...number('step'),
    ...(options ? { options: options as (number | string | boolean)[] } : {}),
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

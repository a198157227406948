import { formatJson, formatOutputs } from '../format/format-notebook.js';
import type { CodeCell, Notebook, Output } from '../format/notebook.js';

/** One place where a fresh run shows something else than is stored. */
export interface Difference {
  /** Place of the cell, counted from 1. */
  readonly cell: number;
  readonly id: string;
  /** The part that differs: `execution_count`, or an output and what in it. */
  readonly part: string;
  /** What is stored and what came, cut to where they differ; undefined where there is nothing. */
  readonly stored: string | undefined;
  readonly fresh: string | undefined;
}

/** Longest piece of a line that is shown, in UTF-16 units. */
const maxShown = 100;

/**
 * Compares the outputs of a stored notebook with those of a fresh run of it, byte for byte, and the numbers of its cells. In
 * each output the first difference is given. Cells are matched by id; one that is not in `ran` is passed over.
 *
 * @example
 * compareOutputs(notebook, notebook) // => []
 */
export function compareOutputs(stored: Notebook, fresh: Notebook, ran?: ReadonlySet<string>): Difference[] {
  const before = new Map(stored.cells.map((cell) => [cell.id, cell]));
  return fresh.cells.flatMap((cell, index) => {
    const old = before.get(cell.id);
    if (cell.cell_type !== 'code' || old?.cell_type !== 'code' || (ran && !ran.has(cell.id))) return [];
    return compareCell(old, cell).map((found) => ({ cell: index + 1, id: cell.id, ...found }));
  });
}

type Found = Pick<Difference, 'part' | 'stored' | 'fresh'>;

function compareCell(stored: CodeCell, fresh: CodeCell): Found[] {
  const found: Found[] = [];
  if (stored.execution_count !== fresh.execution_count) {
    found.push({
      part: 'execution_count',
      stored: String(stored.execution_count),
      fresh: String(fresh.execution_count),
    });
  }
  for (let index = 0; index < Math.max(stored.outputs.length, fresh.outputs.length); index++) {
    const pair = [stored.outputs[index], fresh.outputs[index]] as const;
    const difference = compareOutput(...pair);
    if (difference)
      found.push({ ...difference, part: `output ${index + 1}${difference.part && `, ${difference.part}`}` });
  }
  return found;
}

function compareOutput(stored: Output | undefined, fresh: Output | undefined): Found | undefined {
  if (!stored || !fresh) {
    return { part: '', stored: stored && outline(stored), fresh: fresh && outline(fresh) };
  }
  if (formatOutputs([stored]) === formatOutputs([fresh])) return undefined;
  if (stored.output_type !== fresh.output_type) {
    return { part: 'type', stored: outline(stored), fresh: outline(fresh) };
  }
  const [before, after] = [fields(stored), fields(fresh)];
  for (const part of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(part), after.get(part)];
    if (a !== b) return firstDifference(part, a, b);
  }
  return firstDifference('', formatOutputs([stored]), formatOutputs([fresh]));
}

/** What kind of output it is, in a word or two. */
function outline(output: Output): string {
  switch (output.output_type) {
    case 'stream':
      return output.name;
    case 'error':
      return `error ${output.ename}: ${output.evalue}`.slice(0, maxShown);
    default:
      return `${output.output_type} (${Object.keys(output.data).sort().join(', ')})`;
  }
}

/** An output's parts as texts: a stream's text, an error's fields, a bundle's representations. */
function fields(output: Output): Map<string, string> {
  switch (output.output_type) {
    case 'stream':
      return new Map([
        ['stream', output.name],
        [output.name, output.text],
      ]);
    case 'error':
      return new Map([
        ['ename', output.ename],
        ['evalue', output.evalue],
        ['traceback', output.traceback.join('\n')],
      ]);
    default:
      return new Map(
        Object.entries(output.data)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([type, value]) => [type, typeof value === 'string' ? value : formatJson(value)]),
      );
  }
}

function firstDifference(part: string, stored: string | undefined, fresh: string | undefined): Found {
  if (stored === undefined || fresh === undefined) {
    return { part, stored: stored && cut(stored, 0), fresh: fresh && cut(fresh, 0) };
  }
  const [before, after] = [stored.split('\n'), fresh.split('\n')];
  let line = 0;
  while (line < before.length && line < after.length && before[line] === after[line]) line++;
  const [a, b] = [before[line], after[line]];
  let column = 0;
  while (a !== undefined && b !== undefined && column < a.length && a[column] === b[column]) column++;
  const place = before.length === 1 && after.length === 1 ? '' : `line ${line + 1}`;
  return {
    part: [part, place].filter(Boolean).join(', '),
    stored: a === undefined ? undefined : cut(a, column),
    fresh: b === undefined ? undefined : cut(b, column),
  };
}

/** A piece of a line around a column. */
function cut(line: string, column: number): string {
  const start = column <= maxShown / 2 ? 0 : column - 20;
  const piece = line.slice(start, start + maxShown);
  const shown = JSON.stringify(piece).slice(1, -1).replaceAll('\\"', '"');
  return `${start > 0 ? '…' : ''}${shown}${start + maxShown < line.length ? '…' : ''}`;
}

/**
 * Differences as text, each with its place, what is stored and what came.
 *
 * @param max Most differences shown; the rest are counted.
 */
export function describeDifferences(differences: readonly Difference[], max = 10): string {
  const shown = differences.slice(0, max).map(({ cell, id, part, stored, fresh }) => {
    const line = (sign: string, text: string | undefined): string => `  ${sign} ${text ?? '(nothing)'}`;
    return [`cell ${cell} (id "${id}"), ${part}:`, line('- stored:', stored), line('+ fresh: ', fresh)].join(
      '\n',
    );
  });
  if (differences.length > max) shown.push(`and ${differences.length - max} more`);
  return shown.join('\n');
}

import type { Cell, CodeCell, Json, Notebook } from '../format/notebook.js';
import { findDeclarations, type Declaration } from './declarations.js';
import { readValue } from './parameter-value.js';

/** A constant of a notebook that can be set from outside. */
interface Parameter extends Declaration {
  readonly cell: CodeCell;
  /** Where it is declared: a cell tagged `parameters`, or one with the lesson role `knob`. */
  readonly kind: 'parameters' | 'knob';
}

/**
 * Sets constants of a notebook, given as text and typed by their declarations.
 *
 * A constant of a cell tagged `parameters` is declared anew in a cell tagged `injected-parameters` right after it (one of an
 * earlier run is replaced), as papermill does. In a cell with the lesson role `knob` the literal itself is replaced.
 *
 * @returns A new notebook; the given one is not changed.
 * @throws {RangeError} If a name is not declared there, or a value does not fit its declaration.
 */
export function setParameters(notebook: Notebook, values: ReadonlyMap<string, string>): Notebook {
  if (values.size === 0) return notebook;
  const parameters = findParameters(notebook);
  const literals = new Map<Parameter, string>();
  for (const [name, text] of values) {
    const parameter = parameters.findLast((candidate) => candidate.name === name);
    if (!parameter) throw new RangeError(`parameter "${name}" cannot be set: ${whatExists(parameters)}`);
    literals.set(
      parameter,
      readValue(text, parameter, parameter.kind === 'knob' ? parameter.cell.metadata.lectern?.knob : {}),
    );
  }
  const cells: Cell[] = [];
  const anew = [...literals].filter(([{ kind }]) => kind === 'parameters');
  const kept =
    anew.length > 0 ? notebook.cells.filter((cell) => !hasTag(cell, 'injected-parameters')) : notebook.cells;
  const ids = new Set(kept.map(({ id }) => id));
  for (const cell of kept) {
    cells.push(turnKnobs(cell, literals));
    const own = anew.filter((entry) => entry[0].cell === cell);
    if (own.length > 0) cells.push(injectedCell(own, ids));
  }
  return { ...notebook, cells };
}

function findParameters({ cells }: Notebook): Parameter[] {
  return cells.flatMap((cell) => {
    if (cell.cell_type !== 'code') return [];
    const knob = cell.metadata.lectern?.role === 'knob';
    if (!knob && !hasTag(cell, 'parameters')) return [];
    return findDeclarations(cell.source).map(
      (found) => ({ ...found, cell, kind: knob ? 'knob' : 'parameters' }) as const,
    );
  });
}

function turnKnobs(cell: Cell, literals: ReadonlyMap<Parameter, string>): Cell {
  const turned = [...literals].filter(([parameter]) => parameter.kind === 'knob' && parameter.cell === cell);
  // from the last to the first, so that the places of the others stay true
  turned.sort(([a], [b]) => b.start - a.start);
  return turned.reduce(
    (result, [{ start, end }, literal]) => ({
      ...result,
      source: result.source.slice(0, start) + literal + result.source.slice(end),
    }),
    cell,
  );
}

function injectedCell(injected: readonly (readonly [Parameter, string])[], ids: Set<string>): CodeCell {
  const lines = injected.map(
    ([{ keyword, name, annotation }, literal]) =>
      `${keyword} ${name}${annotation === undefined ? '' : `: ${annotation}`} = ${literal};`,
  );
  let id = 'injected-parameters';
  for (let number = 2; ids.has(id); number++) id = `injected-parameters-${number}`;
  ids.add(id);
  return {
    cell_type: 'code',
    id,
    metadata: { tags: ['injected-parameters'] },
    source: ['// Parameters', ...lines].join('\n'),
    execution_count: null,
    outputs: [],
  };
}

function hasTag({ metadata }: Cell, tag: string): boolean {
  return metadata.tags?.includes(tag) ?? false;
}

function whatExists(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) {
    return 'the notebook declares no parameters; tag a cell "parameters" and declare constants in it';
  }
  const names = new Map(
    parameters.map(({ name, type, choices }) => [name, choices ? choices.map(show).join(' | ') : type]),
  );
  return `the notebook has ${[...names].map(([name, type]) => `${name} (${type})`).join(', ')}`;
}

function show(value: Json): string {
  return JSON.stringify(value);
}

import type { CellNames } from './cell-names.js';
import type { Stale } from './protocol/lesson.js';

/** What is known of a code cell when it is asked what depends on what. Cells come in the order of the notebook. */
export interface CellFacts {
  readonly id: string;
  readonly names: CellNames;
  readonly source: string;
  /** The source whose output is shown; absent if nothing is. */
  readonly shownSource?: string | undefined;
  /** The source whose output was stored when the lesson was opened. */
  readonly storedSource?: string | undefined;
  /** The place of its last run in the order of runs in this kernel; 0 if it has not run here. */
  readonly order: number;
}

/** A name that a cell needs and the cell above it that defines it. */
export interface Need {
  readonly name: string;
  readonly cell: string;
  /** Whether that cell has run in this kernel. */
  readonly ran: boolean;
}

/** For every cell, the names it takes from cells above; of several definitions the nearest one above. */
export function needsOf(cells: readonly CellFacts[]): Map<string, Need[]> {
  const definer = new Map<string, CellFacts>();
  const needs = new Map<string, Need[]>();
  for (const cell of cells) {
    needs.set(
      cell.id,
      cell.names.uses.flatMap((name) => {
        const from = definer.get(name);
        return from ? [{ name, cell: from.id, ran: from.order > 0 }] : [];
      }),
    );
    for (const name of cell.names.defines) definer.set(name, cell);
  }
  return needs;
}

/**
 * Which cells show an output that no longer follows from the code: their own text was changed since, or a name they
 * use comes from a cell that is stale itself, has run again after them, or has run with another text than the one
 * whose result is stored. What an import brings does not change when it runs again.
 */
export function staleCells(cells: readonly CellFacts[]): Map<string, Stale> {
  const stale = new Map<string, Stale>();
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const needs = needsOf(cells);
  for (const cell of cells) {
    if (cell.shownSource === undefined) continue;
    if (cell.shownSource !== cell.source) {
      stale.set(cell.id, { kind: 'edited' });
      continue;
    }
    const changed = (needs.get(cell.id) ?? []).filter((need) => {
      const from = byId.get(need.cell);
      if (!from || from.names.imports.includes(need.name)) return false;
      if (stale.has(from.id)) return true;
      if (cell.order > 0) return from.order > cell.order;
      // a stored output is compared with what was stored beside it
      return from.order > 0 && from.storedSource !== undefined && from.shownSource !== from.storedSource;
    });
    const first = changed[0];
    if (first)
      stale.set(cell.id, { kind: 'changed', names: changed.map((need) => need.name), cell: first.cell });
  }
  return stale;
}

/** The cells that follow from a cell, directly or not, in the order of the notebook. */
export function dependentsOf(id: string, cells: readonly CellFacts[]): string[] {
  const needs = needsOf(cells);
  const touched = new Set([id]);
  for (const cell of cells) {
    if ((needs.get(cell.id) ?? []).some((need) => touched.has(need.cell))) touched.add(cell.id);
  }
  touched.delete(id);
  return cells.filter((cell) => touched.has(cell.id)).map((cell) => cell.id);
}

/** The cells above that a cell rests on and that have not run in this kernel, in the order of the notebook. */
export function missingFor(id: string, cells: readonly CellFacts[]): string[] {
  const needs = needsOf(cells);
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const wanted = new Set<string>();
  const visit = (at: string): void => {
    for (const need of needs.get(at) ?? []) {
      if (wanted.has(need.cell)) continue;
      if ((byId.get(need.cell)?.order ?? 0) === 0) wanted.add(need.cell);
      visit(need.cell);
    }
  };
  visit(id);
  return cells.filter((cell) => wanted.has(cell.id)).map((cell) => cell.id);
}

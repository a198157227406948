import { createHash } from 'node:crypto';
import type { Cell } from './notebook.js';

/** Ids that more than one cell has, each once, in the order of their first cells. */
export function duplicateIds(cells: readonly { id?: string }[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { id } of cells) {
    if (id === undefined) continue;
    if (seen.has(id)) twice.add(id);
    seen.add(id);
  }
  return [...twice];
}

/**
 * Gives an id to each cell that has none or whose id an earlier cell has. Ids are made of what the cell holds, so that the
 * same notebook gets the same ids each time, and cells keep theirs when others move.
 */
export function assignCellIds(cells: Cell[]): void {
  const taken = new Set(cells.map(({ id }) => id));
  const seen = new Set<string>();
  for (const cell of cells) {
    if (cell.id === undefined || seen.has(cell.id)) {
      cell.id = freshId(`${cell.cell_type}\n${cell.source}`, taken);
      taken.add(cell.id);
    }
    seen.add(cell.id);
  }
}

function freshId(content: string, taken: ReadonlySet<string>): string {
  for (let occurrence = 0; ; occurrence++) {
    const id = createHash('sha256').update(`${occurrence}\n${content}`).digest('hex').slice(0, 8);
    if (!taken.has(id)) return id;
  }
}

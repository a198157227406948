import type { Notebook } from '../format/notebook.js';
import { willRun } from './run-notebook.js';

/**
 * Whether `output` is what a whole run of `notebook` leaves: the same cells, numbered from 1 without a gap, and no error
 * but where one is allowed. It is told from the file alone, so that a batch can go on after any end.
 */
export function isFinished(notebook: Notebook, output: Notebook, allowErrors: boolean): boolean {
  if (notebook.cells.length !== output.cells.length) return false;
  let count = 0;
  return notebook.cells.every((cell, index) => {
    const done = output.cells[index]!;
    if (done.id !== cell.id || done.cell_type !== cell.cell_type || done.source !== cell.source) return false;
    if (done.cell_type !== 'code' || !willRun(cell)) return true;
    const mayFail = allowErrors || cell.metadata.tags?.includes('raises-exception');
    return (
      done.execution_count === ++count &&
      (mayFail || !done.outputs.some((output) => output.output_type === 'error'))
    );
  });
}

import type { Notebook } from '../format/notebook.js';

/**
 * How one cell fared. `failed` ended with an error; `allowed`: it did too, and may (`raises-exception`, or errors are allowed);
 * `skipped`: it is tagged `skip-execution` or holds no code; `not-run`: the run ended before it.
 */
export type CellStatus =
  'ok' | 'failed' | 'allowed' | 'timeout' | 'interrupted' | 'dead' | 'skipped' | 'not-run';

/** What became of one code cell. */
export interface CellResult {
  /** Place of the cell in the notebook, counted from 1 over all cells. */
  readonly cell: number;
  readonly id: string;
  readonly status: CellStatus;
  readonly executionCount: number | null;
  /** Seconds that the cell took. Never written to a notebook. */
  readonly seconds: number;
  /** Why it did not end well. */
  readonly error?: { readonly ename: string; readonly evalue: string; readonly traceback: readonly string[] };
}

/** How a whole run fared: as its worst cell; `dead` also when no kernel could be started. */
export type RunStatus = 'ok' | 'failed' | 'timeout' | 'dead' | 'interrupted';

/** What became of a notebook. */
export interface RunResult {
  readonly status: RunStatus;
  /** The notebook with its fresh outputs. */
  readonly notebook: Notebook;
  /** One entry a code cell, in order. */
  readonly cells: readonly CellResult[];
  readonly seconds: number;
  /** Why the run as a whole ended early, where no cell says it. */
  readonly reason?: string;
}

/** Exit codes of the command line, by status. */
export const exitCodes: Readonly<Record<RunStatus, number>> = {
  ok: 0,
  failed: 1,
  timeout: 3,
  dead: 4,
  interrupted: 130,
};

/** The status that a set of runs ends with: the gravest of theirs. */
export function gravest(statuses: Iterable<RunStatus>): RunStatus {
  const order: readonly RunStatus[] = ['ok', 'failed', 'timeout', 'dead', 'interrupted'];
  let worst = 0;
  for (const status of statuses) worst = Math.max(worst, order.indexOf(status));
  return order[worst]!;
}

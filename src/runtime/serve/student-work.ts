import { createHash } from 'node:crypto';
import type { Cell, JsonObject, Notebook, Output } from '../format/notebook.js';

/** What the student's copy keeps beside the cells, under `metadata.lectern.work` of the notebook. */
export interface WorkRecord {
  readonly version: 1;
  /** By cell: digest of the original text that the student's text began from. */
  readonly bases: Readonly<Record<string, string>>;
  /** By cell: digest of the text whose output is stored, where it is not the cell's own. */
  readonly shown: Readonly<Record<string, string>>;
  /** Cells whose stored output the student's own run made; any other output is the original's, and follows it. */
  readonly ran: readonly string[];
  readonly answers: Readonly<Record<string, number>>;
  readonly seen: readonly string[];
}

/** A cell of the original with what the student made of it. */
export interface WorkedCell {
  readonly original: Cell;
  readonly source: string;
  readonly outputs: readonly Output[];
  readonly count: number | null;
  /** The text whose output this is; absent if there is no output. */
  readonly shownSource: string | undefined;
  /** Whether the student's own run made the output. */
  readonly own: boolean;
}

/** A lesson as the student left it. */
export interface Work {
  readonly cells: readonly WorkedCell[];
  readonly answers: Readonly<Record<string, number>>;
  readonly seen: readonly string[];
  /** Cells whose original has changed since the student edited them. */
  readonly outdated: readonly string[];
}

/** A short digest of a cell's text. */
export function digest(source: string): string {
  return createHash('sha256').update(source).digest('base64url').slice(0, 16);
}

/**
 * Lays the student's copy over the original, cell by cell id. A cell that the student never edited follows the
 * original, even when the lecture was updated since; one that was edited keeps the student's text.
 */
export function mergeWork(original: Notebook, copy: Notebook | undefined): Work {
  const record = readRecord(copy);
  const copies = new Map((copy?.cells ?? []).map((cell) => [cell.id, cell]));
  const outdated: string[] = [];
  const cells = original.cells.map((cell): WorkedCell => {
    const mine = copies.get(cell.id);
    const base = record.bases[cell.id];
    if (!mine || mine.cell_type !== cell.cell_type) return fresh(cell);
    const changed = base !== undefined && base !== digest(cell.source);
    const edited = base === undefined ? mine.source !== cell.source : base !== digest(mine.source);
    if (changed && !edited) return fresh(cell);
    if (changed && mine.source !== cell.source) outdated.push(cell.id);
    if (mine.cell_type !== 'code' || !record.ran.includes(cell.id))
      return { ...fresh(cell), source: mine.source };
    const shown = record.shown[cell.id];
    const shownSource = shown === undefined || shown === digest(mine.source) ? mine.source : '';
    return {
      original: cell,
      source: mine.source,
      outputs: mine.outputs,
      count: mine.execution_count,
      shownSource: mine.outputs.length > 0 || mine.execution_count !== null ? shownSource : undefined,
      own: true,
    };
  });
  const known = new Set(original.cells.map((cell) => cell.id));
  return {
    cells,
    answers: Object.fromEntries(Object.entries(record.answers).filter(([id]) => known.has(id))),
    seen: record.seen.filter((id) => known.has(id)),
    outdated,
  };
}

/** A cell as the original has it. */
export function fresh(cell: Cell): WorkedCell {
  const code = cell.cell_type === 'code';
  const outputs = code ? cell.outputs : [];
  const shown = code && (outputs.length > 0 || cell.execution_count !== null);
  return {
    original: cell,
    source: cell.source,
    outputs,
    count: code ? cell.execution_count : null,
    shownSource: shown ? cell.source : undefined,
    own: false,
  };
}

/** The student's copy: a notebook that any Jupyter program opens, with what the next start needs in its metadata. */
export function composeCopy(original: Notebook, { cells, answers, seen }: Omit<Work, 'outdated'>): Notebook {
  const lectern = original.metadata['lectern'];
  const entries = (pairs: [string, string][]): Record<string, string> => Object.fromEntries(pairs);
  const work = {
    version: 1,
    bases: entries(cells.map(({ original: { id, source } }) => [id, digest(source)])),
    shown: entries(
      cells.flatMap(({ original: { id }, source, shownSource }): [string, string][] =>
        shownSource !== undefined && shownSource !== source ? [[id, digest(shownSource)]] : [],
      ),
    ),
    ran: cells.filter((cell) => cell.own).map((cell) => cell.original.id),
    answers: { ...answers },
    seen: [...seen],
  };
  return {
    ...original,
    metadata: {
      ...original.metadata,
      lectern: { ...(typeof lectern === 'object' && lectern !== null ? (lectern as JsonObject) : {}), work },
    },
    cells: cells.map(({ original: cell, source, outputs, count }) =>
      cell.cell_type === 'code'
        ? { ...cell, source, outputs: [...outputs], execution_count: count }
        : { ...cell, source },
    ),
  };
}

/** Reads the record of a copy; what is missing or of the wrong shape counts as empty. */
function readRecord(copy: Notebook | undefined): WorkRecord {
  const lectern = copy?.metadata['lectern'] as JsonObject | undefined;
  const work = plain(plain(lectern)['work']);
  const strings = (value: unknown): Record<string, string> =>
    Object.fromEntries(
      Object.entries(plain(value)).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    );
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : [];
  return {
    version: 1,
    bases: strings(work['bases']),
    shown: strings(work['shown']),
    answers: Object.fromEntries(
      Object.entries(plain(work['answers'])).filter((pair): pair is [string, number] =>
        Number.isInteger(pair[1]),
      ),
    ),
    ran: texts(work['ran']),
    seen: texts(work['seen']),
  };
}

function plain(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

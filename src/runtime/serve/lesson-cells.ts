import type { Cell, Output } from '../format/notebook.js';
import { cellLesson, cellPoints } from './cell-lesson.js';
import { cellNames, type CellNames } from './cell-names.js';
import { needsOf, staleCells, type CellFacts } from './dependencies.js';
import { fresh, type WorkedCell } from './student-work.js';
import type { CellChange, CellLesson, CellStatus, LessonCell, LessonOutput } from './protocol/lesson.js';

/** A cell as it stands on the server; changed in place. */
export interface LiveCell {
  readonly id: string;
  readonly original: Cell;
  readonly lesson: CellLesson;
  readonly points: number | undefined;
  source: string;
  outputs: Output[];
  count: number | null;
  status: CellStatus;
  /** The status it has when it neither runs nor waits. */
  rest: CellStatus;
  ms: number | undefined;
  shownSource: string | undefined;
  storedSource: string | undefined;
  /** Whether the output is of the student's own run. */
  own: boolean;
  /** The place of its last run among the runs of this kernel; 0 if it has not run here. */
  order: number;
}

const noNames: CellNames = { defines: [], imports: [], uses: [] };

/** The cells of one lesson, and what follows from one another. */
export class LessonCells {
  readonly all: readonly LiveCell[];
  readonly #byId: ReadonlyMap<string, LiveCell>;
  readonly #names = new Map<string, CellNames>();
  #told = new Map<string, string>();
  #runs = 0;

  constructor(worked: readonly WorkedCell[]) {
    this.all = worked.map(toLive);
    this.#byId = new Map(this.all.map((cell) => [cell.id, cell]));
  }

  /** The cell of an id. */
  get(id: string): LiveCell | undefined {
    return this.#byId.get(id);
  }

  /** The code cells, in order. */
  get code(): LiveCell[] {
    return this.all.filter((cell) => cell.original.cell_type === 'code');
  }

  /** Notes that a cell has run in this kernel, with this text. */
  ran(cell: LiveCell, source: string): void {
    cell.order = ++this.#runs;
    cell.shownSource = source;
    cell.own = true;
  }

  /** Forgets that anything ran: the kernel is another one. Outputs stay. */
  forgetRuns(): void {
    for (const cell of this.all) {
      cell.order = 0;
      // what is shown now is what later runs are compared with
      cell.storedSource = cell.shownSource;
    }
  }

  /** Puts a cell back to its original text, and, if the output is another text's or `all` is set, to its original outputs. */
  restore(cell: LiveCell, all = false): void {
    const back = toLive(fresh(cell.original));
    if (all || cell.shownSource !== cell.original.source) {
      const { outputs, count, status, rest } = back;
      Object.assign(cell, { outputs, count, status, rest, ms: undefined });
      cell.shownSource = cell.storedSource = back.shownSource;
      cell.order = 0;
      cell.own = false;
    }
    cell.source = back.source;
  }

  /** What is known of the code cells. The first call loads the compiler's parser. */
  facts(): CellFacts[] {
    return this.code.map(({ id, source, shownSource, storedSource, order }) => ({
      id,
      source,
      shownSource,
      storedSource,
      order,
      names: this.#namesOf(source),
    }));
  }

  /** What has changed since the last call in what cells define, need, and whether they are stale. */
  relations(): { id: string; change: CellChange }[] {
    const facts = this.facts();
    const needs = needsOf(facts);
    const stale = staleCells(facts);
    return facts.flatMap(({ id, names }) => {
      const change = { defines: names.defines, needs: needs.get(id) ?? [], stale: stale.get(id) ?? null };
      const text = JSON.stringify(change);
      if (this.#told.get(id) === text) return [];
      this.#told.set(id, text);
      return [{ id, change }];
    });
  }

  /** The cells as a page that connects sees them; relations are told afterwards. */
  snapshot(): LessonCell[] {
    const told = (id: string): CellChange => JSON.parse(this.#told.get(id) ?? '{}') as CellChange;
    return this.all.map((cell) => {
      const { stale, ms: _, ...relations } = told(cell.id);
      return {
        id: cell.id,
        kind: cell.original.cell_type,
        source: cell.source,
        edited: cell.source !== cell.original.source,
        lesson: cell.lesson,
        ...(cell.points === undefined ? {} : { points: cell.points }),
        outputs: cell.outputs as LessonOutput[],
        status: cell.status,
        count: cell.count,
        ...(cell.ms === undefined ? {} : { ms: cell.ms }),
        defines: [],
        needs: [],
        ...relations,
        ...(stale ? { stale } : {}),
      };
    });
  }

  #namesOf(source: string): CellNames {
    let names = this.#names.get(source);
    if (!names) {
      // every state of a cell that is being typed is a new text
      if (this.#names.size > 1000) this.#names.clear();
      names = source.length > 200_000 ? noNames : cellNames(source);
      this.#names.set(source, names);
    }
    return names;
  }
}

function toLive({ original, source, outputs, count, shownSource, own }: WorkedCell): LiveCell {
  const status = shownSource === undefined ? 'idle' : 'stored';
  return {
    id: original.id,
    original,
    lesson: cellLesson(original),
    points: cellPoints(original),
    source,
    outputs: [...outputs],
    count,
    status,
    rest: status,
    ms: undefined,
    shownSource,
    storedSource: shownSource,
    own,
    order: 0,
  };
}

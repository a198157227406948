/** What the server and the page say to each other about one lesson: types, which both sides import. */

/** An output as nbformat 4.5 stores it. Multi-line text is joined. */
export type LessonOutput =
  | { readonly output_type: 'stream'; readonly name: string; readonly text: string }
  | {
      readonly output_type: 'display_data' | 'execute_result';
      readonly data: Readonly<Record<string, unknown>>;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly execution_count?: number | null;
    }
  | {
      readonly output_type: 'error';
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

/** Where a code cell stands. `stored`: its output is from the file, it has not run in this kernel. */
export type CellStatus =
  'idle' | 'stored' | 'queued' | 'running' | 'done' | 'failed' | 'interrupted' | 'lost';

/** Why a cell's output no longer follows from the code above it. */
export type Stale =
  | { readonly kind: 'edited' }
  | { readonly kind: 'changed'; readonly names: readonly string[]; readonly cell: string };

/** A knob: a constant of the cell that has a control of its own. */
export interface Knob {
  readonly name: string;
  readonly label?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** The values to choose from, where the knob is not a range. */
  readonly options?: readonly (number | string | boolean)[];
}

/** What `metadata.lectern` of a cell says to the page. */
export interface CellLesson {
  readonly role?: string;
  readonly zh?: string;
  /** What the cell is called in its head. */
  readonly title?: string;
  readonly cites?: readonly string[];
  readonly knob?: Knob;
  /** For a predict cell: the number, from 0, of the choice that holds. */
  readonly answer?: number;
}

/** One cell of the lesson, with everything the page shows of it. */
export interface LessonCell {
  readonly id: string;
  readonly kind: 'code' | 'markdown' | 'raw';
  readonly source: string;
  /** Whether the student's text differs from the original. */
  readonly edited: boolean;
  readonly lesson: CellLesson;
  /** Points, where the cell is graded. */
  readonly points?: number;
  readonly outputs: readonly LessonOutput[];
  readonly status: CellStatus;
  readonly count: number | null;
  /** How long the last run took. */
  readonly ms?: number;
  readonly stale?: Stale;
  /** Names of the lesson that the cell defines and uses, each with the cell that defines it. */
  readonly defines: readonly string[];
  readonly needs: readonly { readonly name: string; readonly cell: string; readonly ran: boolean }[];
}

/** Where the kernel stands. `none`: not started yet, it starts with the first run. */
export type KernelStatus = 'none' | 'starting' | 'ready' | 'busy' | 'dead';

/** Whether the student's copy is on the disk. */
export interface SaveState {
  readonly status: 'saved' | 'unsaved' | 'failed';
  /** Why it could not be saved, and what to do. */
  readonly message?: string;
}

/** The whole lesson, as sent to a page that (re)connects. */
export interface LessonSnapshot {
  readonly path: string;
  readonly title: string;
  readonly cells: readonly LessonCell[];
  readonly kernel: KernelStatus;
  readonly kernelMessage?: string;
  readonly save: SaveState;
  readonly seen: readonly string[];
  readonly answers: Readonly<Record<string, number>>;
}

/** What changed in one cell; absent fields did not. */
export type CellChange = Partial<Omit<LessonCell, 'id' | 'kind' | 'lesson' | 'outputs' | 'stale' | 'ms'>> & {
  readonly stale?: Stale | null;
  readonly ms?: number | null;
};

/** What the server tells every page of a lesson. */
export type LessonEvent =
  | { readonly kind: 'snapshot'; readonly lesson: LessonSnapshot }
  | { readonly kind: 'cell'; readonly id: string; readonly change: CellChange; readonly from?: string }
  /** Outputs from number `at` on are replaced by these. */
  | {
      readonly kind: 'outputs';
      readonly id: string;
      readonly at: number;
      readonly outputs: readonly LessonOutput[];
    }
  /** The stream at number `at` grew by this text. */
  | { readonly kind: 'append'; readonly id: string; readonly at: number; readonly text: string }
  | { readonly kind: 'kernel'; readonly status: KernelStatus; readonly message?: string }
  | { readonly kind: 'save'; readonly save: SaveState }
  | {
      readonly kind: 'progress';
      readonly seen: readonly string[];
      readonly answers: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'notice'; readonly level: 'info' | 'warning'; readonly text: string };

/** What a page asks of the server. */
export type LessonCommand =
  | { readonly kind: 'run'; readonly cells: readonly string[] }
  | { readonly kind: 'run-all' }
  /** Runs the cells above and this one; `changed` leaves out those that are fresh in this kernel. */
  | { readonly kind: 'run-to'; readonly cell: string; readonly changed?: boolean }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'restart' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'edit'; readonly cell: string; readonly source: string; readonly from: string }
  | { readonly kind: 'restore'; readonly cell?: string }
  | {
      readonly kind: 'knob';
      readonly cell: string;
      readonly value: number | string | boolean;
      readonly from: string;
    }
  | { readonly kind: 'answer'; readonly cell: string; readonly choice: number }
  | { readonly kind: 'seen'; readonly cells: readonly string[] }
  | { readonly kind: 'save' };

/** A notebook in the contents. */
export interface ContentsEntry {
  /** Path from the served folder, with `/`. */
  readonly path: string;
  readonly title: string;
  readonly zh?: string;
  readonly minutes: number;
  /** The group it stands under in the contents. */
  readonly part?: string;
  readonly headings: readonly { readonly text: string; readonly zh?: string; readonly cell: string }[];
  readonly cells: number;
  readonly seen: number;
  /** Why it cannot be read, where it cannot. */
  readonly problem?: string;
}

/** What `/api/lecture` answers. */
export interface Contents {
  readonly title: string;
  readonly entries: readonly ContentsEntry[];
}

/** One work cited, ready to be shown; what `/api/references` answers holds one a key. */
export interface ReferenceCard {
  /** Short: `Raffel+ 2020`. */
  readonly label: string;
  readonly authors: string;
  readonly year: string;
  readonly title: string;
  readonly venue?: string;
  readonly url?: string;
}

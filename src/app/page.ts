import type { LessonCell, LessonCommand, ReferenceCard } from '../runtime/serve/protocol/lesson.js';
import type { LessonStore } from './lesson-store.js';

/** What the views of a lesson share. */
export interface Page {
  readonly store: LessonStore;
  /** The lesson's number in the lecture, as its file name has it; empty if none. */
  readonly section: string;
  /** The folder of the notebook, with a `/` behind it. */
  readonly base: string;
  /** Names this window to the server. */
  readonly name: string;
  readonly nonce: string;
  readonly references: ReadonlyMap<string, ReferenceCard>;
  send(command: LessonCommand): void;
  /** Says something in passing, to the eye and to a screen reader. */
  tell(text: string, level?: 'info' | 'warning'): void;
  /** Makes a cell the current one. */
  goTo(id: string, options?: { focus?: boolean; scroll?: boolean }): void;
  /** Runs a cell and goes on to the next one. */
  runAndStep(id: string): void;
}

/** How a cell is called: `14.6`, or `6` where the lesson has no number. */
export function cellNumber(page: Page, cell: LessonCell): string {
  const index =
    page.store.cells.filter(({ kind }) => kind === 'code').findIndex(({ id }) => id === cell.id) + 1;
  return page.section === '' ? String(index) : `${page.section}.${index}`;
}

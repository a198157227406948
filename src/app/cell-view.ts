import type { LessonCell, LessonEvent } from '../runtime/serve/protocol/lesson.js';

/** The view of one cell. */
export interface CellView {
  readonly id: string;
  readonly element: HTMLElement;
  /** Shows the cell as it is now; the event says what has changed, absent when all may have. */
  update(cell: LessonCell, event?: LessonEvent): void;
  /** Sends what was typed and not sent yet. */
  flush?(): void;
  /** Opens the cell for editing. */
  edit?(): Promise<void>;
}

import type {
  CellChange,
  LessonCell,
  LessonEvent,
  LessonOutput,
  LessonSnapshot,
} from '../runtime/serve/protocol/lesson.js';

/** The page's picture of a lesson: the last snapshot with every event since applied to it. */
export class LessonStore {
  #lesson: LessonSnapshot | undefined;
  readonly #listeners = new Set<(event: LessonEvent) => void>();

  /** The lesson as it stands; undefined before the first snapshot. */
  get lesson(): LessonSnapshot | undefined {
    return this.#lesson;
  }

  /** The cells, in order. */
  get cells(): readonly LessonCell[] {
    return this.#lesson?.cells ?? [];
  }

  /** The cell of an id. */
  cell(id: string): LessonCell | undefined {
    return this.cells.find((cell) => cell.id === id);
  }

  /** Hears every event after it has been applied. */
  listen(listener: (event: LessonEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Applies an event and tells the views. */
  take(event: LessonEvent): void {
    this.#lesson = next(this.#lesson, event);
    for (const listener of this.#listeners) listener(event);
  }
}

function next(lesson: LessonSnapshot | undefined, event: LessonEvent): LessonSnapshot | undefined {
  if (event.kind === 'snapshot') return event.lesson;
  if (!lesson) return undefined;
  switch (event.kind) {
    case 'cell':
      return withCell(lesson, event.id, (cell) => changed(cell, event.change));
    case 'outputs':
      return withCell(lesson, event.id, (cell) => ({
        ...cell,
        outputs: [...cell.outputs.slice(0, event.at), ...event.outputs],
      }));
    case 'append':
      return withCell(lesson, event.id, (cell) => ({
        ...cell,
        outputs: grown(cell.outputs, event.at, event.text),
      }));
    case 'kernel': {
      const { kernelMessage: _, ...rest } = lesson;
      return {
        ...rest,
        kernel: event.status,
        ...(event.message === undefined ? {} : { kernelMessage: event.message }),
      };
    }
    case 'save':
      return { ...lesson, save: event.save };
    case 'progress':
      return { ...lesson, seen: event.seen, answers: event.answers };
    case 'notice':
      return lesson;
  }
}

function withCell(
  lesson: LessonSnapshot,
  id: string,
  edit: (cell: LessonCell) => LessonCell,
): LessonSnapshot {
  return { ...lesson, cells: lesson.cells.map((cell) => (cell.id === id ? edit(cell) : cell)) };
}

function changed(cell: LessonCell, { stale, ms, ...change }: CellChange): LessonCell {
  const { stale: oldStale, ms: oldMs, ...rest } = { ...cell, ...change };
  const nextStale = stale === undefined ? oldStale : (stale ?? undefined);
  const nextMs = ms === undefined ? oldMs : (ms ?? undefined);
  return {
    ...rest,
    ...(nextStale === undefined ? {} : { stale: nextStale }),
    ...(nextMs === undefined ? {} : { ms: nextMs }),
  };
}

function grown(outputs: readonly LessonOutput[], at: number, text: string): LessonOutput[] {
  return outputs.map((output, index) =>
    index === at && output.output_type === 'stream' ? { ...output, text: output.text + text } : output,
  );
}

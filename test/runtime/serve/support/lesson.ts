import type { Cell, Notebook } from '../../../../src/runtime/format/notebook.js';
import { LectureSession } from '../../../../src/runtime/serve/lecture-session.js';
import type { LessonEvent } from '../../../../src/runtime/serve/protocol/lesson.js';
import { RunningKernel } from '../../../../src/runtime/serve/running-kernel.js';
import { FakeKernel } from './fake-kernel.js';

/** A code cell; with a `stored` text it has an output already. */
export function code(
  id: string,
  source: string,
  stored?: string,
  lectern?: Record<string, never> | object,
): Cell {
  return {
    cell_type: 'code',
    id,
    source,
    metadata: lectern ? { lectern: lectern as Record<string, never> } : {},
    execution_count: stored === undefined ? null : 1,
    outputs: stored === undefined ? [] : [{ output_type: 'stream', name: 'stdout', text: stored }],
  };
}

/** A cell of prose. */
export function prose(id: string, source: string): Cell {
  return { cell_type: 'markdown', id, source, metadata: {} };
}

/** A notebook of these cells. */
export function notebook(...cells: Cell[]): Notebook {
  return { cells, metadata: { kernelspec: { name: 'tslab' } }, nbformat: 4, nbformat_minor: 5 };
}

/** A lesson on fake kernels, everything it has told, and what was saved. */
export function openLesson(
  original: Notebook,
  { copy, failSave }: { copy?: Notebook; failSave?: () => Error | undefined } = {},
) {
  const kernels: FakeKernel[] = [];
  const saved: Notebook[] = [];
  const events: LessonEvent[] = [];
  const kernel = new RunningKernel(async () => {
    const next = new FakeKernel();
    kernels.push(next);
    return next;
  }, '/');
  const session = new LectureSession({
    path: 'a.ipynb',
    title: 'A',
    original,
    copy,
    kernel,
    saveDelay: 5,
    save: async (next) => {
      const error = failSave?.();
      if (error) throw error;
      saved.push(structuredClone(next));
    },
  });
  const leave = session.subscribe((event) => events.push(structuredClone(event)));
  const cell = (id: string) => {
    const found = session.snapshot().cells.find((each) => each.id === id);
    if (!found) throw new Error(`Cannot find cell ${id}`);
    return found;
  };
  return { session, kernels, saved, events, leave, cell };
}

/** Waits until something holds, a second at most. */
export async function until(holds: () => boolean): Promise<void> {
  for (let round = 0; round < 200; round++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Cannot wait longer: ${holds} does not hold after a second`);
}

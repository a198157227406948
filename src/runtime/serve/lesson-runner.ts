import type { Output } from '../format/notebook.js';
import type { LessonCells, LiveCell } from './lesson-cells.js';
import { OutputFeed } from './output-feed.js';
import type { CellChange, CellStatus, LessonEvent } from './protocol/lesson.js';
import type { RunningKernel } from './running-kernel.js';

/** What a {@link LessonRunner} needs, and whom it tells. */
export interface RunnerOptions {
  readonly cells: LessonCells;
  readonly kernel: RunningKernel;
  readonly send: (event: LessonEvent) => void;
  /** Called when a cell has ended, whatever way. */
  readonly onEnd: () => void;
}

/**
 * Runs cells one after the other in the lesson's kernel. A cell that fails ends the queue, unless its tags say
 * `raises-exception`. Nothing here waits for a page: it goes on when all of them are closed.
 */
export class LessonRunner {
  readonly #cells: LessonCells;
  readonly #kernel: RunningKernel;
  readonly #send: (event: LessonEvent) => void;
  readonly #onEnd: () => void;
  #queue: LiveCell[] = [];
  #current: { readonly cell: LiveCell; readonly source: string; readonly stop: AbortController } | undefined;
  #pumping: Promise<void> | undefined;

  constructor({ cells, kernel, send, onEnd }: RunnerOptions) {
    this.#cells = cells;
    this.#kernel = kernel;
    this.#send = send;
    this.#onEnd = onEnd;
  }

  /** Whether a cell runs or waits. */
  get busy(): boolean {
    return this.#current !== undefined || this.#queue.length > 0;
  }

  /** Adds cells to the end of the queue; those that wait already keep their place. */
  enqueue(ids: readonly string[]): void {
    for (const id of ids) {
      const cell = this.#cells.get(id);
      if (!cell || cell.original.cell_type !== 'code' || this.#queue.includes(cell)) continue;
      // a cell that runs now may wait for its next run, if its text has changed
      if (cell === this.#current?.cell && cell.source === this.#current.source) continue;
      this.#queue.push(cell);
      if (cell !== this.#current?.cell) this.#change(cell, { status: 'queued' });
    }
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = undefined;
    });
  }

  /** Interrupts the running cell and empties the queue. */
  interrupt(): void {
    this.#clearQueue();
    this.#current?.stop.abort();
  }

  /** Empties the queue and waits until the running cell, whose kernel is gone or going, has ended. */
  async stop(): Promise<void> {
    this.interrupt();
    await this.#pumping;
  }

  async #pump(): Promise<void> {
    for (let cell = this.#queue.shift(); cell; cell = this.#queue.shift()) {
      const ended = await this.#run(cell).catch((): CellStatus => 'lost');
      this.#current = undefined;
      const goesOn =
        ended === 'done' || (ended === 'failed' && cell.original.metadata.tags?.includes('raises-exception'));
      if (!goesOn) this.#clearQueue();
      this.#onEnd();
    }
  }

  async #run(cell: LiveCell): Promise<CellStatus> {
    const stop = new AbortController();
    const source = cell.source;
    this.#current = { cell, source, stop };
    this.#change(cell, { status: 'running', ms: null });
    let kernel;
    try {
      kernel = await this.#kernel.ready();
    } catch {
      // the kernel's own news says why
      this.#change(cell, { status: cell.rest });
      return cell.rest;
    }
    if (stop.signal.aborted) {
      this.#change(cell, { status: cell.rest });
      return 'interrupted';
    }
    // an interrupt is lost on a cell that is still being compiled: it is sent again as long as the cell runs
    const insist = (): void => {
      for (const ms of [400, 1200, 2200]) {
        setTimeout(() => {
          if (this.#current?.stop === stop) kernel.interrupt();
        }, ms).unref();
      }
    };
    stop.signal.addEventListener('abort', insist, { once: true });
    const started = performance.now();
    const live: Output[] = [];
    const feed = new OutputFeed(cell.id, () => live, this.#send);
    // the outputs of the last run stay until this run shows something, so that the page does not jump
    const show = () => {
      if (cell.outputs === live) return;
      cell.outputs = live;
      feed.replace();
    };
    const { status, executionCount, kernelLost } = await kernel.execute(source, {
      signal: stop.signal,
      graceMs: 3_000,
      onOutput: (event) => {
        if (event.kind === 'clear') live.length = 0;
        else live[event.index] = event.output;
        if (this.#current?.cell === cell) show();
        // what a timer writes later is shown too, as long as this run is the one on show
        if (cell.outputs === live) feed.take(event);
        if (this.#current?.cell !== cell) this.#onEnd();
      },
    });
    show();
    feed.flush();
    cell.count = executionCount;
    cell.ms = performance.now() - started;
    const ended: CellStatus =
      status === 'ok' ? 'done' : kernelLost ? 'lost' : status === 'error' ? 'failed' : 'interrupted';
    this.#cells.ran(cell, source);
    this.#change(cell, { status: ended, count: executionCount, ms: cell.ms });
    return ended;
  }

  #clearQueue(): void {
    for (const cell of this.#queue.splice(0)) {
      if (cell !== this.#current?.cell) this.#change(cell, { status: cell.rest });
    }
  }

  #change(cell: LiveCell, change: CellChange): void {
    if (change.status) {
      cell.status = change.status;
      if (change.status !== 'queued' && change.status !== 'running') cell.rest = change.status;
    }
    this.#send({ kind: 'cell', id: cell.id, change });
  }
}

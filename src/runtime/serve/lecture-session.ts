import type { Notebook } from '../format/notebook.js';
import { dependentsOf, missingFor, staleCells } from './dependencies.js';
import { setKnob, type KnobValue } from './protocol/knob-source.js';
import { LessonCells, type LiveCell } from './lesson-cells.js';
import { LessonRunner } from './lesson-runner.js';
import type { KernelStatus, LessonCommand, LessonEvent, LessonSnapshot } from './protocol/lesson.js';
import type { RunningKernel } from './running-kernel.js';
import { Saver } from './saver.js';
import { composeCopy, mergeWork, type WorkedCell } from './student-work.js';

/** Options for {@link LectureSession}. */
export interface LectureSessionOptions {
  /** The notebook's path from the served folder. */
  readonly path: string;
  readonly title: string;
  /** The notebook as the lecture has it; never written to. */
  readonly original: Notebook;
  /** The student's copy, where there is one. */
  readonly copy?: Notebook | undefined;
  readonly kernel: RunningKernel;
  /** Writes the student's copy. */
  readonly save: (copy: Notebook) => Promise<void>;
  /** Milliseconds of quiet before the copy is saved. @default 400 */
  readonly saveDelay?: number;
}

/**
 * One lesson as it is being worked on: its cells, outputs, edits, queue and kernel. Pages are views of it: each gets a
 * snapshot when it connects and then every change; when all of them are gone, nothing is lost and what runs goes on.
 */
export class LectureSession {
  readonly path: string;
  readonly kernel: RunningKernel;
  readonly #title: string;
  readonly #original: Notebook;
  #cells: LessonCells;
  #runner: LessonRunner;
  readonly #saver: Saver;
  readonly #pages = new Set<(event: LessonEvent) => void>();
  #seen: Set<string>;
  #answers: Record<string, number>;
  #kernelStatus: KernelStatus = 'none';
  #toldStatus: KernelStatus = 'none';
  #kernelMessage: string | undefined;
  #notices: string[] = [];
  #relating: NodeJS.Timeout | undefined;

  constructor({ path, title, original, copy, kernel, save, saveDelay = 400 }: LectureSessionOptions) {
    this.path = path;
    this.kernel = kernel;
    this.#title = title;
    this.#original = original;
    const work = mergeWork(original, copy);
    this.#cells = new LessonCells(work.cells);
    this.#runner = this.#newRunner();
    this.#seen = new Set(work.seen);
    this.#answers = { ...work.answers };
    this.#saver = new Saver({
      write: () => save(this.toNotebook()),
      onState: (state) => this.#send({ kind: 'save', save: state }),
      delay: saveDelay,
    });
    if (work.outdated.length > 0) {
      this.#notices.push(
        `The lecture changed ${work.outdated.length === 1 ? 'a cell' : `${work.outdated.length} cells`} that you had edited. Your text is shown; "Restore original" brings the new one`,
      );
    }
    kernel.onNews((news) => {
      if (news.kind === 'ended') this.#kernelEnded(news.message);
      else this.#tellKernel(news.kind === 'ready' ? 'ready' : 'starting');
    });
    if (kernel.live) this.#kernelStatus = 'ready';
  }

  /** Everything a page shows. */
  snapshot(): LessonSnapshot {
    return {
      path: this.path,
      title: this.#title,
      cells: this.#cells.snapshot(),
      kernel: this.#status(),
      ...(this.#kernelMessage === undefined ? {} : { kernelMessage: this.#kernelMessage }),
      save: this.#saver.state,
      seen: [...this.#seen],
      answers: { ...this.#answers },
    };
  }

  /** The lesson as a notebook: the student's copy. */
  toNotebook(): Notebook {
    const cells = this.#cells.all.map((cell): WorkedCell => cell);
    return composeCopy(this.#original, { cells, answers: this.#answers, seen: [...this.#seen] });
  }

  /** Cells seen, for the contents. */
  get seenCount(): number {
    return this.#seen.size;
  }

  /** Sends a snapshot and from then on every change. Returns a function that ends it. */
  subscribe(page: (event: LessonEvent) => void): () => void {
    page({ kind: 'snapshot', lesson: this.snapshot() });
    for (const text of this.#notices) page({ kind: 'notice', level: 'info', text });
    this.#pages.add(page);
    // the compiler's parser is loaded when the page has had time to show itself
    this.#relate(800);
    return () => this.#pages.delete(page);
  }

  /** Does what a page asks. Cells that do not exist are passed over. */
  command(command: LessonCommand): void {
    switch (command.kind) {
      case 'run':
        return this.#run(command.cells);
      case 'run-all':
        return this.#runner.enqueue(this.#cells.code.map((cell) => cell.id));
      case 'run-to':
        return this.#runTo(command.cell, command.changed === true);
      case 'interrupt':
        return this.#runner.interrupt();
      case 'restart':
        return void this.#restart();
      case 'reset':
        return void this.#reset();
      case 'edit':
        return this.#edit(command.cell, command.source, command.from);
      case 'restore':
        return this.#restore(command.cell);
      case 'knob':
        return this.#turn(command.cell, command.value);
      case 'answer':
        if (!this.#cells.get(command.cell)) return;
        this.#answers = { ...this.#answers, [command.cell]: command.choice };
        return this.#progressed();
      case 'seen':
        for (const id of command.cells) if (this.#cells.get(id)) this.#seen.add(id);
        return this.#progressed();
      case 'save':
        return void this.#saver.flush();
    }
  }

  /** Takes the texts of a notebook that another program saved as the student's. */
  adopt(notebook: Notebook): void {
    for (const { id, source } of notebook.cells) {
      const cell = this.#cells.get(id);
      if (cell && cell.source !== source) this.#edit(id, source, 'file');
    }
  }

  /** Saves what is not saved yet. */
  flush(): Promise<void> {
    return this.#saver.flush();
  }

  /** Ends the kernel and saves a last time. Gives why that failed, if it did. */
  async close(): Promise<string | undefined> {
    clearTimeout(this.#relating);
    await this.kernel.shutdown();
    await this.#runner.stop();
    await this.#saver.close();
    return this.#saver.state.message;
  }

  #newRunner(): LessonRunner {
    return new LessonRunner({
      cells: this.#cells,
      kernel: this.kernel,
      send: (event) => {
        this.#send(event);
        if (event.kind === 'cell' && event.change.status) this.#tellKernel();
      },
      onEnd: () => {
        this.#saver.touch();
        this.#relate(0);
        this.#tellKernel();
      },
    });
  }

  /** Runs cells, before each what it rests on and has not run in this kernel. */
  #run(ids: readonly string[]): void {
    const facts = this.#cells.facts();
    const first = new Set(ids.flatMap((id) => missingFor(id, facts)).filter((id) => !ids.includes(id)));
    if (first.size > 0) {
      const text = `Running ${first.size === 1 ? 'the cell' : `${first.size} cells`} above first: this one rests on ${first.size === 1 ? 'it' : 'them'}`;
      this.#send({ kind: 'notice', level: 'info', text });
    }
    const wanted = new Set([...first, ...ids]);
    this.#runner.enqueue(this.#cells.code.map((cell) => cell.id).filter((id) => wanted.has(id)));
  }

  #runTo(id: string, changed: boolean): void {
    const code = this.#cells.code;
    const end = this.#cells.all.findIndex((cell) => cell.id === id);
    if (end === -1) return;
    const above = new Set(this.#cells.all.slice(0, end + 1));
    const stale = changed ? staleCells(this.#cells.facts()) : undefined;
    const due = (cell: LiveCell) =>
      !stale || cell.order === 0 || cell.status !== 'done' || stale.has(cell.id);
    this.#runner.enqueue(code.filter((cell) => above.has(cell) && due(cell)).map((cell) => cell.id));
  }

  #edit(id: string, source: string, from: string): void {
    const cell = this.#cells.get(id);
    if (!cell || cell.source === source) return;
    cell.source = source;
    this.#send({ kind: 'cell', id, change: { source, edited: source !== cell.original.source }, from });
    this.#saver.touch();
    this.#relate(250);
  }

  /** Sets a knob's constant, and runs the cell and all that follows from it. */
  #turn(id: string, value: KnobValue): void {
    const cell = this.#cells.get(id);
    const source = cell?.lesson.knob ? setKnob(cell.source, cell.lesson.knob.name, value) : undefined;
    if (!cell || source === undefined) return;
    this.#edit(id, source, 'knob');
    const facts = this.#cells.facts();
    const shown = dependentsOf(id, facts).filter((each) => this.#cells.get(each)?.shownSource !== undefined);
    this.#run([id, ...shown]);
  }

  #restore(id: string | undefined): void {
    const cells = this.#cells.all.filter((cell) => id === undefined || cell.id === id);
    for (const cell of cells) if (cell.status !== 'running') this.#cells.restore(cell);
    this.#notices = [];
    this.#again();
  }

  async #restart(): Promise<void> {
    this.#runner.interrupt();
    await this.kernel.shutdown();
    await this.#runner.stop();
    this.#cells.forgetRuns();
    this.#relate(0);
    await this.kernel.ready().catch(() => undefined);
  }

  /** A fresh kernel and the stored outputs; the student's texts stay, and lose outputs that are not theirs. */
  async #reset(): Promise<void> {
    this.#runner.interrupt();
    await this.kernel.shutdown();
    await this.#runner.stop();
    for (const cell of this.#cells.all) {
      const { source } = cell;
      this.#cells.restore(cell, true);
      if (source === cell.original.source) continue;
      Object.assign(cell, { source, outputs: [], count: null, status: 'idle', rest: 'idle', own: true });
      cell.shownSource = cell.storedSource = undefined;
    }
    this.#answers = {};
    this.#kernelStatus = 'none';
    this.#kernelMessage = undefined;
    this.#again();
    await this.kernel.ready().catch(() => undefined);
  }

  /** Tells every page the whole state anew. */
  #again(): void {
    this.#saver.touch();
    this.#send({ kind: 'snapshot', lesson: this.snapshot() });
    this.#relate(0);
  }

  #progressed(): void {
    this.#saver.touch();
    this.#send({ kind: 'progress', seen: [...this.#seen], answers: { ...this.#answers } });
  }

  #kernelEnded(message: string | undefined): void {
    this.#cells.forgetRuns();
    this.#kernelMessage = message;
    this.#tellKernel(message === undefined ? 'none' : 'dead');
    this.#relate(0);
  }

  /** Tells the pages how the kernel stands, if that has changed. */
  #tellKernel(status?: KernelStatus): void {
    const before = this.#status();
    if (status) {
      this.#kernelStatus = status;
      if (status !== 'dead') this.#kernelMessage = undefined;
    }
    const now = this.#status();
    if (now === before && now === this.#toldStatus) return;
    this.#toldStatus = now;
    this.#send({
      kind: 'kernel',
      status: now,
      ...(this.#kernelMessage ? { message: this.#kernelMessage } : {}),
    });
  }
  #status(): KernelStatus {
    return this.#kernelStatus === 'ready' && this.#runner.busy ? 'busy' : this.#kernelStatus;
  }

  #relate(ms: number): void {
    clearTimeout(this.#relating);
    this.#relating = setTimeout(() => {
      for (const { id, change } of this.#cells.relations()) this.#send({ kind: 'cell', id, change });
    }, ms);
    this.#relating.unref();
  }

  #send(event: LessonEvent): void {
    for (const page of this.#pages) page(event);
  }
}

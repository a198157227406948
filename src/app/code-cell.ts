import type { LessonCell, LessonEvent } from '../runtime/serve/protocol/lesson.js';
import { el, icon } from './dom.js';
import type { CellEditor } from './editor.js';
import { highlightInto } from './highlight.js';
import { knobControl } from './knob-control.js';
import { cellNumber, type Page } from './page.js';
import { OutputArea } from './output-area.js';
import { say } from './words.js';
import type { CellView } from './cell-view.js';

/** A code cell: head, code, knob and output in one frame. */
export class CodeCell implements CellView {
  readonly element: HTMLElement;
  readonly id: string;
  readonly #page: Page;
  readonly #run: HTMLButtonElement;
  readonly #state: HTMLElement;
  readonly #restore: HTMLElement;
  readonly #code: HTMLElement;
  readonly #pre: HTMLElement;
  readonly #output: OutputArea;
  readonly #knob: ReturnType<typeof knobControl> | undefined;
  #editor: CellEditor | undefined;
  #loading = false;
  #typed: ReturnType<typeof setTimeout> | undefined;
  #unsent: string | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(page: Page, cell: LessonCell) {
    this.#page = page;
    this.id = cell.id;
    const { id } = cell;
    const number = cellNumber(page, cell);
    this.#run = el('button', { class: 'run', onclick: () => this.#toggle() });
    this.#state = el('span', { class: 'state' });
    this.#restore = tool('restoreCell', 'undo', () => page.send({ kind: 'restore', cell: id }));
    this.#pre = el('pre', {
      class: 'code',
      tabindex: 0,
      role: 'textbox',
      'aria-readonly': 'true',
      'aria-multiline': 'true',
    });
    this.#pre.setAttribute('aria-label', `Code of cell ${number}; press Enter to edit`);
    this.#pre.addEventListener('click', (event) => {
      // text that is being selected is not to be taken away
      if (String(getSelection()) === '') void this.edit({ x: event.clientX, y: event.clientY });
    });
    this.#pre.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      void this.edit();
    });
    this.#code = el('div', { class: 'code-place' }, this.#pre);
    this.#output = new OutputArea(page, cell);
    const { knob, title, role } = cell.lesson;
    this.#knob = knob ? knobControl(page, id, knob) : undefined;
    const name = el(
      'span',
      { class: 'name' },
      el('span', { class: 'number', text: number }),
      title ? ` · ${title}` : undefined,
    );
    const badge =
      role === 'exercise' || cell.points !== undefined
        ? el('span', {
            class: 'badge',
            text: say('exercise') + (cell.points === undefined ? '' : ` · ${cell.points} ${say('points')}`),
          })
        : undefined;
    this.element = el(
      'section',
      {
        class: 'cell',
        id: `cell-${id}`,
        'data-cell': id,
        'aria-label': `Cell ${number}${title ? `, ${title}` : ''}`,
      },
      el(
        'header',
        {},
        this.#run,
        name,
        badge,
        el('span', { class: 'grow' }),
        el(
          'span',
          { class: 'tools' },
          this.#restore,
          tool('runToHere', 'toHere', () => page.send({ kind: 'run-to', cell: id, changed: true })),
          tool('copyLink', 'link', () => void copyLink(page, id)),
        ),
        this.#state,
      ),
      this.#code,
      this.#knob?.element,
      this.#output.element,
    );
    this.update(cell);
  }

  /** Shows the cell as it is now. */
  update(cell: LessonCell, event?: LessonEvent): void {
    if (event?.kind === 'append') return this.#output.append(cell, event.at, event.text);
    if (event?.kind === 'outputs') return this.#output.show(cell, event.at);
    const mine = event?.kind === 'cell' && event.from === this.#page.name;
    if (!event || (event.kind === 'cell' && event.change.source !== undefined && !mine))
      this.#showSource(cell.source);
    if (!event) this.#output.show(cell, 0);
    this.#output.mark(cell);
    this.#knob?.update(cell);
    this.#restore.hidden = !cell.edited;
    this.element.dataset['status'] = cell.status;
    this.element.classList.toggle('is-stale', cell.stale !== undefined && cell.status !== 'running');
    this.#showRun(cell);
    this.#showState(cell);
  }

  /** Puts the editor in the place of the code and the cursor into it. */
  async edit(at?: { x: number; y: number }): Promise<void> {
    if (this.#loading) return;
    const cell = this.#page.store.cell(this.id);
    if (!cell) return;
    this.#page.goTo(this.id, { scroll: false });
    if (!this.#editor) {
      this.#loading = true;
      const { createEditor } = await import('./editor.js');
      this.#loading = false;
      const code = this.#page.store.cell(this.id)?.source ?? cell.source;
      this.#editor = createEditor({
        parent: this.#code,
        code,
        label: `Code of cell ${cellNumber(this.#page, cell)}`,
        nonce: this.#page.nonce,
        onChange: (source) => this.#type(source),
        onRun: () => {
          this.flush();
          this.#page.runAndStep(this.id);
        },
        onRunHere: () => {
          this.flush();
          this.#page.send({ kind: 'run', cells: [this.id] });
        },
        onLeave: () => {
          this.flush();
          this.element.focus();
        },
      });
      this.#pre.hidden = true;
      this.element.tabIndex = -1;
      this.#editor.view.contentDOM.addEventListener('blur', () => this.flush());
    }
    const { view } = this.#editor;
    const place = at ? view.posAtCoords(at) : null;
    if (place !== null) view.dispatch({ selection: { anchor: place } });
    view.focus();
  }

  /** Sends what was typed and not sent yet. */
  flush(): void {
    clearTimeout(this.#typed);
    if (this.#unsent === undefined) return;
    this.#page.send({ kind: 'edit', cell: this.id, source: this.#unsent, from: this.#page.name });
    this.#unsent = undefined;
  }

  /** Whether text stands here that the server does not know yet. */
  get unsent(): boolean {
    return this.#unsent !== undefined;
  }

  #type(source: string): void {
    this.#unsent = source;
    clearTimeout(this.#typed);
    this.#typed = setTimeout(() => this.flush(), 200);
  }

  #showSource(source: string): void {
    if (this.#unsent === undefined) this.#editor?.set(source);
    highlightInto(this.#pre, source);
  }

  #toggle(): void {
    this.flush();
    const status = this.#page.store.cell(this.id)?.status;
    this.#page.goTo(this.id, { scroll: false });
    this.#page.send(
      status === 'running' || status === 'queued' ? { kind: 'interrupt' } : { kind: 'run', cells: [this.id] },
    );
  }

  #showRun({ status }: LessonCell): void {
    const active = status === 'running' || status === 'queued';
    const label = say(active ? 'stop' : 'run');
    if (this.#run.title === label) return;
    this.#run.title = label;
    this.#run.setAttribute('aria-label', label);
    this.#run.replaceChildren(icon(active ? 'stop' : 'run'));
  }

  #showState(cell: LessonCell): void {
    clearInterval(this.#clock);
    const { status, stale, ms } = cell;
    if (status === 'running') {
      const started = performance.now();
      const tick = () => {
        const seconds = Math.floor((performance.now() - started) / 1000);
        this.#setState('running', `${say('running')}${seconds > 0 ? ` ${seconds} s` : ''}`);
      };
      tick();
      this.#clock = setInterval(tick, 1000);
      return;
    }
    if (status === 'queued') return this.#setState('queued', say('queued'));
    if (stale) {
      const why =
        stale.kind === 'edited'
          ? say('staleEdited')
          : `${say('stale')} ${stale.names.slice(0, 3).join(', ')} ${say('changed')}`;
      return this.#setState('stale', why);
    }
    if (status === 'failed') return this.#setState('failed', say('failed'));
    if (status === 'interrupted') return this.#setState('failed', say('interrupted'));
    if (status === 'lost') return this.#setState('failed', say('cellLost'));
    if (status === 'stored') return this.#setState('stored', cell.edited ? say('edited') : say('stored'));
    if (status === 'done' && ms !== undefined) return this.#setState('done', seconds(ms));
    this.#setState('idle', cell.edited ? say('edited') : '');
  }

  #setState(kind: string, text: string): void {
    this.#state.className = `state state-${kind}`;
    this.#state.textContent = text;
  }
}

function tool(
  word: 'restoreCell' | 'runToHere' | 'copyLink',
  shape: 'undo' | 'toHere' | 'link',
  onclick: () => void,
): HTMLElement {
  return el('button', { class: 'tool', title: say(word), 'aria-label': say(word), onclick }, icon(shape));
}

/** Copies the address of a cell. */
export async function copyLink(page: Page, id: string): Promise<void> {
  const address = `${location.origin}${location.pathname}#${id}`;
  history.replaceState(null, '', `#${id}`);
  const copied = await navigator.clipboard?.writeText(address).then(
    () => true,
    () => false,
  );
  page.tell(copied ? 'Link copied' : `The link is in the address bar: ${address}`);
}

/** A duration with two significant figures. */
function seconds(ms: number): string {
  if (ms < 995) return `${(ms / 1000).toFixed(2)} s`;
  return ms < 59_950
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

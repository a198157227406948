import type { KernelStatus, LessonCommand } from '../runtime/serve/protocol/lesson.js';
import type { ConnectionState } from './lesson-connection.js';
import { el, icon, present } from './dom.js';
import type { LessonStore } from './lesson-store.js';
import { currentLanguage, say, type Word } from './words.js';

/** What the head of the page can ask for. */
export interface TopBarActions {
  readonly send: (command: LessonCommand) => void;
  readonly search: () => void;
  readonly language: () => void;
  readonly theme: () => void;
  readonly drawer: () => void;
}

/** The head of the page: where we are, how the kernel and the student's copy stand, and what acts on the whole lesson. */
export class TopBar {
  readonly #element: HTMLElement;
  readonly #actions: TopBarActions;
  readonly #store: LessonStore;
  #crumb: HTMLElement = el('span');
  #kernel: HTMLElement = el('span');
  #save: HTMLElement = el('span');
  #run: HTMLElement = el('span');
  #connection: ConnectionState = 'connecting';

  constructor(element: HTMLElement, store: LessonStore, actions: TopBarActions) {
    this.#element = element;
    this.#store = store;
    this.#actions = actions;
  }

  /** Draws the head for a lesson. */
  draw(lecture: string, lesson: string, chinese: boolean): void {
    const { search, language, theme, drawer } = this.#actions;
    this.#crumb = el(
      'span',
      { class: 'crumb' },
      lecture === '' ? undefined : el('span', { class: 'crumb-lecture', text: `${lecture} \u00a0/\u00a0 ` }),
      el('span', { class: 'crumb-lesson', text: lesson }),
    );
    this.#kernel = el('button', {
      class: 'kernel',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      onclick: () => this.#menu(),
    });
    this.#save = el('span', { class: 'save', role: 'status' });
    this.#run = el('button', { class: 'pill pill-run', onclick: () => this.#runOrStop() });
    const head = [
      el(
        'button',
        {
          class: 'round drawer-button',
          title: say('contents'),
          'aria-label': say('contents'),
          onclick: drawer,
        },
        icon('menu'),
      ),
      el('a', { class: 'brand', href: '/' }, icon('brand'), 'Lectern'),
      this.#crumb,
      el('span', { class: 'grow' }),
      this.#save,
      el('span', { class: 'kernel-place' }, this.#kernel),
      this.#run,
      el(
        'button',
        { class: 'pill pill-search', onclick: search, 'aria-label': say('search') },
        icon('search'),
        el('span', { text: say('search') }),
        el('kbd', { text: '/' }),
      ),
      chinese
        ? el(
            'button',
            { class: 'pill', onclick: language, title: 'English · 中文', 'aria-label': 'English or Chinese' },
            el('span', { class: currentLanguage() === 'en' ? 'chosen' : '', text: 'EN' }),
            ' · ',
            el('span', { class: currentLanguage() === 'zh' ? 'chosen' : '', text: '中' }),
          )
        : undefined,
      el(
        'button',
        { class: 'round', title: say('theme'), 'aria-label': say('theme'), onclick: theme },
        icon('sun'),
      ),
    ];
    this.#element.replaceChildren(...present(head));
    this.follow();
  }

  /** Says how the page stands to the server. */
  connection(state: ConnectionState): void {
    this.#connection = state;
    this.follow();
  }

  /** Follows the kernel and the saving. */
  follow(): void {
    const { lesson } = this.#store;
    const lost = this.#connection === 'lost' || this.#connection === 'refused';
    const status: KernelStatus | 'lost' = lost ? 'lost' : (lesson?.kernel ?? 'none');
    this.#kernel.dataset['status'] = status;
    this.#kernel.replaceChildren(
      el('span', { class: 'dot' }),
      el('span', { class: 'kernel-word', text: say(status) }),
    );
    this.#kernel.setAttribute('aria-label', say(status));
    const busy =
      lesson?.kernel === 'busy' ||
      lesson?.cells.some((cell) => cell.status === 'running' || cell.status === 'queued');
    const word: Word = busy ? 'stop' : 'runAll';
    if (this.#run.dataset['word'] !== word + currentLanguage()) {
      this.#run.dataset['word'] = word + currentLanguage();
      this.#run.replaceChildren(icon(busy ? 'stop' : 'all'), el('span', { text: say(word) }));
      this.#run.setAttribute('aria-label', say(word));
    }
    const save = lesson?.save;
    this.#save.dataset['status'] = save?.status ?? 'saved';
    this.#save.textContent =
      save?.status === 'failed' ? say('saveFailed') : save?.status === 'unsaved' ? say('unsaved') : '';
    this.#save.title = save?.message ?? '';
  }

  #runOrStop(): void {
    const busy = this.#run.dataset['word']?.startsWith('stop');
    this.#actions.send({ kind: busy ? 'interrupt' : 'run-all' });
  }

  #menu(): void {
    const place = this.#kernel.parentElement;
    const open = place?.querySelector('.menu');
    const close = () => {
      place?.querySelector('.menu')?.remove();
      this.#kernel.setAttribute('aria-expanded', 'false');
      removeEventListener('pointerdown', outside);
      removeEventListener('keydown', escape);
    };
    const outside = (event: Event) => {
      if (!place?.contains(event.target as Node)) close();
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      close();
      this.#kernel.focus();
    };
    if (open) return close();
    const item = (word: Word, command: LessonCommand) =>
      el('button', {
        role: 'menuitem',
        text: say(word),
        onclick: () => {
          close();
          this.#actions.send(command);
        },
      });
    place?.append(
      el(
        'div',
        { class: 'menu', role: 'menu' },
        item('runAll', { kind: 'run-all' }),
        item('stop', { kind: 'interrupt' }),
        el('hr'),
        item('restart', { kind: 'restart' }),
        item('reset', { kind: 'reset' }),
        item('restoreAll', { kind: 'restore' }),
      ),
    );
    this.#kernel.setAttribute('aria-expanded', 'true');
    place?.querySelector<HTMLElement>('.menu button')?.focus({ preventScroll: true });
    addEventListener('pointerdown', outside);
    addEventListener('keydown', escape);
  }
}

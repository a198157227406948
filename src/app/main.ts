import type {
  Contents,
  LessonCommand,
  LessonEvent,
  ReferenceCard,
} from '../runtime/serve/protocol/lesson.js';
import { copyLink } from './code-cell.js';
import { byId, el } from './dom.js';
import { openKeys } from './keys-help.js';
import { bindKeys } from './keyboard.js';
import { LessonConnection } from './lesson-connection.js';
import { LessonStore } from './lesson-store.js';
import { LessonView, readAddress } from './lesson-view.js';
import { banner, tell } from './notices.js';
import type { Page } from './page.js';
import { Rail } from './rail.js';
import { Reading } from './reading.js';
import { openSearch } from './search.js';
import { adoptStyles } from './styles.js';
import { followSystemTheme, toggleTheme } from './theme.js';
import { TopBar } from './top-bar.js';
import { currentLanguage, setLanguage, say } from './words.js';

const nonce = (byId('app') as HTMLScriptElement).nonce ?? '';
const store = new LessonStore();
const references = new Map<string, ReferenceCard>();
let contents: Contents = { title: '', entries: [] };
let connection: LessonConnection | undefined;
let path: string | undefined;
/** Whether contents and references are there, or have kept us waiting long enough. */
let ready = false;
let drawn = false;

const page: Page = {
  store,
  nonce,
  references,
  get name() {
    return connection?.name ?? '';
  },
  get section() {
    return /^0*(\d+)/.exec(path?.replace(/^.*\//, '') ?? '')?.[1] ?? '';
  },
  get base() {
    return path?.includes('/') ? path.replace(/[^/]*$/, '') : '';
  },
  send,
  tell,
  goTo: (id, options) => lesson.goTo(id, options),
  runAndStep(id) {
    send({ kind: 'run', cells: [id] });
    const next = store.cells[store.cells.findIndex((cell) => cell.id === id) + 1];
    if (next) lesson.goTo(next.id, { focus: true });
  },
};

const lesson = new LessonView(page, byId('lesson'));
const rail = new Rail(byId('rail'), store);
const reading = new Reading({
  onSeen: (cells) => send({ kind: 'seen', cells }),
  onPlace: (id) => rail.at(headingOf(id)),
});
const top = new TopBar(byId('top'), store, {
  send,
  search: () => openSearch(page, contents),
  language: switchLanguage,
  theme: toggleTheme,
  drawer: toggleDrawer,
});

/** Asks the server; what was typed a moment ago goes first. */
function send(command: LessonCommand): void {
  if (command.kind === 'restore' || command.kind === 'reset') {
    const what =
      command.kind === 'reset'
        ? 'Start over? Results made here are dropped; your texts stay.'
        : 'Bring back the original text? Yours is dropped.';
    if (!confirm(what)) return;
  }
  if (command.kind !== 'edit') lesson.flush();
  const sent = connection?.send(command) ?? false;
  if (!sent && command.kind !== 'edit' && command.kind !== 'answer' && command.kind !== 'seen') {
    tell('Cannot do this now: the page is not connected to the lecture', 'warning');
  }
}

function open(next: string): void {
  connection?.close();
  path = next;
  banner('kernel', undefined);
  connection = new LessonConnection({
    path: next,
    onEvent: (event) => {
      if (event.kind === 'notice') {
        if (event.level === 'warning' && store.lesson === undefined)
          byId('lesson').replaceChildren(el('p', { class: 'loading', text: event.text }));
        return tell(event.text, event.level);
      }
      store.take(event);
    },
    onState: (state) => {
      top.connection(state);
      banner(
        'connection',
        state === 'lost'
          ? 'The lecture does not answer. What you type is kept and sent when it is back. Is “lectern open” still running?'
          : undefined,
      );
    },
  });
}

store.listen((event) => {
  if (event.kind === 'snapshot') return ready ? draw() : undefined;
  lesson.follow(event);
  if (event.kind === 'progress') rail.progress();
  if (event.kind === 'kernel' || event.kind === 'save') showTroubles();
  if (event.kind !== 'append' && event.kind !== 'outputs') top.follow();
  announce(event);
});

/** Draws everything anew from the last snapshot. */
function draw(): void {
  const { lesson: state, cells } = store;
  if (!state) return;
  const at = contents.entries.findIndex((entry) => entry.path === path);
  const entry = contents.entries[at];
  const first =
    byId('lesson').querySelector('.cells') === null || document.body.dataset['path'] !== state.path;
  document.body.dataset['path'] = state.path;
  document.title = `${entry?.title ?? state.title} · Lectern`;
  const chinese = cells.some((cell) => cell.lesson.zh !== undefined) || entry?.zh !== undefined;
  const title = (currentLanguage() === 'zh' ? entry?.zh : undefined) ?? entry?.title ?? state.title;
  top.draw(contents.title, page.section === '' ? title : `${page.section} ${title}`, chinese);
  rail.draw(contents, path);
  lesson.draw(entry, [contents.entries[at - 1], at === -1 ? undefined : contents.entries[at + 1]]);
  reading.watch(document.querySelectorAll<HTMLElement>('[data-cell]'), state.seen);
  showTroubles();
  // a page that has just been loaded stands at its top already, and to ask would lay it out once more
  if (first && (location.hash !== '' || drawn)) toHash();
  if (!drawn) performance.mark('lesson drawn');
  drawn = true;
}

/** The banners that stay until what they tell is put right. */
function showTroubles(): void {
  const { lesson: state } = store;
  const dead = state?.kernel === 'dead';
  const how = state?.kernelMessage ?? 'The kernel ended';
  banner('kernel', dead ? `${how}. Stored results stay; names that cells defined are gone.` : undefined, [
    { text: say('restart'), run: () => send({ kind: 'restart' }) },
  ]);
  banner('save', state?.save.status === 'failed' ? state.save.message : undefined);
}

/** Tells a screen reader how a cell ended. */
function announce(event: LessonEvent): void {
  if (event.kind !== 'cell' || !event.change.status) return;
  const { status } = event.change;
  if (status !== 'done' && status !== 'failed' && status !== 'interrupted') return;
  const outputs = store.cell(event.id)?.outputs ?? [];
  const error = outputs.find((output) => output.output_type === 'error');
  const what = status === 'done' ? `done, ${outputs.length} outputs` : status;
  byId('live').textContent =
    `Cell ${event.id}: ${what}${error && 'evalue' in error ? `, ${error.ename}: ${error.evalue}` : ''}`;
}

function toHash(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id === '') return scrollTo(0, 0);
  if (!lesson.view(id)) return;
  lesson.goTo(id, { scroll: false });
  const go = () => lesson.view(id)?.element.scrollIntoView({ block: 'start' });
  go();
  // fonts and pictures that come late move what is above
  void document.fonts.ready.then(go);
}

function headingOf(id: string | undefined): string | undefined {
  const at = store.cells.findIndex((cell) => cell.id === id);
  const headings = new Set(
    contents.entries.find((entry) => entry.path === path)?.headings.map((heading) => heading.cell),
  );
  return store.cells.slice(0, at + 1).findLast((cell) => headings.has(cell.id))?.id;
}

function switchLanguage(): void {
  setLanguage(currentLanguage() === 'en' ? 'zh' : 'en');
  draw();
  lesson.translate();
}

function toggleDrawer(): void {
  const shown = document.body.classList.toggle('drawer');
  if (shown) byId('rail').querySelector<HTMLElement>('.on')?.focus({ preventScroll: true });
}

function step(by: 1 | -1): void {
  const id = lesson.neighbour(by);
  if (id === undefined) return;
  lesson.goTo(id, { focus: true });
  document.querySelector('.hint')?.remove();
  localStorage.setItem('lectern-stepped', 'yes');
}

function onCurrent(action: (id: string) => void): () => void {
  return () => {
    const id = lesson.current ?? lesson.neighbour(1);
    if (id !== undefined) action(id);
  };
}

bindKeys({
  ArrowRight: () => step(1),
  ArrowLeft: () => step(-1),
  j: () => step(1),
  k: () => step(-1),
  Enter: onCurrent((id) => void lesson.view(id)?.edit?.()),
  'Shift+Enter': onCurrent((id) => {
    if (store.cell(id)?.kind === 'code') page.runAndStep(id);
    else step(1);
  }),
  'Mod+Enter': onCurrent((id) => send({ kind: 'run', cells: [id] })),
  r: onCurrent((id) => send({ kind: 'run-to', cell: id, changed: true })),
  i: () => send({ kind: 'interrupt' }),
  c: onCurrent((id) => void copyLink(page, id)),
  z: switchLanguage,
  d: toggleTheme,
  m: toggleDrawer,
  '/': () => openSearch(page, contents),
  '?': openKeys,
  Escape: () => document.body.classList.remove('drawer'),
});

// links to other notebooks stay in the page, so that nothing is loaded again
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (
    !link ||
    event.defaultPrevented ||
    event.metaKey ||
    event.ctrlKey ||
    event.button !== 0 ||
    link.target === '_blank'
  )
    return;
  const url = new URL(link.href);
  if (url.origin !== location.origin) return;
  document.body.classList.remove('drawer');
  if (url.pathname === location.pathname) {
    if (url.hash === '' || !lesson.view(decodeURIComponent(url.hash.slice(1)))) return;
    event.preventDefault();
    history.pushState(null, '', url.hash);
    return toHash();
  }
  if (!url.pathname.startsWith('/read/')) return;
  event.preventDefault();
  history.pushState(null, '', url.pathname + url.hash);
  void follow();
});
addEventListener('popstate', () => void follow());
addEventListener('beforeunload', () => lesson.flush());
document.addEventListener('click', (event) => {
  if (event.target === document.body || (event.target instanceof Element && event.target.closest('#lesson')))
    document.body.classList.remove('drawer');
});

/** Opens the notebook that the address names. */
async function follow(): Promise<void> {
  const named = decodeURIComponent(location.pathname.replace(/^\/read\//, '').replace(/^\//, ''));
  const wanted = named === '' ? (contents as Contents & { first?: string }).first : named;
  const next = wanted ?? contents.entries[0]?.path;
  if (next === undefined) {
    byId('lesson').replaceChildren(
      el('p', {
        class: 'loading',
        text: 'There is no notebook here. Start “lectern open” with a notebook or a folder that holds some.',
      }),
    );
    return;
  }
  if (named === '') history.replaceState(null, '', readAddress(next) + location.hash);
  if (next === path) return toHash();
  open(next);
}

async function fetchJson<T>(address: string): Promise<T> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`Cannot load ${address}: status ${response.status}`);
  return (await response.json()) as T;
}

/** Loads what stands around the lesson. */
async function load(): Promise<void> {
  const [lecture, cards] = await Promise.all([
    fetchJson<Contents>('/api/lecture'),
    fetchJson<Record<string, ReferenceCard>>('/api/references').catch(
      (): Record<string, ReferenceCard> => ({}),
    ),
  ]);
  contents = lecture;
  for (const [key, card] of Object.entries(cards)) references.set(key, card);
}

async function start(): Promise<void> {
  adoptStyles();
  setLanguage(currentLanguage());
  followSystemTheme();
  const named = location.pathname.startsWith('/read/');
  if (named) void follow();
  const loading = load();
  // the lesson is not kept waiting for the titles of all others
  if (named) await Promise.race([loading, new Promise((resolve) => setTimeout(resolve, 350))]);
  ready = named;
  if (store.lesson) draw();
  const whole = contents.entries.length > 0;
  await loading;
  ready = true;
  if (!named) await follow();
  else if (drawn && !whole) {
    // what was drawn before the contents came is drawn once more, with titles, minutes and citations
    lesson.flush();
    byId('lesson').replaceChildren();
    draw();
  }
  if (localStorage.getItem('lectern-stepped') === null) showHint();
}

/** The keys that matter, until the first of them is used. */
function showHint(): void {
  const parts = (
    [
      ['→', 'hint'],
      ['←', 'hintBack'],
      ['⇧⏎', 'hintRun'],
      ['?', 'hintKeys'],
    ] as const
  ).map(([key, word]) => el('span', {}, el('kbd', { text: key }), say(word)));
  const hint = el('div', { class: 'hint', 'aria-hidden': 'true' }, ...parts);
  byId('overlays').append(hint);
  setTimeout(() => hint.classList.add('gone'), 7000);
}

start().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  byId('lesson').replaceChildren(el('p', { class: 'loading', role: 'alert', text }));
});

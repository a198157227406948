/// <reference lib="dom" />
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { formatNotebook } from '../../src/runtime/format/format-notebook.js';
import type { Cell, Output } from '../../src/runtime/format/notebook.js';
import { KernelPool } from '../../src/runtime/kernel/pool.js';
import { openServer, type OpenServer } from '../../src/runtime/serve/open-server.js';
import { code, notebook, prose } from '../runtime/serve/support/lesson.js';
import { lacking } from '../support/require.js';
import { launchBrowser, type Browser, type BrowserPage } from './support/browser.js';

// the page as a student meets it: a real Chromium, our server, a real kernel
const root = fileURLToPath(new URL('../..', import.meta.url));
const base = mkdtempSync(join(tmpdir(), 'lectern-page-'));
const folder = join(base, 'lecture');
const appFolder = join(base, 'app');
let browser: Browser;
let server: OpenServer;
let pool: KernelPool;
let page: BrowserPage;
let troubles: string[] = [];
/** Milliseconds that references take to come. */
let slow = 0;

/** An HTML output as a notebook from elsewhere may hold it. */
function shows(id: string, data: Record<string, string>): Cell {
  const outputs: Output[] = [{ output_type: 'display_data', data, metadata: {} }];
  return { ...code(id, '0'), outputs, execution_count: 1 } as Cell;
}

const live = notebook(
  prose('t', '# Live'),
  code(
    'slow',
    "console.log('first')\nawait new Promise((done) => setTimeout(done, 1500))\nconsole.log('second')",
  ),
  code('flood', "for (let line = 0; line < 3000; line++) console.log('line ' + line)"),
  code('endless', 'await new Promise(() => {})'),
  code('kill', "process.kill(process.pid, 'SIGKILL')"),
);

const attack =
  "parent.document.title='owned';top.document.body.id='owned';fetch('/api/kernels',{method:'POST'});window.owned=1";
const malicious = notebook(
  prose(
    't',
    `# Foreign <img src=x onerror="window.owned=1"><script>window.owned=1</script>\n\n[link](javascript:window.owned=1) <a id="lesson" href="data:text/html,<script>1</script>">x</a>`,
  ),
  shows('script', { 'text/html': `<p>shown</p><script>${attack}</script>` }),
  shows('handler', { 'text/html': `<img src="x" onerror="${attack}">` }),
  shows('own', {
    'text/html': `<div class="lx-out"><p>styled</p><iframe srcdoc="<script>${attack}</script>"></iframe></div>`,
  }),
  shows('svg', {
    'image/svg+xml': `<svg xmlns="http://www.w3.org/2000/svg" onload="${attack}"><script>${attack}</script><a href="javascript:window.owned=1"><text>t</text></a><foreignObject><img src="x" onerror="window.owned=1"></foreignObject></svg>`,
  }),
  shows('markdown', {
    'text/markdown': `<style>body{display:none}</style><form action="/api/kernels"><button>go</button></form>`,
  }),
  shows('script-type', { 'application/javascript': attack }),
  shows('cover', {
    'text/html': '<div style="position:fixed;inset:0;background:url(http://evil.example/x)">over</div>',
  }),
);

const skip = lacking('chromium and playwright-core', launchBrowser !== undefined);

describe.skipIf(skip)('the page', () => {
  beforeAll(async () => {
    cpSync(join(root, 'test', 'fixtures', 'lesson'), folder, {
      recursive: true,
      filter: (path) => !path.includes('.lectern'),
    });
    writeFileSync(join(folder, '30-live.ipynb'), formatNotebook(live));
    writeFileSync(join(folder, '31-foreign.ipynb'), formatNotebook(malicious));
    const { buildApp } = (await import('../../src/setup/app.mjs' as string)) as {
      buildApp(root: string, folder: string): Promise<void>;
    };
    await buildApp(root, appFolder);
    pool = new KernelPool({ size: 1, kernel: { cwd: folder } });
    const card = {
      label: 'Penedo+ 2023',
      authors: 'Penedo et al.',
      year: '2023',
      title: 'The RefinedWeb Dataset',
      url: 'https://arxiv.org/abs/2306.01116',
    };
    server = await openServer({
      folder,
      appFolder,
      port: 0,
      startKernel: (cwd) => pool.take(cwd),
      references: async () => {
        await new Promise((resolve) => setTimeout(resolve, slow));
        return { penedo2023refinedweb: card };
      },
    });
    browser = await launchBrowser!();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await Promise.all([server?.close(), pool?.dispose()]);
  });

  afterEach(async () => {
    await page?.close();
    expect(troubles).toEqual([]);
  });

  /** Opens a notebook in a fresh window. */
  async function open(name: string, hash = '', size = { width: 1360, height: 900 }): Promise<BrowserPage> {
    troubles = [];
    page = await browser.newPage({ viewport: size, colorScheme: 'light' });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${server.port}/read/${name}.ipynb?token=${server.token}${hash}`);
    await page.waitForSelector('.cell');
    return page;
  }

  const status = (id: string, wanted: string, timeout = 20_000) =>
    page.waitForSelector(`#cell-${id}[data-status="${wanted}"]`, { timeout });
  const output = (id: string) => page.textContent(`#cell-${id} .outputs`);

  test('shows the lesson, its contents and its citations, and takes the token out of the address', async () => {
    await open('14-refinedweb');
    expect(await page.textContent('h1')).toContain('Web data is all you need');
    expect(page.url()).not.toContain('token');
    expect(await page.textContent('.rail')).toMatch(
      /Pre-training.*Common Crawl26.*T5 and C424.*Rights.*Copyright30/s,
    );
    expect(await page.textContent('.headings')).toContain('What was dropped, and why');
    await page.waitForSelector('.note:not(.names)');
    expect(await page.textContent('.note')).toContain('Penedo et al. 2023');
    expect(await page.textContent('a.cite')).toBe('Penedo+ 2023');
    await page.waitForSelector('.formula .katex');
    expect(await page.isVisible('#cell-run svg')).toBe(true);
    expect(await page.textContent('#cell-dropped .outputs mark')).toBe('buy now buy now');
  });

  test('does not wait for contents and citations, and takes them in when they come', async () => {
    slow = 1500;
    await open('14-refinedweb');
    expect(await page.textContent('h1')).toContain('Web data is all you need');
    slow = 0;
    await page.waitForFunction(() => document.querySelector('a.cite')?.textContent === 'Penedo+ 2023');
    expect(await page.textContent('.rail .on')).toContain('Web data is all you need');
    expect(await page.evaluate(() => document.querySelector('.prose')?.getAttribute('data-kicker'))).toBe(
      'Section 14 · 26 min',
    );
  });

  test('runs all cells, and says how each ended', async () => {
    await open('14-refinedweb');
    await page.click('.pill-run');
    await status('exercise', 'failed', 30_000);
    await status('pages', 'done');
    expect(await output('pages')).toContain('6 pages, 475 characters');
    expect(await page.textContent('#cell-pages .state')).toMatch(/^\d+(\.\d+)? s$/);
    expect(await page.textContent('#cell-exercise .error-head')).toBe('Error not yet written');
    expect(await page.textContent('.kernel')).toBe('kernel ready');
  });

  test('moves a knob: the constant is rewritten and what follows runs again', async () => {
    await open('14-refinedweb', '#stages');
    await page.evaluate(() => {
      const slider = document.querySelector<HTMLInputElement>('#knob-stages');
      if (!slider) return;
      slider.value = '20';
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.waitForFunction(
      () =>
        document.querySelector('#cell-run .outputs')?.textContent?.includes('Two stages keep 1 pages of 6'),
      undefined,
      { timeout: 20_000 },
    );
    expect(await page.textContent('#cell-stages .code')).toContain('const MIN_WORDS = 20');
    expect(await page.textContent('#cell-stages .knob-value')).toBe('20');
  });

  test('covers a result until a prediction is made, and remembers it', async () => {
    await open('14-refinedweb', '#predict');
    expect(await page.isVisible('#cell-hash .outputs')).toBe(false);
    await page.click('#cell-predict .choices button:nth-child(1)');
    await page.waitForSelector('#cell-hash .outputs', { state: 'visible' });
    expect(await page.textContent('.verdict')).toBe('That is how it comes out.');
    await page.reload();
    await page.waitForSelector('.verdict-right');
  });

  test('shows output while the cell runs, to a second window too, and loses nothing at a reload', async () => {
    await open('30-live', '#slow');
    await page.click('#cell-slow .run');
    await page.waitForFunction(
      () => document.querySelector('#cell-slow .outputs')?.textContent === 'first\n',
      undefined,
      { timeout: 20_000 },
    );
    await status('slow', 'running');
    await page.reload();
    await page.waitForSelector('#cell-slow');
    expect(await output('slow')).toMatch(/^first\n/);
    await status('slow', 'done');
    expect(await output('slow')).toBe('first\nsecond\n');
  });

  test('shows both ends of a long output, and all of it when asked', async () => {
    await open('30-live', '#flood');
    await page.click('#cell-flood .run');
    await status('flood', 'done');
    await page.waitForSelector('#cell-flood .more');
    expect(await output('flood')).toMatch(/^line 0\n.*2,701 more lines: show all.*line 2999\n$/s);
    await page.click('#cell-flood .more');
    expect((await output('flood'))?.split('\n')).toHaveLength(3001);
  });

  test('interrupts a cell', async () => {
    await open('30-live', '#endless');
    await page.click('#cell-endless .run');
    await status('endless', 'running');
    await page.waitForFunction(
      () => document.querySelector('.kernel')?.getAttribute('data-status') === 'busy',
    );
    await page.keyboard.press('Escape');
    await page.click('#cell-endless .run');
    await status('endless', 'interrupted');
    expect(await page.textContent('#cell-endless .state')).toBe('interrupted');
  });

  test('tells that the kernel was killed, keeps what it printed, and restarts it', async () => {
    await open('30-live', '#kill');
    await page.click('#cell-slow .run');
    await status('slow', 'done');
    await page.click('#cell-kill .run');
    await page.waitForSelector('#banner-kernel', { timeout: 20_000 });
    expect(await page.textContent('#banner-kernel span')).toBe(
      'The kernel ended with signal SIGKILL. Stored results stay; names that cells defined are gone.',
    );
    expect(await output('slow')).toBe('first\nsecond\n');
    await page.click('#banner-kernel .pill');
    await page.waitForSelector('.kernel[data-status="ready"]', { timeout: 20_000 });
    expect(await page.isVisible('#banner-kernel')).toBe(false);
  });

  test('saves an edit in a copy, keeps it over a reload, marks it, and brings the original back', async () => {
    const file = join(folder, '04-common-crawl.ipynb');
    const before = readFileSync(file, 'utf8');
    await open('04-common-crawl', '#one');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#cell-one .cm-focused');
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' + 1 // mine');
    await page.keyboard.press('Escape');
    const copy = join(folder, '.lectern', 'work', '04-common-crawl.ipynb');
    await expect
      .poll(() => readFileSync(copy, { encoding: 'utf8', flag: 'a+' }))
      .toContain('n * 2 + 1 // mine');
    expect(readFileSync(file, 'utf8')).toBe(before);
    await page.reload();
    await page.waitForSelector('#cell-one .code');
    expect(await page.textContent('#cell-one .code')).toContain('// mine');
    await page.waitForSelector('#cell-one.is-stale', { timeout: 5000 });
    expect(await page.textContent('#cell-one .state')).toBe('stale: edited since it ran');
    await page.evaluate(() => (window.confirm = () => true));
    await page.click('#cell-one [aria-label="Restore original"]');
    await page.waitForFunction(() =>
      document.querySelector('#cell-one .code')?.textContent?.endsWith('n * 2'),
    );
  });

  test('opens at a cell that the address names, and steps by key', async () => {
    await open('14-refinedweb', '#dropped');
    const top = await page.evaluate(
      () => document.querySelector('#cell-dropped')?.getBoundingClientRect().top ?? -1,
    );
    expect(top).toBeGreaterThan(50);
    expect(top).toBeLessThan(200);
    const now = () => page.evaluate(() => document.querySelector<HTMLElement>('.now')?.dataset['cell']);
    expect(await now()).toBe('dropped');
    await page.keyboard.press('ArrowRight');
    expect(await now()).toBe('predict');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await now()).toBe('h-dropped');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('cell-h-dropped');
  });

  test('runs to a cell by key', async () => {
    await open('06-t5-c4', '#one');
    await page.keyboard.press('r');
    await status('one', 'done');
    expect(await output('one')).toBe('12');
  });

  test('switches language and theme by key, and keeps both', async () => {
    await open('14-refinedweb');
    await page.keyboard.press('z');
    expect(await page.textContent('h1')).toContain('只要网页数据就够了');
    expect(await page.evaluate(() => document.querySelector('#cell-title')?.getAttribute('lang'))).toBe(
      'zh-Hans',
    );
    await page.keyboard.press('d');
    await page.reload();
    await page.waitForSelector('.cell');
    expect(await page.textContent('h1')).toContain('只要网页数据就够了');
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  });

  test('finds text and lists keys, and closes both by Escape', async () => {
    await open('14-refinedweb');
    await page.keyboard.press('/');
    await page.keyboard.type('wren weighs');
    await page.waitForSelector('.found mark');
    expect(await page.textContent('.found')).toContain('14.1');
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/#pages$/);
    await page.keyboard.press('?');
    expect(await page.textContent('dialog')).toContain('run the cell and go on');
    await page.keyboard.press('Escape');
    expect(await page.isVisible('dialog')).toBe(false);
  });

  test('goes to another notebook and back without loading the page again', async () => {
    await open('14-refinedweb');
    await page.evaluate(() => Object.assign(window, { same: true }));
    await page.click('.rail a[href$="18-copyright.ipynb"]');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.startsWith('Copyright'));
    await page.evaluate(() => history.back());
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.startsWith('Web data'));
    expect(await page.evaluate(() => 'same' in window)).toBe(true);
  });

  test('fits a phone: no sideways scrolling, contents as a drawer, notes in the text', async () => {
    await open('14-refinedweb', '', { width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await page.isVisible('.rail')).toBe(false);
    await page.click('.drawer-button');
    await page.waitForSelector('.rail', { state: 'visible' });
    await page.keyboard.press('Escape');
    await page.waitForSelector('.note:not(.names)', { state: 'visible' });
  });

  test('prints the lesson without its controls', async () => {
    await open('14-refinedweb');
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('.rail')).toBe(false);
    expect(await page.isVisible('#cell-pages .run')).toBe(false);
    expect(await page.isVisible('#cell-hash .outputs')).toBe(true);
  });

  test('has landmarks and a name for every control', async () => {
    await open('14-refinedweb');
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll('button, a[href], input, select, [role="textbox"], section')]
        .filter(
          (node) =>
            !(
              node.getAttribute('aria-label') ??
              node.getAttribute('title') ??
              node.textContent ??
              ''
            ).trim() && !(node as HTMLInputElement).labels?.length,
        )
        .map((node) => node.outerHTML.slice(0, 80)),
    );
    expect(nameless).toEqual([]);
    const landmarks = await page.evaluate(() =>
      ['header', 'nav[aria-label]', 'main', '[aria-live="polite"]', 'h1'].map(
        (selector) => document.querySelectorAll(selector).length > 0,
      ),
    );
    expect(landmarks).toEqual([true, true, true, true, true]);
  });

  test('keeps out what a foreign notebook would run, and runs its scripts only where they reach nothing', async () => {
    await open('31-foreign');
    await page.waitForSelector('.frame iframe');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const state = await page.evaluate(() => ({
      owned: 'owned' in window || document.title === 'owned' || document.body.id !== '',
      scripts: document.querySelectorAll(
        'main script, main style, main form, main foreignObject, main .rich iframe',
      ).length,
      handlers: [...document.querySelectorAll('main *')].filter((node) =>
        [...node.attributes].some(
          ({ name, value }) => name.startsWith('on') || /^\s*(?:javascript|data:text)/i.test(value),
        ),
      ).length,
      frames: [...document.querySelectorAll('iframe')].map((frame) => [
        frame.getAttribute('sandbox'),
        frame.contentDocument === null,
      ]),
      mains: document.querySelectorAll('#lesson').length,
      fixed: [...document.querySelectorAll<HTMLElement>('main *')].filter(
        (node) => getComputedStyle(node).position === 'fixed',
      ).length,
      kernels: 0,
    }));
    expect(state).toMatchObject({ owned: false, scripts: 0, handlers: 0, mains: 1, fixed: 0 });
    expect(state.frames.length).toBeGreaterThan(2);
    // what a frame holds is shown whole: it is as tall as its content
    await page.waitForFunction(() => (document.querySelector('iframe')?.style.height ?? '') !== '');
    expect(new Set(state.frames.map(String))).toEqual(new Set(['allow-scripts,true']));
    const kernels = await page.evaluate(
      async () => (await (await fetch('/api/kernels')).json()) as unknown[],
    );
    expect(kernels.length).toBeLessThan(6);
    // the frames' own complaints are what is wanted here
    troubles = [];
  });

  test('weighs less than 300 kB packed before a cell is edited', async () => {
    await open('04-common-crawl');
    const names = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const held = new Set(readdirSync(appFolder));
    const first = [...new Set(names.map((name) => name.replace(/^.*\/app\//, '')))].filter(
      (name) => held.has(name) && !/katex|formulas/i.test(name),
    );
    const bytes = first.reduce(
      (sum, name) => {
        const content = readFileSync(join(appFolder, name));
        return sum + (name.endsWith('.woff2') ? content.length : gzipSync(content).length);
      },
      gzipSync(readFileSync(join(appFolder, 'index.html'))).length,
    );
    expect(first.length).toBeGreaterThan(4);
    expect(bytes).toBeLessThan(300_000);
  });
});

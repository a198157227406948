import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The part of a browser's page that the tests use. */
export interface BrowserPage {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  url(): string;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  waitForSelector(
    selector: string,
    options?: { timeout?: number; state?: 'attached' | 'visible' | 'hidden' },
  ): Promise<unknown>;
  waitForFunction<T>(
    run: (argument: T) => unknown,
    argument?: T,
    options?: { timeout?: number },
  ): Promise<unknown>;
  evaluate<T>(run: () => T | Promise<T>): Promise<T>;
  evaluate<A, T>(run: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
  click(selector: string): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  textContent(selector: string): Promise<string | null>;
  isVisible(selector: string): Promise<boolean>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(media: {
    reducedMotion?: 'reduce';
    media?: 'print' | 'screen';
    colorScheme?: 'dark' | 'light';
  }): Promise<void>;
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  close(): Promise<void>;
}

/** The part of a browser that the tests use. */
export interface Browser {
  newPage(options?: {
    viewport?: { width: number; height: number };
    colorScheme?: 'dark' | 'light';
  }): Promise<BrowserPage>;
  close(): Promise<void>;
}

const program = [
  process.env['LECTERN_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

/** Starts the system's Chromium; undefined where it or playwright-core is not installed. */
export const launchBrowser = findLauncher();

function findLauncher(): (() => Promise<Browser>) | undefined {
  if (program === undefined) return undefined;
  const here = createRequire(import.meta.url);
  const folder = process.env['LECTERN_PLAYWRIGHT'];
  try {
    const { chromium } = here(folder === undefined ? 'playwright-core' : join(folder, 'index.js')) as {
      chromium: { launch(options: object): Promise<Browser> };
    };
    // a sandbox inside a container is refused to root
    return () =>
      chromium.launch({ executablePath: program, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  } catch {
    return undefined;
  }
}

import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../src/setup/make-folder.mjs';

let work: string;
beforeEach(() => (work = mkdtempSync(join(tmpdir(), 'folder-'))));
afterEach(() => rmSync(work, { recursive: true, force: true }));

test('makeFolder() makes a folder and those above it, and is content with one that is there', () => {
  const path = join(work, 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

test('makeFolder() throws where a file stands in the way, and leaves it', () => {
  writeFileSync(join(work, 'a'), 'text');
  expect(() => makeFolder(join(work, 'a', 'b'))).toThrow(/ENOTDIR|EEXIST/);
  expect(() => makeFolder(join(work, 'a'))).toThrow(/EEXIST/);
  expect(statSync(join(work, 'a')).isFile()).toBe(true);
});

test.runIf(existsSync('/proc/self'))('makeFolder() ends where the system refuses a folder by ENOENT', () => {
  expect(() => makeFolder('/proc/lectern/kept')).toThrow(/ENOENT/);
});

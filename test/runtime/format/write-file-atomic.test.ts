import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileAtomic } from '../../../src/runtime/format/write-file-atomic.js';
import { lacking } from '../../support/require.js';

let folder = '';
const mounts: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-'));
});

afterEach(() => {
  for (const mount of mounts.splice(0)) execFileSync('umount', [mount]);
  rmSync(folder, { recursive: true, force: true });
});

/** Mounts a small file system in memory, which only root may. */
function mountSmall(): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
    mounts.push(path);
    return path;
  } catch {
    rmSync(path, { recursive: true });
    return undefined;
  }
}

function canMount(): boolean {
  const path = mountSmall();
  for (const mount of mounts.splice(0)) execFileSync('umount', [mount]);
  return path !== undefined;
}

test('a new file is written, with nothing beside it', async () => {
  await writeFileAtomic(join(folder, 'a.txt'), 'hello');
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('hello');
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('an old file is replaced and keeps its mode', async () => {
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  await writeFileAtomic(path, Buffer.from('new'));
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

test('a link stays a link, and its target is replaced', async () => {
  mkdirSync(join(folder, 'real'));
  writeFileSync(join(folder, 'real', 'a.txt'), 'old');
  symlinkSync(join('real', 'a.txt'), join(folder, 'link'));
  await writeFileAtomic(join(folder, 'link'), 'new');
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real', 'a.txt'), 'utf8')).toBe('new');
});

test('a reader sees the old content or the new, never a part', async () => {
  const path = join(folder, 'a.txt');
  const contents = ['a'.repeat(1_000_000), 'b'.repeat(1_000_000)];
  await writeFileAtomic(path, contents[0]!);
  let writing = true;
  const writer = (async () => {
    for (let round = 0; round < 20; round++) await writeFileAtomic(path, contents[round % 2]!);
    writing = false;
  })();
  let reads = 0;
  while (writing) {
    const seen = readFileSync(path, 'utf8');
    if (!contents.includes(seen)) expect.unreachable(`a part was seen: ${seen.length} bytes`);
    reads++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await writer;
  expect(reads).toBeGreaterThan(0);
});

test('two writers at once leave one whole file', async () => {
  const path = join(folder, 'a.txt');
  await Promise.all(['a', 'b', 'c'].map((letter) => writeFileAtomic(path, letter.repeat(100_000))));
  expect(readFileSync(path, 'utf8')).toMatch(/^(a{100000}|b{100000}|c{100000})$/);
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('a directory is refused', async () => {
  await expect(writeFileAtomic(folder, 'x')).rejects.toThrow(
    `Cannot save ${folder}: it is a directory; name a file`,
  );
});

test('a missing folder is named as the reason', async () => {
  const path = join(folder, 'none', 'a.txt');
  await expect(writeFileAtomic(path, 'x')).rejects.toThrow(
    `Cannot save ${path}: its folder does not exist (ENOENT); make the folder first`,
  );
});

test('a pipe is written to directly', async () => {
  await writeFileAtomic('/dev/null', 'x');
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

test.skipIf(lacking('a mountable tmpfs (root)', canMount()))(
  'a full disk leaves the old file and no other',
  async () => {
    const disk = mountSmall()!;
    const path = join(disk, 'a.txt');
    await writeFileAtomic(path, 'old');
    await expect(writeFileAtomic(path, 'x'.repeat(1_000_000))).rejects.toThrow(
      `Cannot save ${path}: the disk is full (ENOSPC); what was there is unchanged; free some space and save again`,
    );
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(disk)).toEqual(['a.txt']);
  },
);

test.skipIf(lacking('a mountable tmpfs (root)', canMount()))(
  'a read-only disk leaves the old file',
  async () => {
    const disk = mountSmall()!;
    const path = join(disk, 'a.txt');
    writeFileSync(path, 'old');
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await expect(writeFileAtomic(path, 'new')).rejects.toThrow(
      `Cannot save ${path}: the disk is read-only (EROFS); save to another folder`,
    );
    expect(readFileSync(path, 'utf8')).toBe('old');
  },
);

/** Runs as a user without root's rights, under which permissions count. */
async function unprivileged(action: () => Promise<void>): Promise<void> {
  const root = process.getuid?.() === 0;
  if (root) process.seteuid?.(65_534);
  try {
    await action();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

test('a read-only folder leaves the old file', async () => {
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'old');
  chmodSync(path, 0o666);
  chmodSync(folder, 0o555);
  await unprivileged(async () => {
    await expect(writeFileAtomic(path, 'new')).rejects.toThrow(
      `Cannot save ${path}: writing is not permitted (EACCES); change the permissions or save to another folder`,
    );
  });
  chmodSync(folder, 0o755);
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('a read-only file is not replaced, though its folder would allow it', async () => {
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'old');
  chmodSync(path, 0o444);
  chmodSync(folder, 0o777);
  await unprivileged(async () => {
    await expect(writeFileAtomic(path, 'new')).rejects.toThrow('writing is not permitted (EACCES)');
  });
  expect(readFileSync(path, 'utf8')).toBe('old');
});

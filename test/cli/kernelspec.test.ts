import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { userDataFolder } from '../../src/runtime/kernel/kernelspec.js';
import { compiled } from '../support/compiled.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kernelspec-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function lectern(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(compiled(), 'cli', 'main.js'), 'kernelspec', ...args],
    {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: home, XDG_DATA_HOME: join(home, 'data'), ...env },
    },
  );
  return { status, stdout, stderr };
}

const kernels = (base: string): string => join(home, base, 'jupyter', 'kernels');

test('install writes a kernel with absolute paths, and nothing else', () => {
  const { status, stdout } = lectern(['install']);
  const folder = join(kernels('data'), 'tslab');
  expect([status, stdout]).toEqual([0, `Installed ${folder}\n`]);
  expect(readdirSync(folder).sort()).toEqual(['kernel.json', 'logo-svg.svg']);
  expect(JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8'))).toEqual({
    argv: [
      process.execPath,
      join(compiled(), 'runtime', 'kernel', 'launcher.js'),
      '--connection-file',
      '{connection_file}',
    ],
    display_name: 'TypeScript (Lectern)',
    language: 'typescript',
    interrupt_mode: 'signal',
    metadata: { debugger: false },
  });
});

test('install goes where it is told: --prefix, --sys-prefix, --name', () => {
  expect(lectern(['install', '--prefix', join(home, 'p'), '--name', 'lectern']).stdout).toBe(
    `Installed ${join(home, 'p', 'share', 'jupyter', 'kernels', 'lectern')}\n`,
  );
  expect(lectern(['install', '--sys-prefix'], { VIRTUAL_ENV: join(home, 'venv') }).stdout).toBe(
    `Installed ${join(home, 'venv', 'share', 'jupyter', 'kernels', 'tslab')}\n`,
  );
});

test('another kernel of the name is kept, and comes back', () => {
  const folder = join(kernels('data'), 'tslab');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kernel.json'), '{"argv":["tslab"],"display_name":"TypeScript"}');
  expect(lectern(['install']).stdout).toContain(`kept in ${join(folder, 'kernel.json.before-lectern')}\n`);
  // a second time there is nothing to keep: what stands there is ours
  expect(lectern(['install']).stdout).toBe(`Installed ${folder}\n`);
  expect(lectern(['remove']).status).toBe(0);
  expect(readFileSync(join(folder, 'kernel.json'), 'utf8')).toContain('"tslab"');
  // what is not ours is not removed
  expect(lectern(['remove']).status).toBe(1);
});

test('remove takes a kernel of ours away', () => {
  lectern(['install']);
  expect(lectern(['remove']).stdout).toBe(`Removed ${join(kernels('data'), 'tslab')}\n`);
  expect(readdirSync(kernels('data'))).toEqual([]);
});

test.each([
  [[], '"install" or "remove" is expected'],
  [['instal'], 'Cannot do "instal": "install" or "remove" is expected'],
  [['install', 'x'], '"x" is one argument too many'],
  [['install', '--name', '../x'], 'found "../x"'],
  [['install', '--user', '--prefix', '/p'], 'exclude each other'],
  [['install', '--sys-prefix'], 'no Python environment is active; activate one, or use --prefix DIR'],
  [['install', '--nonsense'], "Unknown option '--nonsense'"],
])('%j is refused with exit code 2', (args, message) => {
  const { status, stderr } = lectern(args);
  expect([status, stderr.includes(message), stderr]).toEqual([2, true, stderr]);
});

test('--help shows the options and an example', () => {
  const { status, stdout } = lectern(['--help']);
  expect([status, stdout]).toEqual([0, expect.stringContaining('lectern kernelspec install --user')]);
});

test('a folder that cannot be written is told', () => {
  // root may write anywhere, but not into a file
  writeFileSync(join(home, 'file'), '');
  chmodSync(join(home, 'file'), 0o400);
  const { status, stderr } = lectern(['install', '--prefix', join(home, 'file')]);
  expect([status, stderr]).toEqual([1, expect.stringContaining('Cannot install kernel in')]);
});

describe('userDataFolder()', () => {
  test.each([
    ['linux', {}, '/home/ada/.local/share/jupyter'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/jupyter'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/home/ada/Library/Jupyter'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/jupyter'],
    ['win32', {}, '/home/ada/AppData/Roaming/jupyter'],
    ['linux', { JUPYTER_DATA_DIR: '/mine' }, '/mine'],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(userDataFolder({ platform, env, home: '/home/ada' })).toBe(expected);
  });
});

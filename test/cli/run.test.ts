import { spawn, type ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gone } from '../support/processes.js';
import { lacking } from '../support/require.js';

const command = fileURLToPath(new URL('../../dist/cli/run.js', import.meta.url));
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `lectern run` as a program of its own, in the test's folder. */
function lectern(args: string[], onStart: (child: ChildProcess) => void = () => undefined): Promise<Ended> {
  const script = `const { run } = await import(${JSON.stringify(pathToFileURL(command).href)}); process.exitCode = await run(process.argv.slice(1));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...args], {
    cwd: folder,
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  onStart(child);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

interface StoredCell {
  id: string;
  source: string[];
  execution_count: number | null;
  outputs: Record<string, unknown>[];
}

function write(
  name: string,
  sources: (string | { source: string; metadata: object })[],
  more: object = {},
): string {
  const cells = sources.map((cell, index) => ({
    cell_type: 'code',
    id: `c${index + 1}`,
    execution_count: null,
    outputs: [],
    ...(typeof cell === 'string' ? { source: cell, metadata: {} } : cell),
  }));
  writeFileSync(
    join(folder, name),
    JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...more }),
  );
  return name;
}

function read(name: string): StoredCell[] {
  return (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { cells: StoredCell[] }).cells;
}

const counts = (name: string) => read(name).map(({ execution_count }) => execution_count);

async function until(condition: () => boolean): Promise<void> {
  for (let wait = 0; wait < 600 && !condition(); wait++)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('what cannot be run ends with code 2, before anything is', () => {
  const cases: [name: string, args: string[], message: string | RegExp][] = [
    ['no notebook', [], 'Cannot run: no notebook is named'],
    ['an unknown option', ['a.ipynb', '--fast'], "Cannot run: Unknown option '--fast'"],
    ['a file that is missing', ['none.ipynb'], 'Cannot read none.ipynb: there is no such file'],
    ['a directory', ['.'], 'Cannot read .: it is a directory; name a notebook in it'],
    ['a file that is not JSON', ['text.ipynb'], 'Cannot read text.ipynb: it is not JSON'],
    ['an empty file', ['empty.ipynb'], 'Cannot read empty.ipynb: it is empty'],
    ['nbformat 3', ['three.ipynb'], 'Cannot read three.ipynb: it is of nbformat 3'],
    ['nbformat 5', ['five.ipynb'], 'Cannot read five.ipynb: it is of nbformat 5'],
    [
      'ids twice',
      ['twice.ipynb'],
      'cell ids must be unique, found twice: "x" (cells 1, 2); give each cell an id of its own',
    ],
    ['an unknown kernel', ['python.ipynb'], 'Cannot run python.ipynb: it asks for the kernel "python3"'],
    [
      'an unknown parameter',
      ['a.ipynb', '-p', 'm=1'],
      'Cannot run a.ipynb: parameter "m" cannot be set: the notebook has n (number)',
    ],
    [
      'a parameter of a wrong type',
      ['a.ipynb', '-p', 'n=x'],
      'parameter "n" must be a number, current value is "x"',
    ],
    ['a parameter without a value', ['a.ipynb', '-p', 'n'], '-p must be NAME=VALUE, current value is "n"'],
    [
      'a time limit of 0',
      ['a.ipynb', '--timeout', '0'],
      '--timeout must be a number of seconds above 0, current value is "0"',
    ],
    [
      'half a job',
      ['a.ipynb', '--jobs', '1.5'],
      '--jobs must be an integer of 1 or more, current value is "1.5"',
    ],
    [
      'an unknown report',
      ['a.ipynb', '--report', 'xml=a'],
      '--report must be json=FILE or junit=FILE, current value is "xml=a"',
    ],
    [
      'two places for the output',
      ['a.ipynb', '--inplace', '-o', 'b.ipynb'],
      '--output and --inplace exclude each other',
    ],
    [
      'an output in no folder',
      ['a.ipynb', '-o', 'no/b.ipynb'],
      'no/b.ipynb cannot be written: its folder does not exist; choose another --output',
    ],
    ['a notebook named twice', ['a.ipynb', './a.ipynb'], './a.ipynb is named twice'],
    [
      'outputs that clash',
      ['a.ipynb', 'sub/a.ipynb', '-o', 'out/'],
      'two notebooks would be saved as out/a.ipynb; run them one by one',
    ],
  ];

  test.each(cases)('%s', async (_, args, message) => {
    write('a.ipynb', [{ source: 'const n = 1', metadata: { tags: ['parameters'] } }]);
    write('three.ipynb', [], { nbformat: 3 });
    write('five.ipynb', [], { nbformat: 5 });
    write('python.ipynb', ['1'], { metadata: { kernelspec: { name: 'python3', display_name: 'Python' } } });
    writeFileSync(join(folder, 'text.ipynb'), 'hello');
    writeFileSync(join(folder, 'empty.ipynb'), '');
    const twin = { cell_type: 'raw', id: 'x', metadata: {}, source: '' };
    writeFileSync(
      join(folder, 'twice.ipynb'),
      JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [twin, twin] }),
    );
    mkdirSync(join(folder, 'sub'));
    const ended = await lectern(args);
    expect([ended.code, ended.out]).toEqual([2, '']);
    expect(ended.err.startsWith('lectern run: Cannot ')).toBe(true);
    expect(ended.err).toContain(message);
  });
});

test('help has an example and every exit code', async () => {
  const { code, out } = await lectern(['--help']);
  expect(code).toBe(0);
  expect(out).toContain('Example:\n  lectern run');
  for (const exit of [0, 1, 2, 3, 4, 130]) expect(out).toMatch(new RegExp(`[ ,\\n]${exit} `));
});

test('a notebook is run, saved, and then checks clean; a changed output is found and shown', async () => {
  write('a.ipynb', [
    { source: 'const n = 1', metadata: { tags: ['parameters'] } },
    'console.log("a\\nb"); n + 1',
    '[n]',
  ]);
  const saved = await lectern(['a.ipynb', '-o', 'b.ipynb']);
  expect([saved.code, saved.out, saved.err]).toEqual([0, '', 'a.ipynb: ok, 3 cells ran\n']);
  expect(counts('b.ipynb')).toEqual([1, 2, 3]);
  expect(counts('a.ipynb')).toEqual([null, null, null]);
  const before = readFileSync(join(folder, 'b.ipynb'), 'utf8');

  const checked = await lectern(['b.ipynb', '--check', '--inplace']);
  expect([checked.code, checked.err]).toEqual([0, 'b.ipynb: ok, 3 cells ran\n']);
  expect(readFileSync(join(folder, 'b.ipynb'), 'utf8')).toBe(before);

  writeFileSync(
    join(folder, 'b.ipynb'),
    before.replace('"b\\n"', '"B\\n"').replace('"execution_count": 3', '"execution_count": 9'),
  );
  const changed = await lectern(['b.ipynb', '--check', '--report', 'junit=r.xml', '--json']);
  expect(changed.code).toBe(1);
  expect(changed.err).toContain(
    'cell 2 (id "c2"), output 1, stdout, line 2:\n      - stored: B\n      + fresh:  b\n',
  );
  expect(changed.err).toContain('cell 3 (id "c3"), execution_count:\n      - stored: 9\n      + fresh:  3\n');
  const report = JSON.parse(changed.out) as { status: string; notebooks: { differences: unknown[] }[] };
  expect([report.status, report.notebooks[0]!.differences.length]).toEqual(['failed', 2]);
  expect(readFileSync(join(folder, 'r.xml'), 'utf8')).toContain(
    'tests="3" failures="2" errors="0" skipped="0"',
  );
});

test('parameters are injected after their cell, typed', async () => {
  write('a.ipynb', [
    { source: 'const n = 1; const s = "x"', metadata: { tags: ['parameters'] } },
    '[n * 2, s]',
  ]);
  expect((await lectern(['a.ipynb', '-o', 'b.ipynb', '-p', 'n=21', '-p', 's=1=1'])).code).toBe(0);
  const cells = read('b.ipynb');
  expect(cells[1]).toMatchObject({
    id: 'injected-parameters',
    source: ['// Parameters\n', 'const n = 21;\n', 'const s = "1=1";'],
  });
  expect(cells[2]!.outputs).toMatchObject([{ data: { 'text/plain': ["[ 42, '1=1' ]"] } }]);
});

test('a failing cell gives code 1 and its place; allowed, it gives code 0 and is still told', async () => {
  write('a.ipynb', ['1', 'throw new TypeError("no such thing")', '3']);
  const failed = await lectern(['a.ipynb', '-o', 'b.ipynb']);
  expect(failed.code).toBe(1);
  expect(failed.err).toContain(
    'a.ipynb: FAILED, 2 cells ran, 1 not run\n  cell 2 (id "c2"): TypeError: no such thing\n',
  );
  expect(counts('b.ipynb')).toEqual([1, 2, null]);
  const allowed = await lectern(['a.ipynb', '-o', 'b.ipynb', '--allow-errors']);
  expect([allowed.code, allowed.err]).toEqual([
    0,
    'a.ipynb: ok, 3 cells ran, 1 of them raised an error, as allowed\n',
  ]);
  expect(counts('b.ipynb')).toEqual([1, 2, 3]);
});

test('a time limit gives code 3, a dead kernel code 4, and what was finished is saved', async () => {
  write('slow.ipynb', ['1', 'await new Promise(() => {})']);
  const slow = await lectern(['slow.ipynb', '--timeout', '2', '--inplace']);
  expect([slow.code, slow.err]).toEqual([
    3,
    expect.stringContaining('TimeoutError: the cell ran longer than 2 s') as string,
  ]);
  expect(read('slow.ipynb')[0]!.outputs).toHaveLength(1);
  write('dead.ipynb', ['1', 'process.exit(9)']);
  const dead = await lectern(['dead.ipynb', '--inplace']);
  expect([dead.code, dead.err]).toEqual([
    4,
    expect.stringContaining('KernelDied: the kernel ended with code 9') as string,
  ]);
  expect(read('dead.ipynb')[0]!.outputs).toHaveLength(1);
});

test('Ctrl-C gives code 130, saves what is finished, and leaves no process', async () => {
  write('a.ipynb', ['process.pid', 'await 0; while (true) {}', '3']);
  write('z.ipynb', ['1']);
  const ended = await lectern(['a.ipynb', 'z.ipynb', '-o', 'out'], (child) => {
    // the first cell's output is saved while the second runs
    void until(() => existsSync(join(folder, 'out', 'a.ipynb'))).then(() => child.kill('SIGINT'));
  });
  expect(ended.code).toBe(130);
  expect(ended.err).toContain('a.ipynb: INTERRUPTED, 2 cells ran, 1 not run');
  expect(ended.err).toContain('z.ipynb: not run');
  const [first, second, third] = read('out/a.ipynb');
  expect(second!.outputs).toMatchObject([{ ename: 'Interrupted' }]);
  expect([first!.execution_count, third!.outputs]).toEqual([1, []]);
  const data = first!.outputs[0]!['data'] as Record<string, string[]>;
  expect(await gone(Number(data['text/plain']![0]))).toBe(true);
});

test('a batch runs in parallel, and resumes with what is not whole', { timeout: 120_000 }, async () => {
  const names = ['a.ipynb', 'b.ipynb', 'c.ipynb'];
  for (const name of names) write(name, [`"${name}"`, '2']);
  write('b.ipynb', ['1', 'throw new Error("not yet")']);
  const first = await lectern([...names, '-o', 'out', '--jobs', '2', '--report', 'json=r.json']);
  expect(first.code).toBe(1);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(names);
  const report = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as {
    notebooks: { notebook: string; status: string }[];
  };
  expect(report.notebooks.map(({ notebook, status }) => [notebook, status])).toEqual([
    ['a.ipynb', 'ok'],
    ['b.ipynb', 'failed'],
    ['c.ipynb', 'ok'],
  ]);
  write('b.ipynb', ['1', '"now"']);
  const second = await lectern([...names, '-o', 'out', '--resume']);
  expect([second.code, second.err]).toEqual([
    0,
    `a.ipynb: done already (${join('out', 'a.ipynb')})\nb.ipynb: ok, 2 cells ran\nc.ipynb: done already (${join('out', 'c.ipynb')})\n`,
  ]);
});

test('cell ids are repaired when asked', async () => {
  const twin = { cell_type: 'code', id: 'x', metadata: {}, source: '1', execution_count: null, outputs: [] };
  writeFileSync(
    join(folder, 'a.ipynb'),
    JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [twin, twin] }),
  );
  expect((await lectern(['a.ipynb', '--inplace', '--repair-ids'])).code).toBe(0);
  expect(new Set(read('a.ipynb').map(({ id }) => id)).size).toBe(2);
});

/** Mounts a small file system in memory, which only root may. */
function mountSmall(path: string): boolean {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function canMount(): boolean {
  const path = mkdtempSync(join(tmpdir(), 'mount-'));
  const can = mountSmall(path);
  if (can) execFileSync('umount', [path]);
  rmSync(path, { recursive: true });
  return can;
}

test.skipIf(lacking('a mountable tmpfs (root)', canMount()))(
  'a full disk gives code 2 and leaves the old notebook',
  async () => {
    const disk = join(folder, 'disk');
    mountSmall(disk);
    try {
      write('disk/a.ipynb', ['console.log("x".repeat(200_000))']);
      const before = readFileSync(join(disk, 'a.ipynb'), 'utf8');
      const ended = await lectern(['disk/a.ipynb', '--inplace']);
      expect([ended.code, ended.err]).toEqual([
        2,
        expect.stringContaining('the disk is full (ENOSPC); what was there is unchanged') as string,
      ]);
      expect(readFileSync(join(disk, 'a.ipynb'), 'utf8')).toBe(before);
      expect(readdirSync(disk)).toEqual(['a.ipynb']);
    } finally {
      execFileSync('umount', [disk]);
    }
  },
);

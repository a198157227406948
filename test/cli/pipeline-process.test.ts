import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { random } from '../../src/pipeline/core/random.js';
import { inFolder, snapshot } from '../pipeline/engines/embedded/_folders.js';
import { compiled } from '../support/compiled.js';
import { lacking } from '../support/require.js';

/** The program in a process of its own: signals, full disks, closed pipes. */

let program = '';
beforeAll(() => {
  program = join(compiled(), 'cli', 'main.js');
});

/** Files of pages that have many lines in common. */
function writePages(folder: string, files: number, pagesPerFile: number): void {
  mkdirSync(folder, { recursive: true });
  const draw = random(1, 'pages');
  const words =
    'the ship and of sea a was in white to had been over old whale men that with long night'.split(' ');
  const sentence = () => {
    const picked = Array.from({ length: 8 + draw.integer(8) }, () => words[draw.integer(words.length)] ?? '');
    return `The ${picked.join(' ')}.`;
  };
  const shared = Array.from({ length: 60 }, sentence);
  for (let file = 0; file < files; file++) {
    const lines = Array.from({ length: pagesPerFile }, (_, page) => {
      const text = Array.from({ length: 8 + draw.integer(12) }, () =>
        draw.integer(4) === 0 ? shared[draw.integer(60)] : sentence(),
      ).join('\n');
      const id = `page-${file}-${page}`;
      return `${JSON.stringify({ id, url: `https://site-${draw.integer(40)}.example/${draw.integer(500)}`, text })}\n`;
    });
    writeFileSync(join(folder, `${file}.jsonl`), lines.join(''));
  }
}

interface Ended {
  readonly code: number | null;
  readonly err: string;
  readonly out: string;
}

function start(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { out: '', err: '' };
  child.stdout?.on('data', (part) => (written.out += String(part)));
  child.stderr?.on('data', (part) => (written.err += String(part)));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...written })));
  return { child, ended };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('lectern pipeline c4 as a process', { timeout: 240_000 }, () => {
  test('Ctrl-C exits with 130 and the way to go on, which ends with the same bytes', async () => {
    await inFolder(async (folder) => {
      writePages(join(folder, 'in'), 5, 1500);
      const args = (output: string) => [
        'pipeline',
        'c4',
        '--input',
        join(folder, 'in', '*.jsonl'),
        '--output',
        output,
      ];
      const whole = join(folder, 'whole');
      expect((await start(args(whole)).ended).code).toBe(0);

      const output = join(folder, 'out');
      const { child, ended } = start(args(output));
      while (!existsSync(join(output, '.work', 'pass-0', '00001.done'))) await sleep(5);
      child.kill('SIGINT');
      expect(await ended).toEqual({
        code: 130,
        out: '',
        err: `Interrupted: what is finished stands in ${output}; run the same command with --resume to go on\n`,
      });
      const files = readdirSync(output, { recursive: true }).map(String);
      expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
      const resumed = await start([...args(output), '--resume']).ended;
      expect({ code: resumed.code, err: resumed.err }).toEqual({ code: 0, err: '' });
      expect(snapshot(output)).toEqual(snapshot(whole));
    });
  });

  test('killed at random moments and resumed, it ends with the same bytes', async () => {
    await inFolder(async (folder) => {
      writePages(join(folder, 'in'), 12, 1200);
      const args = (output: string) => [
        'pipeline',
        'c4',
        '--input',
        join(folder, 'in', '*.jsonl'),
        '--output',
        output,
      ];
      const whole = join(folder, 'whole');
      const began = performance.now();
      expect((await start(args(whole)).ended).code).toBe(0);
      const duration = performance.now() - began;

      const output = join(folder, 'out');
      const draw = random(7, 'kill');
      let killed = 0;
      for (let attempt = 0; attempt < 40; attempt++) {
        const { child, ended } = start([...args(output), '--resume']);
        const timer = setTimeout(() => child.kill('SIGKILL'), (0.2 + draw.next() * 0.3) * duration);
        const { code, err } = await ended;
        clearTimeout(timer);
        if (code === 0) break;
        expect({ code, err }).toEqual({ code: null, err: '' });
        killed++;
      }
      expect(killed).toBeGreaterThan(1);
      expect(snapshot(output)).toEqual(snapshot(whole));
    });
  });

  const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mountWorks();
  test.skipIf(lacking('a mountable tmpfs (root)', canMount))(
    'a full disk is told, nothing half-written stays, and more room lets it go on',
    async () => {
      await inFolder(async (folder) => {
        writePages(join(folder, 'in'), 3, 800);
        const disk = join(folder, 'disk');
        mkdirSync(disk);
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', disk]);
        try {
          const output = join(disk, 'out');
          const args = ['pipeline', 'c4', '--input', join(folder, 'in', '*.jsonl'), '--output', output];
          const full = await start(args).ended;
          expect(full).toEqual({
            code: 1,
            out: '',
            err: expect.stringMatching(
              /^lectern pipeline: Cannot write \S+: no space is left on the device; free some and run again with --resume\n$/,
            ) as string,
          });
          const files = readdirSync(output, { recursive: true }).map(String);
          expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
          execFileSync('mount', ['-o', 'remount,size=200m', disk]);
          expect((await start([...args, '--resume']).ended).code).toBe(0);
          const whole = join(folder, 'whole');
          expect((await start([...args.slice(0, -1), whole]).ended).code).toBe(0);
          expect(snapshot(output)).toEqual(snapshot(whole));

          execFileSync('mount', ['-o', 'remount,ro', disk]);
          const readOnly = await start([...args.slice(0, -1), join(disk, 'other')]).ended;
          expect({ code: readOnly.code, err: readOnly.err }).toEqual({
            code: 2,
            err: `lectern pipeline: Cannot write ${join(disk, 'other')}: the file system is read-only; choose another output folder\n`,
          });
        } finally {
          execFileSync('umount', [disk]);
        }
      });
    },
  );

  test('a reader that stops reading ends the program without a word', () => {
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', '"$0" "$1" recipes | head -n 1', process.execPath, program],
      { encoding: 'utf8' },
    );
    expect(stdout).toMatch(/^c4: /);
    expect(stderr).toBe('');
  });
});

/** Whether this process may mount a file system. */
function mountWorks(): boolean {
  return spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
}

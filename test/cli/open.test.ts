import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/open.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lesson = join(root, 'test', 'fixtures', 'lesson');

/** Runs the command and gives its exit code with what it wrote. */
async function open(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((written.out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((written.err += String(text)), true));
  return { code: await run(args), ...written };
}
afterEach(() => vi.restoreAllMocks());

describe('lectern open', () => {
  test('shows its help with an example', async () => {
    const { code, out } = await open('--help');
    expect(code).toBe(0);
    expect(out).toContain('lectern open notebooks/06-t5-c4.ipynb --port 9000');
  });

  test.each([
    [['nowhere.ipynb'], /there is no such notebook or folder/],
    [[join(root, 'package.json')], /it is no notebook \(\.ipynb\) and no folder/],
    [['a.ipynb', 'b.ipynb'], /Cannot open 2 things/],
    [['--port', 'many'], /--port must be a number from 0 to 65535, current value is "many"/],
    [['--port', '65536'], /current value is "65536"/],
    [['--colour'], /Unknown option '--colour'/],
  ])('refuses %j with exit code 2', async (args, reason) => {
    const { code, err } = await open(...args);
    expect(code).toBe(2);
    expect(err).toMatch(reason);
    expect(err).toContain('Try "lectern open --help".');
  });

  test('says that the port is taken, and what to do, with exit code 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const { code, err } = await open(lesson, '--no-browser', '--port', String(port));
    expect(code).toBe(1);
    expect(err).toContain(
      `Cannot listen on port ${port}: it is taken by another program; close that program, or choose another`,
    );
    await new Promise((resolve) => other.close(resolve));
  });

  test('prints the address at once, and ends in good order at Ctrl-C', async () => {
    const built = join(root, 'dist', 'cli', 'open.js');
    expect(existsSync(built), 'the package must be built first').toBe(true);
    const folder = join(mkdtempSync(join(tmpdir(), 'lectern-open-')), 'lesson');
    cpSync(lesson, folder, { recursive: true });
    const program = `import(${JSON.stringify(built)}).then(({ run }) => run([${JSON.stringify(folder)}, '--no-browser', '--port', '0'])).then((code) => { process.exitCode = code })`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += String(chunk);
        const found = /http:\S+/.exec(text)?.[0];
        if (found) resolve(found);
      });
      child.stderr.on('data', (chunk) => reject(new Error(String(chunk))));
    });
    const { origin, searchParams } = new URL(url);
    const answer = await fetch(`${origin}/api/lecture`, {
      headers: { authorization: `token ${searchParams.get('token')}` },
    });
    expect(((await answer.json()) as { entries: unknown[] }).entries).toHaveLength(4);
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  });
});

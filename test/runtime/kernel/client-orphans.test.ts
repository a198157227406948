import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { gone } from '../../support/processes.js';

const client = fileURLToPath(new URL('../../../dist/runtime/kernel/client.js', import.meta.url));

/** A program that starts a kernel whose cell loops for ever, says where, and then ends in its own way. */
async function leave(end: string): Promise<{ pid: number; folder: string; code: number | null }> {
  const script = `
    const { KernelClient } = await import(${JSON.stringify(client)});
    const { dirname } = await import('node:path');
    const kernel = await KernelClient.start();
    void kernel.execute('await 0; while (true) {}');
    setTimeout(() => {
      console.log(JSON.stringify({ pid: kernel.pid, folder: dirname(kernel.connectionFile) }));
      ${end}
    }, 500);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let written = '';
  child.stdout.on('data', (chunk: Buffer) => {
    written += chunk.toString();
    if (written.includes('\n') && end === '') child.kill('SIGKILL');
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { ...(JSON.parse(written) as { pid: number; folder: string }), code };
}

test.each([
  ['exits', 'process.exit(3)'],
  ['throws', 'throw new Error("expected by this test")'],
  ['is killed', ''],
])('a program that %s leaves no kernel and no folder behind', async (_, end) => {
  const { pid, folder } = await leave(end);
  expect(await gone(pid)).toBe(true);
  for (let wait = 0; wait < 100 && existsSync(folder); wait++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(existsSync(folder)).toBe(false);
});

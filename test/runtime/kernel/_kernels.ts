import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { KernelClient, type Execution, type KernelOptions } from '../../../src/runtime/kernel/client.js';
import type { KernelMessage } from '../../../src/runtime/kernel/client-message.js';
import { compiled } from '../../support/compiled.js';

/** The launcher as it stands in the sources. */
export function launcher(): string {
  return join(compiled(), 'runtime', 'kernel', 'launcher.js');
}

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that holds nothing, removed when the tests of the file are over. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lk-'));
  folders.push(folder);
  return folder;
}

/** Starts a kernel, by default where nothing is in sight: no package, no types, no other kernel. */
export function startKernel(options: KernelOptions = {}): Promise<KernelClient> {
  // another Node may be named, to try the kernel on
  const node = process.env['LECTERN_KERNEL_NODE'] ?? process.execPath;
  return KernelClient.start({
    cwd: emptyFolder(),
    command: (file) => [node, launcher(), '--connection-file', file],
    ...options,
  });
}

/** Starts a kernel for one test. */
export async function startForTest(options: KernelOptions = {}): Promise<KernelClient> {
  const kernel = await startKernel(options);
  onTestFinished(async () => {
    await kernel.kill();
  });
  return kernel;
}

/** Everything a cell wrote to a stream. */
export function stream({ outputs }: Execution, name: 'stdout' | 'stderr'): string {
  return outputs
    .map((output) => (output.output_type === 'stream' && output.name === name ? output.text : ''))
    .join('');
}

/** The text of a cell's result; undefined if it has none. */
export function result({ outputs }: Execution): unknown {
  const output = outputs.find(({ output_type }) => output_type === 'execute_result');
  return output && 'data' in output ? output.data['text/plain'] : undefined;
}

/** The message of the error that a cell ended with. */
export function failure({ error }: Execution): string | undefined {
  return error && `${error.ename}: ${error.evalue}`;
}

/** Sends a request and gives its reply, and what was published for it until then and up to its idle status. */
export async function request(
  kernel: KernelClient,
  type: string,
  content: Record<string, unknown>,
  channel: 'shell' | 'control' = 'shell',
): Promise<{ reply: KernelMessage; published: KernelMessage[] }> {
  const id = `${type}-${Math.random()}`;
  const published: KernelMessage[] = [];
  let reply: KernelMessage | undefined;
  return new Promise((resolve) => {
    const done = kernel.onMessage((message) => {
      if (message.parent_header.msg_id !== id) return;
      if (message.channel === 'iopub') published.push(message);
      else reply = message;
      const idle = published.some(({ content: { execution_state } }) => execution_state === 'idle');
      if (!reply || !idle) return;
      done();
      resolve({ reply, published });
    });
    void kernel.send({
      channel,
      header: {
        msg_id: id,
        msg_type: type,
        session: 'test',
        username: 'test',
        date: '2026-01-01',
        version: '5.4',
      },
      parent_header: {},
      metadata: {},
      content: content as never,
      buffers: [],
    });
  });
}

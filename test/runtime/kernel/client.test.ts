import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KernelClient, type Execution } from '../../../src/runtime/kernel/client.js';
import type { KernelMessage } from '../../../src/runtime/kernel/client-message.js';
import type { OutputEvent } from '../../../src/runtime/kernel/client-outputs.js';
import { gone, running } from '../../support/processes.js';

/** The text of everything a cell wrote or showed. */
function textOf({ outputs }: Execution): string {
  return outputs
    .map((output) =>
      'text' in output ? output.text : 'data' in output ? String(output.data['text/plain']) : output.evalue,
    )
    .join('|');
}

describe('one kernel', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
  });
  afterAll(() => kernel.kill());

  test('its folder is private and its socket paths are short', () => {
    const folder = dirname(kernel.connectionFile);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(kernel.connectionFile).mode & 0o777).toBe(0o600);
    expect(folder.length).toBeLessThan(40);
  });

  test('a cell gives its outputs, its number and its value', async () => {
    const execution = await kernel.execute('console.log("hi"); const answer = 41; answer + 1');
    expect(execution).toEqual({
      status: 'ok',
      executionCount: 1,
      kernelLost: false,
      outputs: [
        { output_type: 'stream', name: 'stdout', text: 'hi\n' },
        { output_type: 'execute_result', execution_count: 1, data: { 'text/plain': '42' }, metadata: {} },
      ],
    });
  });

  test('an error has a name, a message and an output, and the next cell runs at once', async () => {
    const [failed, next] = await Promise.all([
      kernel.execute('throw new RangeError("too far")'),
      kernel.execute('answer'),
    ]);
    expect(failed).toMatchObject({ status: 'error', error: { ename: 'RangeError', evalue: 'too far' } });
    expect(failed.outputs).toMatchObject([{ output_type: 'error', ename: 'RangeError', evalue: 'too far' }]);
    expect([next.status, textOf(next)]).toEqual(['ok', '41']);
  });

  test('10,000 lines arrive in order as one output', async () => {
    const { outputs } = await kernel.execute('for (let i = 0; i < 10_000; i++) console.log(i)');
    const expected = Array.from({ length: 10_000 }, (_, line) => `${line}\n`).join('');
    expect(outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: expected }]);
  });

  test('outputs are told while the cell runs', async () => {
    const events: OutputEvent[] = [];
    let seenBeforeEnd = 0;
    const execution = kernel.execute(
      'console.log("a"); await new Promise((r) => setTimeout(r, 300)); console.log("b")',
      {
        onOutput: (event) => events.push(structuredClone(event)),
      },
    );
    const timer = setInterval(() => (seenBeforeEnd = Math.max(seenBeforeEnd, events.length)), 10);
    await execution;
    clearInterval(timer);
    expect(events[0]).toEqual({
      kind: 'add',
      index: 0,
      output: { output_type: 'stream', name: 'stdout', text: 'a\n' },
    });
    expect(seenBeforeEnd).toBeGreaterThan(0);
  });

  test('a display shown in one cell is updated by another, in the outputs of the first', async () => {
    const host = '(globalThis as any)[Symbol.for("lectern.kernel")]';
    const first = await kernel.execute(`${host}.display({ "text/plain": "old" }, {}, { display_id: "d" })`);
    expect(textOf(first)).toBe('old');
    await kernel.execute(`${host}.update("d", { "text/plain": "new" })`);
    expect(textOf(first)).toBe('new');
  });

  test('late output is added to the cell that caused it', async () => {
    const first = await kernel.execute('setTimeout(() => console.log("late"), 200); undefined');
    const second = await kernel.execute(
      'await new Promise((r) => setTimeout(r, 500)); console.log("second")',
    );
    expect([textOf(first), textOf(second)]).toEqual(['late\n', 'second\n']);
  });

  test('output past the limit is cut, and the cell says so', async () => {
    const { outputs } = await kernel.execute('console.log("x".repeat(1000))', { maxOutputBytes: 100 });
    expect(outputs[0]).toEqual({ output_type: 'stream', name: 'stdout', text: 'x'.repeat(100) });
    expect(outputs[1]).toMatchObject({
      name: 'stderr',
      text: expect.stringMatching(/^Output was cut: 100 bytes/) as string,
    });
  });

  test('a loop is interrupted at its time limit, and the kernel lives on', async () => {
    const stopped = await kernel.execute('while (true) {}', { timeoutMs: 300, graceMs: 10_000 });
    expect([stopped.status, stopped.kernelLost]).toEqual(['timeout', false]);
    expect(textOf(await kernel.execute('answer'))).toBe('41');
  });

  test('an abort interrupts a cell that waits', async () => {
    const controller = new AbortController();
    const waiting = kernel.execute('await new Promise(() => {})', {
      signal: controller.signal,
      graceMs: 10_000,
    });
    setTimeout(() => controller.abort(), 200);
    expect([(await waiting).status, kernel.alive]).toEqual(['interrupted', true]);
    const before = await kernel.execute('1', { signal: controller.signal });
    expect([before.status, before.outputs]).toEqual(['interrupted', []]);
  });

  test('completion and inspection count as editors do, after characters outside the basic plane too', async () => {
    const code = '"😀"; answ';
    const completed = await kernel.complete(code, code.length);
    expect(completed.matches).toContain('answer');
    expect(code.slice(completed.start, completed.end)).toBe('answ');
    expect(String((await kernel.inspect('answer', 3))?.['text/plain'])).toContain('const answer');
    expect(await kernel.inspect('   ', 1)).toBe(undefined);
    expect((await kernel.isComplete('if (answer) {')).status).toBe('incomplete');
    expect(await kernel.commInfo()).toEqual({});
  });

  test('raw messages go out and every answer comes in, for sessions of others', async () => {
    const heard: KernelMessage[] = [];
    const stop = kernel.onMessage((message) => heard.push(message));
    const header = {
      msg_id: 'own-1',
      msg_type: 'kernel_info_request',
      session: 'other',
      username: 'u',
      date: new Date(0).toISOString(),
      version: '5.3',
    };
    await kernel.send({
      channel: 'shell',
      header,
      parent_header: {},
      metadata: {},
      content: {},
      buffers: [],
    });
    const ours = () =>
      heard
        .filter((message) => message.parent_header.msg_id === 'own-1')
        .map(({ header }) => header.msg_type);
    for (let wait = 0; wait < 200 && ours().length < 3; wait++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    stop();
    expect(ours().sort()).toEqual(['kernel_info_reply', 'status', 'status']);
    await expect(
      kernel.send({ channel: 'iopub', header, parent_header: {}, metadata: {}, content: {}, buffers: [] }),
    ).rejects.toThrow('Cannot send kernel message: iopub only receives');
  });

  test('limits that make no sense are refused', async () => {
    await expect(kernel.execute('1', { timeoutMs: -1 })).rejects.toThrow(
      new RangeError('Cannot execute: timeoutMs must be 0 or more, current value is -1'),
    );
  });
});

test('a kernel killed in the middle settles its cell with what it had written, and leaves nothing behind', async () => {
  const kernel = await KernelClient.start();
  const folder = dirname(kernel.connectionFile);
  const child = await kernel.execute(
    'const sleeper = (globalThis as any).process.getBuiltinModule?.("child_process") ?? require("child_process"); sleeper.spawn("sleep", ["600"], { stdio: "ignore" }).pid',
  );
  const childPid = Number(textOf(child));
  expect(running(childPid)).toBe(true);
  const cell = kernel.execute('console.log("before"); await new Promise(() => {})');
  const next = kernel.execute('1');
  const request = kernel.request('comm_info_request', {}).catch(() => undefined);
  await request;
  setTimeout(() => process.kill(kernel.pid!, 'SIGKILL'), 500);
  expect(await cell).toMatchObject({ status: 'dead', kernelLost: true, outputs: [{ text: 'before\n' }] });
  expect((await next).status).toBe('dead');
  expect(await kernel.exited).toMatchObject({ signal: 'SIGKILL', requested: false });
  await expect(kernel.request('comm_info_request', {})).rejects.toThrow('the kernel has ended');
  expect([await gone(childPid), existsSync(folder), kernel.alive]).toEqual([true, false, false]);
});

test('a loop that cannot be interrupted is killed after the grace time', async () => {
  const kernel = await KernelClient.start();
  await kernel.execute('1');
  const stopped = await kernel.execute(
    'setTimeout(() => { while (true) {} }, 0); await new Promise(() => {})',
    {
      timeoutMs: 500,
      graceMs: 300,
    },
  );
  expect([stopped.status, stopped.kernelLost, kernel.alive]).toEqual(['timeout', true, false]);
  expect(await gone(kernel.pid!)).toBe(true);
});

test('tcp works as ipc does, and shutdown is asked for politely', async () => {
  const kernel = await KernelClient.start({ transport: 'tcp' });
  expect(textOf(await kernel.execute('6 * 7'))).toBe('42');
  expect(await kernel.shutdown({ graceMs: 10_000 })).toMatchObject({ requested: true, code: 0 });
});

test('a command that ends at once is tried twice, and the message holds what it wrote', async () => {
  const tried: string[] = [];
  const command = (file: string): string[] => {
    tried.push(file);
    return [process.execPath, '-e', 'console.error("no such module"); process.exit(7)'];
  };
  await expect(KernelClient.start({ command })).rejects.toThrow(
    'Cannot start kernel: it ended with code 7:\nno such module',
  );
  expect(new Set(tried.map((file) => dirname(file))).size).toBe(2);
  expect(tried.some((file) => existsSync(dirname(file)))).toBe(false);
});

test('a program that is not there is told', async () => {
  await expect(KernelClient.start({ command: () => ['/no/such/program'], attempts: 1 })).rejects.toThrow(
    'ENOENT',
  );
});

test('a process that never answers is killed at the deadline', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'silent-'));
  const pidFile = join(folder, 'pid');
  const script =
    'require("fs").writeFileSync(process.argv[1], String(process.pid)); setInterval(() => {}, 1000)';
  const command = (): string[] => [process.execPath, '-e', script, pidFile];
  await expect(KernelClient.start({ command, attempts: 1, startTimeoutMs: 1_000 })).rejects.toThrow(
    'Cannot start kernel: no answer within 1 s',
  );
  expect(await gone(Number(readFileSync(pidFile, 'utf8')))).toBe(true);
  rmSync(folder, { recursive: true });
});

test('an aborted start is given up, and not tried again', async () => {
  const controller = new AbortController();
  let tries = 0;
  const command = (): string[] => {
    tries++;
    return [process.execPath, '-e', 'setInterval(() => {}, 1000)'];
  };
  const start = KernelClient.start({ command, signal: controller.signal });
  setTimeout(() => controller.abort(new Error('not now')), 100);
  await expect(start).rejects.toThrow('not now');
  expect(tries).toBe(1);
});

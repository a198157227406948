import { EventEmitter } from 'node:events';
import type { Output } from '../../../../src/runtime/format/notebook.js';
import type { KernelMessage } from '../../../../src/runtime/kernel/client-message.js';
import type { Execution, ExecuteOptions } from '../../../../src/runtime/kernel/client.js';
import type { KernelExit } from '../../../../src/runtime/kernel/client-process.js';
import type { ServedKernel } from '../../../../src/runtime/serve/running-kernel.js';

/**
 * A kernel that understands four lines: `print TEXT`, `fail NAME`, `wait` (until it is interrupted or told to go on) and
 * `die`. Anything else does nothing.
 */
export class FakeKernel implements ServedKernel {
  alive = true;
  readonly info = {};
  readonly ran: string[] = [];
  readonly #events = new EventEmitter();
  readonly exited = new Promise<KernelExit>((resolve) => this.#events.once('exit', resolve));
  #count = 0;

  async execute(code: string, { onOutput, signal }: ExecuteOptions = {}): Promise<Execution> {
    const outputs: Output[] = [];
    const add = (output: Output): void => {
      outputs.push(output);
      onOutput?.({ kind: 'add', index: outputs.length - 1, output });
    };
    const end = (status: Execution['status'], kernelLost = false): Execution => ({
      status,
      executionCount: kernelLost ? null : this.#count,
      outputs,
      kernelLost,
    });
    this.ran.push(code);
    this.#count++;
    for (const line of code.split('\n')) {
      await Promise.resolve();
      const [word, ...rest] = line.split(' ');
      const text = rest.join(' ');
      if (word === 'print') {
        const last = outputs.at(-1);
        if (last?.output_type === 'stream') {
          last.text += `${text}\n`;
          onOutput?.({ kind: 'change', index: outputs.length - 1, output: last });
        } else add({ output_type: 'stream', name: 'stdout', text: `${text}\n` });
      }
      if (word === 'fail') {
        add({ output_type: 'error', ename: text, evalue: 'it failed', traceback: [`${text}: it failed`] });
        return end('error');
      }
      if (word === 'wait') {
        const why = await new Promise<string>((resolve) => {
          signal?.addEventListener('abort', () => resolve('interrupted'));
          this.#events.once('go', () => resolve('go'));
          this.#events.once('exit', () => resolve('dead'));
        });
        if (why === 'interrupted') return end('interrupted');
        if (why === 'dead') return end('dead', true);
      }
      if (word === 'die') {
        this.end({ code: null, signal: 'SIGKILL', requested: false, log: '' });
        return end('dead', true);
      }
    }
    return end('ok');
  }

  /** Lets a cell that waits go on. */
  go(): void {
    this.#events.emit('go');
  }

  /** Ends the process. */
  end(exit: KernelExit): void {
    this.alive = false;
    this.#events.emit('exit', exit);
  }

  async send(): Promise<void> {}

  onMessage(_listener: (message: KernelMessage) => void): () => void {
    return () => undefined;
  }

  interrupt(): void {}

  async shutdown(): Promise<KernelExit> {
    this.end({ code: 0, signal: null, requested: true, log: '' });
    return this.exited;
  }

  kill(): Promise<KernelExit> {
    return this.shutdown();
  }
}

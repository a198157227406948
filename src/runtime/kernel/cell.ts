import { AsyncLocalStorage } from 'node:async_hooks';
import { StringDecoder } from 'node:string_decoder';
import type { Failure } from './thrown.js';

/** Representations of one thing by media type. */
export type Bundle = Readonly<Record<string, unknown>>;

/** The names of the two streams of a cell. */
export type StreamName = 'stdout' | 'stderr';

/** Sends a message to every client, as caused by the request that a cell came with. */
export type Publish = (type: string, content: Record<string, unknown>) => void;

/** The cell whose code is running, followed through promises, timers and callbacks. */
export const currentCell = new AsyncLocalStorage<Cell>();

/** Writes sent one by one in a window of time; past that many, they are gathered. */
const freeWrites = 16;
const windowMs = 50;
/** Gathered text that is sent without waiting, in UTF-16 units. */
const maxGathered = 1 << 16;

/**
 * Where the output of one cell goes, however late it comes.
 *
 * Text is sent at once while it comes in small measure, so that a cell's progress shows even when it never yields; a
 * flood is gathered and sent a few times a second. The order of all that a cell shows is kept.
 */
export class Cell {
  /** Whether the cell's code, or a promise that it is awaited for, is still running. */
  running = true;
  /** What the reply carries for the client's pager. */
  readonly payload: { readonly source: 'page'; readonly data: Bundle; readonly start: number }[] = [];
  readonly #publish: Publish;
  readonly #decoders: Partial<Record<StreamName, StringDecoder>> = {};
  #gathered = '';
  #gatheredName: StreamName = 'stdout';
  #windowStart = 0;
  #windowWrites = 0;
  #flushing = false;

  /** @param publish Sends to the clients; a silent cell's sends nothing. */
  constructor(publish: Publish) {
    this.#publish = publish;
  }

  /** Writes text or UTF-8 bytes to a stream; a character cut in two is put together. */
  write(name: StreamName, chunk: string | Uint8Array): void {
    const text =
      typeof chunk === 'string'
        ? chunk
        : (this.#decoders[name] ??= new StringDecoder('utf8')).write(Buffer.from(chunk));
    if (text === '') return;
    if (this.#gathered !== '' && this.#gatheredName !== name) this.flush();
    this.#gatheredName = name;
    this.#gathered += text;
    const now = performance.now();
    if (now - this.#windowStart >= windowMs) {
      this.#windowStart = now;
      this.#windowWrites = 0;
    }
    if (this.#windowWrites < freeWrites || this.#gathered.length >= maxGathered) {
      this.#windowWrites++;
      this.flush();
    } else if (!this.#flushing) {
      this.#flushing = true;
      setImmediate(() => this.flush());
    }
  }

  /** Sends the text gathered so far. */
  flush(): void {
    this.#flushing = false;
    if (this.#gathered === '') return;
    const text = this.#gathered;
    this.#gathered = '';
    this.#publish('stream', { name: this.#gatheredName, text });
  }

  /** Shows something, or what stands under a display id anew. */
  display(data: Bundle, metadata: Bundle = {}, transient: Bundle = {}, update = false): void {
    this.#send(update ? 'update_display_data' : 'display_data', {
      data: toJsonBundle(data),
      metadata,
      transient,
    });
  }

  /** Takes away what the cell has shown; with `wait`, when the next output comes. */
  clear(wait: boolean): void {
    this.#send('clear_output', { wait });
  }

  /** Gives something to the client's pager, with the reply. */
  page(data: Bundle): void {
    this.payload.push({ source: 'page', data: toJsonBundle(data), start: 0 });
  }

  /** Shows the value of the last expression. */
  result(executionCount: number, data: Bundle, metadata: Bundle = {}): void {
    this.#send('execute_result', { execution_count: executionCount, data: toJsonBundle(data), metadata });
  }

  /** Shows why the cell failed. */
  error({ ename, evalue, traceback }: Failure): void {
    this.#send('error', { ename, evalue, traceback });
  }

  #send(type: string, content: Record<string, unknown>): void {
    this.flush();
    this.#publish(type, content);
  }
}

/**
 * A bundle as JSON carries it: bytes become base64, and what JSON cannot hold is refused.
 *
 * @throws {TypeError} If a value has no JSON, such as a BigInt or an object that contains itself.
 */
function toJsonBundle(data: Bundle): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [type, value] of Object.entries(data)) {
    if (value === undefined) continue;
    if (value instanceof Uint8Array) plain[type] = Buffer.from(value).toString('base64');
    else if (typeof value === 'string') plain[type] = value;
    else {
      try {
        plain[type] = JSON.parse(JSON.stringify(value)) as unknown;
      } catch (cause) {
        throw new TypeError(`Cannot show ${type}: the value has no JSON`, { cause });
      }
    }
  }
  return plain;
}

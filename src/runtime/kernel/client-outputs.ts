import type {
  DisplayOutput,
  Json,
  JsonObject,
  MimeData,
  Output,
  ResultOutput,
  StreamOutput,
} from '../format/notebook.js';
import type { KernelMessage } from './client-message.js';
import { StreamText } from './client-stream.js';

/** A change of a cell's outputs, as it happens. */
export type OutputEvent =
  /** A new output stands at `index`. */
  | { readonly kind: 'add'; readonly index: number; readonly output: Output }
  /** The output at `index` has changed: a stream has grown, or a display was updated. */
  | { readonly kind: 'change'; readonly index: number; readonly output: Output }
  /** All outputs are gone. */
  | { readonly kind: 'clear' };

/** How much output of one cell is kept. */
export interface OutputLimits {
  /** Most bytes (UTF-8) kept of a cell's output. @default 20_000_000 */
  readonly maxOutputBytes?: number;
  /** Most outputs kept of a cell; a stream without a break counts as one. @default 10_000 */
  readonly maxOutputs?: number;
}

/** Updates a shown output that a display id names. */
export type DisplayUpdater = (data: MimeData, metadata: JsonObject) => void;

/** What was shown under each display id, in every cell of one kernel. */
export type DisplayRegistry = Map<string, Set<DisplayUpdater>>;

/** Longest name, message or traceback line of an error that is kept, in UTF-16 units. */
const maxErrorText = 100_000;

/**
 * Makes a cell's outputs from the iopub messages of its execution: streams run together and carriage returns,
 * backspaces, `clear_output` and `update_display_data` are followed. Past the limits output is cut, and an output says so.
 * An error is always kept.
 */
export class OutputCollector {
  /** The outputs so far. The array and its members are changed in place. */
  readonly outputs: Output[] = [];
  /** The cell's number, once the kernel has told it at the start of the cell. */
  executionCount: number | null = null;
  readonly #displays: DisplayRegistry;
  readonly #onOutput: ((event: OutputEvent) => void) | undefined;
  readonly #maxBytes: number;
  readonly #maxOutputs: number;
  #stream: StreamText | undefined;
  #clearPending = false;
  #bytes = 0;
  #cutBytes = 0;
  #cutOutputs = 0;
  #notice: StreamOutput | undefined;

  constructor(
    displays: DisplayRegistry,
    { maxOutputBytes = 20_000_000, maxOutputs = 10_000 }: OutputLimits = {},
    onOutput?: (event: OutputEvent) => void,
  ) {
    checkLimit('maxOutputBytes', maxOutputBytes);
    checkLimit('maxOutputs', maxOutputs);
    this.#displays = displays;
    this.#maxBytes = maxOutputBytes;
    this.#maxOutputs = maxOutputs;
    this.#onOutput = onOutput;
  }

  /** Takes one message; those that are no output are passed over. */
  take({ header, content }: KernelMessage): void {
    switch (header.msg_type) {
      case 'execute_input':
        if (typeof content['execution_count'] === 'number') this.executionCount = content['execution_count'];
        return;
      case 'stream':
        return this.#write(content['name'] === 'stderr' ? 'stderr' : 'stdout', text(content['text']));
      case 'display_data':
        return this.#show({ output_type: 'display_data', ...bundle(content) }, content);
      case 'execute_result': {
        const count = content['execution_count'];
        return this.#show(
          {
            output_type: 'execute_result',
            execution_count: typeof count === 'number' ? count : null,
            ...bundle(content),
          },
          content,
        );
      }
      case 'update_display_data':
        return this.#update(content);
      case 'error':
        return this.#fail(content);
      case 'clear_output':
        if (content['wait'] === true) this.#clearPending = true;
        else this.#clear();
    }
  }

  #write(name: 'stdout' | 'stderr', chunk: string): void {
    if (chunk === '') return;
    this.#clearIfPending();
    const last = this.outputs.at(-1);
    const grows = this.#stream !== undefined && last?.output_type === 'stream' && last.name === name;
    if (!grows && this.#full()) return this.#cut(Buffer.byteLength(chunk), 1);
    const kept = this.#fit(chunk);
    if (kept !== '') {
      if (grows) {
        this.#stream!.write(kept);
        last.text = this.#stream!.toString();
        this.#emit('change', this.outputs.length - 1);
      } else {
        this.#stream = new StreamText();
        this.#stream.write(kept);
        this.#add({ output_type: 'stream', name, text: this.#stream.toString() });
      }
    }
    const lost = Buffer.byteLength(chunk) - Buffer.byteLength(kept);
    if (lost > 0) this.#cut(lost, 0);
  }

  /** The part of a chunk that the byte limit leaves room for, never ending within a character. */
  #fit(chunk: string): string {
    const size = Buffer.byteLength(chunk);
    const room = this.#notice ? 0 : Math.max(0, this.#maxBytes - this.#bytes);
    if (size <= room) {
      this.#bytes += size;
      return chunk;
    }
    const buffer = Buffer.from(chunk);
    let end = room;
    while (end > 0 && (buffer[end]! & 0xc0) === 0x80) end--;
    this.#bytes += end;
    return buffer.toString('utf8', 0, end);
  }

  #show(output: DisplayOutput | ResultOutput, content: JsonObject): void {
    this.#clearIfPending();
    const size = dataBytes(output.data);
    if (this.#full() || this.#notice || this.#bytes + size > this.#maxBytes) return this.#cut(size, 1);
    this.#bytes += size;
    this.#add(output);
    const id = displayId(content);
    if (id === undefined) return;
    const updaters = this.#displays.get(id) ?? new Set();
    this.#displays.set(id, updaters);
    let shownBytes = size;
    updaters.add((data, metadata) => {
      const index = this.outputs.indexOf(output);
      if (index === -1) return;
      const newBytes = dataBytes(data);
      if (this.#bytes - shownBytes + newBytes > this.#maxBytes) return this.#cut(newBytes, 1);
      this.#bytes += newBytes - shownBytes;
      shownBytes = newBytes;
      output.data = data;
      output.metadata = metadata;
      this.#emit('change', index);
    });
  }

  #update(content: JsonObject): void {
    const { data, metadata } = bundle(content);
    for (const update of this.#displays.get(displayId(content) ?? '') ?? []) update(data, metadata);
  }

  #fail(content: JsonObject): void {
    this.#clearIfPending();
    const traceback = Array.isArray(content['traceback']) ? content['traceback'].slice(0, 1000) : [];
    this.#add({
      output_type: 'error',
      ename: text(content['ename']).slice(0, maxErrorText),
      evalue: text(content['evalue']).slice(0, maxErrorText),
      traceback: traceback.map((line) => text(line).slice(0, maxErrorText)),
    });
  }

  #add(output: Output): void {
    if (output.output_type !== 'stream') this.#stream = undefined;
    this.outputs.push(output);
    this.#emit('add', this.outputs.length - 1);
  }

  #full(): boolean {
    return this.outputs.length - (this.#notice ? 1 : 0) >= this.#maxOutputs;
  }

  /** Counts what was dropped and says so in one output of its own. */
  #cut(bytes: number, outputs: number): void {
    this.#cutBytes += bytes;
    this.#cutOutputs += outputs;
    const notice = `Output was cut: ${group(this.#bytes)} bytes are shown, ${group(this.#cutBytes)} more bytes${
      this.#cutOutputs > 0 ? ` and ${group(this.#cutOutputs)} more outputs` : ''
    } are not (limits: ${group(this.#maxBytes)} bytes, ${group(this.#maxOutputs)} outputs a cell)\n`;
    if (this.#notice) {
      this.#notice.text = notice;
      this.#emit('change', this.outputs.indexOf(this.#notice));
      return;
    }
    this.#stream = undefined;
    this.#notice = { output_type: 'stream', name: 'stderr', text: notice };
    this.#add(this.#notice);
  }

  #clearIfPending(): void {
    if (this.#clearPending) this.#clear();
  }

  #clear(): void {
    this.#clearPending = false;
    this.outputs.length = 0;
    this.#stream = undefined;
    this.#notice = undefined;
    this.#bytes = this.#cutBytes = this.#cutOutputs = 0;
    this.#onOutput?.({ kind: 'clear' });
  }

  #emit(kind: 'add' | 'change', index: number): void {
    const output = this.outputs[index];
    if (output !== undefined) this.#onOutput?.({ kind, index, output });
  }
}

function bundle(content: JsonObject): { data: MimeData; metadata: JsonObject } {
  return { data: object(content['data']), metadata: object(content['metadata']) };
}

function displayId(content: JsonObject): string | undefined {
  const id = object(content['transient'])['display_id'];
  return typeof id === 'string' ? id : undefined;
}

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

function dataBytes(data: MimeData): number {
  let bytes = 0;
  for (const value of Object.values(data)) {
    bytes += Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
  }
  return bytes;
}

function group(count: number): string {
  return count.toLocaleString('en-US');
}

function checkLimit(name: string, value: number): void {
  if (!(value >= 0))
    throw new RangeError(`Cannot limit output: ${name} must be 0 or more, current value is ${value}`);
}

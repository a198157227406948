import type { Output } from '../format/notebook.js';
import type { OutputEvent } from '../kernel/client-outputs.js';
import type { LessonEvent, LessonOutput } from './protocol/lesson.js';

/** Milliseconds over which changes of a cell's output are gathered before they are sent. */
const gatherMs = 40;

/**
 * Turns the changes of one cell's outputs into events for the pages, a few a second however fast the cell prints:
 * a stream that only grew is sent as the text it grew by.
 */
export class OutputFeed {
  readonly #id: string;
  readonly #outputs: () => readonly Output[];
  readonly #send: (event: LessonEvent) => void;
  /** The text of each output as it was last sent, where it is a stream. */
  #sent: (string | undefined)[];
  #dirtyFrom = Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(id: string, outputs: () => readonly Output[], send: (event: LessonEvent) => void) {
    this.#id = id;
    this.#outputs = outputs;
    this.#send = send;
    this.#sent = outputs().map(streamText);
  }

  /** Notes a change. */
  take(event: OutputEvent): void {
    this.#dirtyFrom = Math.min(this.#dirtyFrom, event.kind === 'clear' ? 0 : event.index);
    this.#timer ??= setTimeout(() => this.flush(), gatherMs);
  }

  /** Sends everything, from the first output on, whatever was sent before. */
  replace(): void {
    this.#sent = [];
    this.#dirtyFrom = 0;
    this.flush();
  }

  /** Sends now what has changed. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const from = this.#dirtyFrom;
    this.#dirtyFrom = Infinity;
    if (from === Infinity) return;
    const outputs = this.#outputs();
    const before = this.#sent[from];
    const now = outputs[from];
    const grown = now?.output_type === 'stream' && before !== undefined && now.text.startsWith(before);
    if (grown && from === outputs.length - 1 && from === this.#sent.length - 1) {
      if (now.text.length > before.length) {
        this.#send({ kind: 'append', id: this.#id, at: from, text: now.text.slice(before.length) });
      }
    } else {
      this.#send({ kind: 'outputs', id: this.#id, at: from, outputs: outputs.slice(from) as LessonOutput[] });
    }
    this.#sent = [...this.#sent.slice(0, from), ...outputs.slice(from).map(streamText)];
  }
}

function streamText(output: Output): string | undefined {
  return output.output_type === 'stream' ? output.text : undefined;
}

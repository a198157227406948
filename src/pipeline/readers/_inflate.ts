import { constants, createInflateRaw } from 'node:zlib';

/** The part of Node's zlib binding that inflates into a buffer of the caller's. */
interface InflateHandle {
  onerror: (message: string, errno: number, code: string) => void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
  reset(): void;
  close(): void;
}

/**
 * Inflates raw DEFLATE data from one buffer into another, step by step, with one engine for any number of streams.
 *
 * The public functions of `node:zlib` make an engine and several buffers for every call, which costs more than the
 * inflating of a short WARC record; this drives the same engine directly. `after` counts are set by each step.
 */
export class Inflater {
  /** Bytes of input left over by the last step. */
  inputLeft = 0;
  /** Bytes of output space left over by the last step. */
  outputLeft = 0;
  /** What is wrong with the data, after a step that failed. */
  problem: string | undefined;

  readonly #handle: InflateHandle;
  readonly #state: Uint32Array;

  constructor() {
    const engine = createInflateRaw() as unknown as { _handle?: InflateHandle; _writeState?: Uint32Array };
    if (typeof engine._handle?.writeSync !== 'function' || !(engine._writeState instanceof Uint32Array)) {
      throw new Error(
        `Cannot inflate: Node ${process.version} has changed its zlib binding, use Node 20 to 26`,
      );
    }
    this.#handle = engine._handle;
    this.#state = engine._writeState;
    this.#handle.onerror = (message, _errno, code) => {
      this.problem = message || code;
    };
  }

  /**
   * Inflates `input[inputStart, inputEnd)` into `output[outputStart, outputEnd)` as far as either goes. The stream
   * has ended when both are left over. Returns false, with `problem` set, where the data is not DEFLATE.
   */
  step(
    input: Uint8Array,
    inputStart: number,
    inputEnd: number,
    output: Uint8Array,
    outputStart: number,
    outputEnd: number,
  ): boolean {
    this.problem = undefined;
    this.#handle.writeSync(
      constants.Z_SYNC_FLUSH,
      input,
      inputStart,
      inputEnd - inputStart,
      output,
      outputStart,
      outputEnd - outputStart,
    );
    if (this.problem !== undefined) return false;
    this.outputLeft = this.#state[0]!;
    this.inputLeft = this.#state[1]!;
    return true;
  }

  /** Makes ready for another stream. */
  reset(): void {
    this.#handle.reset();
  }

  /** Gives the engine's memory back. */
  close(): void {
    this.#handle.close();
  }
}

import { FileWriter } from './_file-writer.js';

const BLOCK_BYTES = 1 << 20;

/** Writes lines as zstd frames of about a mebibyte each; holds one block. */
export class LinesWriter {
  readonly #file: FileWriter;
  readonly #compress: (block: Uint8Array) => Uint8Array;
  readonly #block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  #length = 0;

  constructor(file: FileWriter, compress: (block: Uint8Array) => Uint8Array) {
    this.#file = file;
    this.#compress = compress;
  }

  /** @param line with its newline */
  write(line: string): void {
    // three bytes a unit are enough for any text
    if (this.#length + 3 * line.length > BLOCK_BYTES) this.#flush();
    if (3 * line.length <= BLOCK_BYTES) this.#length += this.#block.write(line, this.#length);
    else this.#file.write(this.#compress(Buffer.from(line)));
  }

  /** Ends the file; one that may stand alone has at least one frame. */
  commit({ alone = true } = {}): void {
    this.#flush();
    if (alone && this.#file.position === 0) this.#file.write(this.#compress(new Uint8Array(0)));
    this.#file.commit();
  }

  discard(): void {
    this.#file.discard();
  }

  #flush(): void {
    if (this.#length > 0) this.#file.write(this.#compress(this.#block.subarray(0, this.#length)));
    this.#length = 0;
  }
}

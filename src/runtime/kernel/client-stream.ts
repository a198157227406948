/**
 * Text as a terminal shows it: a carriage return starts the line again and later text overwrites it, a backspace
 * takes the character before it away. The result does not depend on how the text is cut into chunks.
 *
 * @example
 * const text = new StreamText();
 * text.write('10 %\r');
 * text.write('20 %\n');
 * text.toString() // => '20 %\n'
 */
export class StreamText {
  /** The finished lines. */
  #settled = '';
  /** The open line while the cursor stands at its end. */
  #tail = '';
  /** The open line by characters, once the cursor has moved back into it. */
  #line: string[] | undefined;
  #cursor = 0;
  /** The first half of a surrogate pair whose second half is in the next chunk. */
  #half = '';

  /** Adds text at the cursor. */
  write(chunk: string): void {
    let text = this.#half + chunk;
    this.#half = /[\ud800-\udbff]$/.test(text) ? text.slice(-1) : '';
    if (this.#half !== '') text = text.slice(0, -1);
    if (this.#line === undefined && !/[\r\b]/.test(text)) {
      this.#append(text);
      return;
    }
    for (const piece of text.split(/([\n\r\b])/)) {
      if (piece === '\n') this.#endLine();
      else if (piece === '\r') this.#moveTo(0);
      else if (piece === '\b') this.#erase();
      else if (piece !== '') this.#put(piece);
    }
  }

  /** The text so far. */
  toString(): string {
    return this.#settled + (this.#line?.join('') ?? this.#tail) + this.#half;
  }

  #append(text: string): void {
    const end = text.lastIndexOf('\n') + 1;
    if (end === 0) this.#tail += text;
    else {
      this.#settled += this.#tail + text.slice(0, end);
      this.#tail = text.slice(end);
    }
  }

  #endLine(): void {
    this.#settled += `${this.#line?.join('') ?? this.#tail}\n`;
    this.#tail = '';
    this.#line = undefined;
  }

  #put(text: string): void {
    if (this.#line === undefined) this.#tail += text;
    else for (const character of text) this.#line[this.#cursor++] = character;
  }

  #open(): string[] {
    if (this.#line === undefined) {
      this.#line = Array.from(this.#tail);
      this.#cursor = this.#line.length;
    }
    return this.#line;
  }

  #moveTo(cursor: number): void {
    this.#open();
    this.#cursor = cursor;
  }

  #erase(): void {
    const line = this.#open();
    if (this.#cursor > 0) line.splice(--this.#cursor, 1);
  }
}

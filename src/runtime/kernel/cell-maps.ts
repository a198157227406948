import { SourceMap } from 'node:module';
import { interruptiblePrefix } from './interruptible.js';

/** The compiled form of one cell. */
interface CellMap {
  readonly source: string;
  /** From the cell to modern JavaScript, and from there to the code that runs; undefined until both are known. */
  readonly steps: readonly SourceMap[];
  /** Columns that the first line of the code is moved by. */
  readonly prefix: number;
  /** Lines of the code: what follows is not the cell's. */
  readonly lines: number;
}

/** Text that stands before the first line of a cell's code: tslab's, and that of {@link interruptible}. */
const before = {
  sync: '(function(exports, require) { '.length,
  async: `(async function(exports, require) { ${interruptiblePrefix}`.length,
};

/** Finds the places in cells that belong to places in the code that runs. */
export class CellMaps {
  readonly #cells = new Map<string, CellMap>();

  /** The name that stands in stack traces for the code of a cell. */
  static fileName(label: string): string {
    return `${label}.ts`;
  }

  /**
   * Notes how the code of a cell was made.
   *
   * @param maps The JSON of the source maps, first step first.
   * @param isAsync Whether the code awaits at its top level.
   */
  add(label: string, source: string, code: string, maps: readonly string[], isAsync: boolean): void {
    const steps = maps.filter((map) => map !== '').map((map) => new SourceMap(JSON.parse(map) as never));
    this.#cells.set(CellMaps.fileName(label), {
      source,
      steps,
      prefix: isAsync ? before.async : before.sync,
      lines: code.trimEnd().split('\n').length,
    });
  }

  /** The text of the cell that a file name in a stack trace stands for. */
  source(fileName: string): string | undefined {
    return this.#cells.get(fileName)?.source;
  }

  /** The place in a cell, line and column from 1, of a place in its code. */
  find(fileName: string, line: number, column: number): { line: number; column: number } | undefined {
    const cell = this.#cells.get(fileName);
    if (!cell || line > cell.lines) return undefined;
    let place = { line: line - 1, column: column - 1 - (line === 1 ? cell.prefix : 0) };
    for (const map of [...cell.steps].reverse()) {
      const entry = map.findEntry(place.line, Math.max(0, place.column));
      if (!('originalLine' in entry)) return undefined;
      place = { line: entry.originalLine, column: entry.originalColumn };
    }
    // the compiler was given one line more, before the cell
    return { line: place.line, column: place.column + 1 };
  }
}

import { matchesGlob } from './glob.js';

/** One entry of `history_reply`: session, line, and the code, with its output where that was asked for. */
export type HistoryEntry = [session: number, line: number, code: string | [string, string | null]];

/** What was run in this kernel, oldest first. */
export class History {
  readonly #entries: { line: number; code: string; output: string | null }[] = [];

  /** Notes a cell that is about to run. */
  add(line: number, code: string): void {
    this.#entries.push({ line, code, output: null });
  }

  /** Notes the text of a cell's result. */
  setOutput(line: number, output: string): void {
    const entry = this.#entries.findLast((candidate) => candidate.line === line);
    if (entry) entry.output = output;
  }

  /**
   * Answers a `history_request`. There is one session, 1, also known as 0 (the current one); an operation that is not
   * known finds nothing.
   */
  find(request: Readonly<Record<string, unknown>>): HistoryEntry[] {
    const output = request['output'] === true;
    return this.#select(request).map((entry) => [
      1,
      entry.line,
      output ? [entry.code, entry.output] : entry.code,
    ]);
  }

  #select(
    request: Readonly<Record<string, unknown>>,
  ): { line: number; code: string; output: string | null }[] {
    const count = typeof request['n'] === 'number' ? Math.max(0, request['n']) : Infinity;
    switch (request['hist_access_type']) {
      case 'tail':
        return last(this.#entries, count);
      case 'range': {
        const session = request['session'];
        if (session !== undefined && session !== 0 && session !== 1) return [];
        const start = typeof request['start'] === 'number' ? request['start'] : 0;
        const stop = typeof request['stop'] === 'number' ? request['stop'] : Infinity;
        return this.#entries.filter(({ line }) => line >= start && line < stop);
      }
      case 'search': {
        const pattern = typeof request['pattern'] === 'string' ? request['pattern'] : '*';
        let found = this.#entries.filter(({ code }) => matchesGlob(code, pattern));
        if (request['unique'] === true) {
          const latest = new Map(found.map((entry) => [entry.code, entry]));
          found = found.filter((entry) => latest.get(entry.code) === entry);
        }
        return last(found, count);
      }
      default:
        return [];
    }
  }
}

function last<T>(values: readonly T[], count: number): T[] {
  return values.slice(Math.max(0, values.length - count));
}

import { inspect } from 'node:util';
import type { CompletionInfo, Diagnostic } from 'tslab/dist/converter.js';
import type { Bundle } from './cell.js';
import { judgeCompleteness, type Completeness } from './completeness.js';
import { describeDiagnostics } from './diagnostics.js';
import { CellMaps } from './cell-maps.js';
import { prepareCell } from './cell-source.js';
import { cellImports, installModuleOverlay, type CellImports } from './module-overlay.js';
import { describeQuickInfo } from './quick-info.js';
import { describeThrown, type Failure } from './thrown.js';
import { hookRepair, interruptible, settleWithin } from './interruptible.js';
import { awaitsAtTopLevel } from './top-level-await.js';
import { loadTslab, type Tslab } from './tslab.js';

/** How the execution of a cell ended. */
export type Outcome =
  | { readonly kind: 'ok'; readonly result?: { readonly data: Bundle; readonly metadata: Bundle } }
  | { readonly kind: 'error'; readonly failure: Failure };

/** The cell was stopped by the user. */
const interrupted: Failure = {
  ename: 'Interrupted',
  evalue: 'The cell was interrupted',
  traceback: ['Interrupted: The cell was interrupted'],
};

/** The method by which a value tells how to show it. */
const jupyterDisplay = Symbol.for('Jupyter.display');

/**
 * Compiles and runs cells: tslab's converter and executor, with errors and results passed as values.
 *
 * One cell runs at a time; the caller sees to that.
 */
export class Engine {
  readonly #tslab: Tslab;
  readonly #executor: ReturnType<Tslab['createExecutor']>;
  #diagnostics: readonly Diagnostic[] = [];
  readonly #maps = new CellMaps();
  #label = 'cell';
  #source = '';
  #lastExpression: string | undefined;
  #thrown: unknown;
  #stop: ((failure: Failure) => void) | undefined;

  /** @param cwd The folder from which cells import. */
  constructor(cwd: string) {
    this.#tslab = loadTslab();
    const { compiler } = this.#tslab.loaded;
    installModuleOverlay();
    const converter = this.#tslab.createConverter();
    const node = {
      ...converter,
      convert: (previous: string, source: string) => {
        let result = converter.convert(previous, source);
        // a name may be one of Node's that was not read yet
        if (result.diagnostics.length > 0 && this.#tslab.useNodeTypes())
          result = converter.convert(previous, source);
        const { lastExpressionVar, ...converted } = result;
        this.#diagnostics = converted.diagnostics;
        // the result is taken from the executor's variables, not from what it would print
        this.#lastExpression = lastExpressionVar;
        const compiled = this.#tslab.takeCompiled();
        if (!compiled || !converted.output) return converted;
        const hasToplevelAwait = awaitsAtTopLevel(compiler, compiled.file);
        const code = hasToplevelAwait ? interruptible(converted.output) : converted.output;
        this.#maps.add(this.#label, this.#source, converted.output, compiled.maps, hasToplevelAwait);
        const output = `${code}\n//# sourceURL=${CellMaps.fileName(this.#label)}`;
        return { ...converted, output, hasToplevelAwait };
      },
      addModule: (...args: Parameters<typeof converter.addModule>) => {
        this.#diagnostics = converter.addModule(...args);
        return this.#diagnostics as Diagnostic[];
      },
    };
    const convs = { node, browser: node, close: () => converter.close() };
    this.#executor = this.#tslab.createExecutor(cwd, convs, {
      log: () => undefined,
      // an error that was thrown comes alone; a diagnostic comes with a format, and is known already
      error: (...args: unknown[]) => {
        if (args.length === 1) this.#thrown = args[0];
      },
    });
    // what the code of every cell is given by tslab
    const given = (globalThis as unknown as { __tslab__: CellImports }).__tslab__;
    Object.assign(given, cellImports(given.require, cwd), { settle: settleWithin });
    // the first program is the dear one: it is made before it is needed
    converter.convert('', 'console.log([0].map((x) => x + 1))');
    this.#tslab.takeCompiled();
  }

  /** Where `display` of tslab writes to. */
  get displaySeam(): Tslab['jupyter'] {
    return this.#tslab.jupyter;
  }

  /**
   * Runs a cell to its end: its code, and the promise that its last expression may be.
   *
   * @param label What the cell is called in stack traces.
   */
  async execute(source: string, label: string): Promise<Outcome> {
    this.#source = source;
    this.#label = label;
    this.#diagnostics = [];
    this.#lastExpression = undefined;
    this.#thrown = undefined;
    const { mode, module } = this.#tslab.getCodeMetadata(source);
    if (mode === 'browser') {
      const evalue = 'Cannot run cell: @browser cells are not supported; remove the @browser comment';
      return fail({ ename: 'Error', evalue, traceback: [evalue] });
    }
    let stopped: Failure | undefined;
    const stop = new Promise<void>((resolve) => {
      this.#stop = (failure) => {
        stopped ??= failure;
        this.#executor.interrupt();
        resolve();
      };
    });
    try {
      // the names that a module exports are its own affair
      const text = module === undefined ? prepareCell(this.#tslab.loaded.compiler, source) : source;
      // a SIGINT that came while the kernel was busy getting ready is seen in the first turn
      await nextTurn();
      if (stopped) return fail(stopped);
      // begun in a turn of its own, so that the cell's first promises can be run to their end within it
      const ok = await new Promise<boolean>((resolve) => {
        setImmediate(() => {
          resolve(this.#executor.execute(text));
          if (isInterruption(this.#thrown)) throw hookRepair;
        });
      });
      if (stopped) return fail(stopped);
      if (this.#diagnostics.length > 0) return fail(describeDiagnostics(source, this.#diagnostics));
      if (!ok) return fail(this.#describe(this.#thrown));
      let value = this.#takeResult();
      if (isThenable(value)) {
        const settled = settle(value);
        await Promise.race([settled, stop]);
        if (stopped) return fail(stopped);
        value = await settled;
      }
      const result = value === undefined ? undefined : await represent(value);
      // rejections that nothing handles become known at the end of this turn
      await nextTurn();
      if (stopped) return fail(stopped);
      return { kind: 'ok', ...(result ? { result } : {}) };
    } catch (error) {
      return fail(stopped ?? this.#describe(error));
    } finally {
      this.#stop = undefined;
    }
  }

  /** Stops the running cell, if it can be: code that waits, or, with SIGINT, the code of the cell's first turn. */
  interrupt(): void {
    this.#stop?.(interrupted);
  }

  /** Ends the running cell with an error that came up outside its own flow. */
  abort(error: unknown): void {
    this.#stop?.(this.#describe(error));
  }

  /** Describes a thrown value, its stack in terms of cells. */
  describe(error: unknown): Failure {
    return this.#describe(error);
  }

  /** Keeps what the compiler has become for the next kernel to start from. */
  saveCompiler(): void {
    this.#tslab.loaded.save();
  }

  /** What may stand at a UTF-16 offset of a cell. */
  complete(source: string, offset: number): CompletionInfo {
    this.#tslab.useNodeTypes();
    return this.#executor.complete(source, offset);
  }

  /** What stands at a UTF-16 offset of a cell; undefined for nothing. */
  inspect(source: string, offset: number): Bundle | undefined {
    this.#tslab.useNodeTypes();
    const info = this.#executor.inspect(source, offset);
    return info ? describeQuickInfo(info) : undefined;
  }

  /** Whether a piece of code may be run as it stands. */
  judge(source: string): Completeness {
    return judgeCompleteness(this.#tslab, source);
  }

  #describe(error: unknown): Failure {
    if (isInterruption(error)) return interrupted;
    return describeThrown(error, this.#maps);
  }

  #takeResult(): unknown {
    const name = this.#lastExpression;
    if (name === undefined) return undefined;
    const value: unknown = this.#executor.locals[name];
    delete this.#executor.locals[name];
    return value;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Whether an error is what Node throws when SIGINT stops a script. */
function isInterruption(error: unknown): boolean {
  return (
    error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED'
  );
}

function fail(failure: Failure): Outcome {
  return { kind: 'error', failure };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function settle(value: PromiseLike<unknown>): Promise<unknown> {
  const settled = Promise.resolve(value);
  settled.catch(() => undefined);
  return settled;
}

/** The representations of a value: its own, if it has them, else the text that Node would print. */
async function represent(value: unknown): Promise<{ data: Bundle; metadata: Bundle }> {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    const show = (value as Record<symbol, unknown>)[jupyterDisplay];
    if (typeof show === 'function') {
      const data: unknown = await show.call(value);
      if (typeof data !== 'object' || data === null) {
        throw new TypeError(
          `Cannot show result: Jupyter.display must give a MIME bundle, found ${String(data)}`,
        );
      }
      const { metadata } = value as { metadata?: unknown };
      const own =
        (value as { data?: unknown }).data === data && typeof metadata === 'object' && metadata !== null;
      return {
        data:
          'text/plain' in data ? (data as Bundle) : { ...data, 'text/plain': inspect(value, { depth: 0 }) },
        metadata: own ? (metadata as Bundle) : {},
      };
    }
  }
  return { data: { 'text/plain': inspect(value) }, metadata: {} };
}

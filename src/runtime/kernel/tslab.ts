import { createRequire } from 'node:module';
import type * as ts from '@tslab/typescript-for-tslab';
import type { createConverter, isCompleteCode } from 'tslab/dist/converter.js';
import type { createExecutor } from 'tslab/dist/executor.js';
import type { printQuickInfo } from 'tslab/dist/inspect.js';
import type { getCodeMetadata } from 'tslab/dist/metadata.js';

/** The parts of tslab that the kernel is made of. */
export interface Tslab {
  readonly createConverter: typeof createConverter;
  readonly createExecutor: typeof createExecutor;
  readonly isCompleteCode: typeof isCompleteCode;
  readonly printQuickInfo: typeof printQuickInfo;
  readonly getCodeMetadata: typeof getCodeMetadata;
  /** The syntax errors of a piece of code. */
  parseErrors(code: string): { readonly message: string; readonly end: number }[];
  /** tslab's Jupyter module: its `display` writes through the function that stands here. */
  readonly jupyter: { lastWriteDisplayData: unknown };
}

/** Finds modules as this package does, never as the folder of a notebook would: a tslab planted there is not loaded. */
const require = createRequire(import.meta.url);

/** The compiler that tslab brings. */
function loadTypeScript(): typeof ts {
  return createRequire(require.resolve('tslab/dist/converter.js'))(
    '@tslab/typescript-for-tslab',
  ) as typeof ts;
}

function parseErrors(code: string): { message: string; end: number }[] {
  const { createSourceFile, flattenDiagnosticMessageText, ScriptKind, ScriptTarget } = loadTypeScript();
  const file = createSourceFile('cell.tsx', code, ScriptTarget.Latest, false, ScriptKind.TSX);
  // not in the public declarations: the diagnostics of the parser alone
  const { parseDiagnostics = [] } = file as { parseDiagnostics?: readonly ts.Diagnostic[] };
  return parseDiagnostics.map(({ messageText, start = 0, length = 0 }) => ({
    message: flattenDiagnosticMessageText(messageText, '\n'),
    end: start + length,
  }));
}

/** Loads tslab. */
export function loadTslab(): Tslab {
  const converter = require('tslab/dist/converter.js') as Tslab;
  const executor = require('tslab/dist/executor.js') as Tslab;
  const inspector = require('tslab/dist/inspect.js') as Tslab;
  const metadata = require('tslab/dist/metadata.js') as Tslab;
  return {
    createConverter: converter.createConverter,
    isCompleteCode: converter.isCompleteCode,
    createExecutor: executor.createExecutor,
    printQuickInfo: inspector.printQuickInfo,
    getCodeMetadata: metadata.getCodeMetadata,
    parseErrors,
    jupyter: require('tslab/dist/jupyter.js') as Tslab['jupyter'],
  };
}

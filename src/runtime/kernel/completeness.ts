import type * as ts from '@tslab/typescript-for-tslab';
import type { Compiler } from './compiler.js';
import type { Tslab } from './tslab.js';

/** Whether code may be run as it stands, as `is_complete_reply` tells it. */
export type Completeness =
  | { readonly status: 'complete' }
  | { readonly status: 'incomplete'; readonly indent: string }
  | { readonly status: 'invalid' };

/**
 * Judges whether code is finished: `incomplete` if more may follow, `invalid` if nothing that follows could mend it.
 * Two empty lines at the end finish it in any case.
 */
export function judgeCompleteness(
  { isCompleteCode, loaded: { compiler } }: Tslab,
  code: string,
): Completeness {
  if (/(^|\n)\s*\n\s*$/.test(code)) return { status: 'complete' };
  // with a line after it, unfinished code is wrong only there, and what is wrong before that stays wrong
  const errors = parseErrors(compiler, `${code}\nexport {};`);
  if (errors.some(({ end }) => end <= code.length)) return { status: 'invalid' };
  const { completed, indent = '' } = isCompleteCode(code);
  return completed && errors.length === 0 ? { status: 'complete' } : { status: 'incomplete', indent };
}

/** The syntax errors of a module, as every cell is one: await may stand anywhere. */
function parseErrors(compiler: Compiler, code: string): { end: number }[] {
  const { createSourceFile, ScriptKind, ScriptTarget } = compiler;
  const file = createSourceFile('cell.tsx', code, ScriptTarget.Latest, false, ScriptKind.TSX);
  // not in the public declarations: the diagnostics of the parser alone
  const { parseDiagnostics = [] } = file as { parseDiagnostics?: readonly ts.Diagnostic[] };
  return parseDiagnostics.map(({ start = 0, length = 0 }) => ({ end: start + length }));
}

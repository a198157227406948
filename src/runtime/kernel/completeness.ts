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
  const { completed, indent } = isCompleteCode(code);
  if (!completed) return { status: 'incomplete', indent: indent ?? '' };
  if (/(^|\n)\s*\n\s*$/.test(code)) return { status: 'complete' };
  const errors = parseErrors(compiler, code);
  if (errors.length === 0) return { status: 'complete' };
  const open = errors.some(
    ({ message, end }) => message.startsWith('Unterminated template') && end >= code.length,
  );
  return open ? { status: 'incomplete', indent: '' } : { status: 'invalid' };
}

function parseErrors(compiler: Compiler, code: string): { message: string; end: number }[] {
  const { createSourceFile, flattenDiagnosticMessageText, ScriptKind, ScriptTarget } = compiler;
  // a module, as every cell is, so that await may stand anywhere
  const file = createSourceFile(
    'cell.tsx',
    `${code}\nexport {};`,
    ScriptTarget.Latest,
    false,
    ScriptKind.TSX,
  );
  // not in the public declarations: the diagnostics of the parser alone
  const { parseDiagnostics = [] } = file as { parseDiagnostics?: readonly ts.Diagnostic[] };
  return parseDiagnostics.map(({ messageText, start = 0, length = 0 }) => ({
    message: flattenDiagnosticMessageText(messageText, '\n'),
    end: start + length,
  }));
}

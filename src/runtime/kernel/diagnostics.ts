import type { Diagnostic } from 'tslab/dist/converter.js';
import type { Failure } from './thrown.js';

/** Diagnostics that are told in full; the rest are counted. */
const maxShown = 10;

/**
 * Tells why a cell does not compile: for each diagnostic its line and column in the cell, the message, and the line of
 * code with the place marked.
 *
 * @example
 * describeDiagnostics('const a: string = 1', diagnostics).evalue
 * // => '1:7 - Type \'number\' is not assignable to type \'string\'. (TS2322)'
 */
export function describeDiagnostics(source: string, diagnostics: readonly Diagnostic[]): Failure {
  const groups = group(diagnostics);
  const told = groups.map((messages) => {
    const first = messages[0]!;
    const place = `${first.fileName ? `${first.fileName}:` : ''}${first.start.line + 1}:${first.start.character + 1}`;
    // what follows the first message explains it, each a step deeper
    const text = messages.map(({ messageText }, depth) => `${'  '.repeat(depth)}${messageText}`).join('\n');
    return { first, headline: `${place} - ${text} (TS${first.code})` };
  });
  const syntax = groups.every(([first]) => first!.code >= 1000 && first!.code < 2000);
  const traceback = told
    .slice(0, maxShown)
    .map(({ first, headline }) => (first.fileName ? headline : `${headline}\n${codeFrame(source, first)}`))
    .join('\n\n')
    .split('\n');
  if (told.length > maxShown) traceback.push('', `and ${told.length - maxShown} more`);
  return {
    ename: syntax ? 'SyntaxError' : 'TypeScriptError',
    evalue: told.map(({ headline }) => headline).join('\n'),
    traceback,
  };
}

/** tslab tells a chain of messages as diagnostics of one place: puts them together again. */
function group(diagnostics: readonly Diagnostic[]): Diagnostic[][] {
  const groups: Diagnostic[][] = [];
  for (const diagnostic of diagnostics) {
    const previous = groups.at(-1)?.[0];
    if (
      previous &&
      previous.start.offset === diagnostic.start.offset &&
      previous.end.offset === diagnostic.end.offset &&
      // the links of a chain carry no file name
      (diagnostic.fileName === undefined || previous.fileName === diagnostic.fileName)
    ) {
      groups.at(-1)!.push(diagnostic);
    } else groups.push([diagnostic]);
  }
  return groups;
}

/** The line of a diagnostic and the one before it, with carets under the place. */
function codeFrame(source: string, { start, end }: Diagnostic): string {
  const lines = source.split(/\r\n|\n|\r/);
  return frameOf(lines, start.line, start.character, end.line > start.line ? undefined : end.character);
}

/**
 * A few lines of code with a place marked; lines and columns from 0.
 *
 * @param endColumn Where the mark ends, exclusive; to the end of the line if absent.
 */
export function frameOf(lines: readonly string[], line: number, column: number, endColumn?: number): string {
  const width = String(line + 1).length;
  const number = (index: number): string => String(index + 1).padStart(width);
  const text = lines[line] ?? '';
  const length = Math.max(1, (endColumn ?? text.length) - column);
  // a tab stays a tab, so that the mark stands below its place
  const indent = text.slice(0, column).replace(/[^\t]/g, ' ');
  const frame = [`> ${number(line)} | ${text}`, `  ${' '.repeat(width)} | ${indent}${'^'.repeat(length)}`];
  if (line > 0 && lines[line - 1]!.trim() !== '') frame.unshift(`  ${number(line - 1)} | ${lines[line - 1]}`);
  return frame.join('\n');
}

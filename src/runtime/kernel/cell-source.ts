import type * as ts from '@tslab/typescript-for-tslab';
import type { Compiler } from './compiler.js';

/**
 * The text of a cell as tslab takes it. Every name that a cell declares is known to the cells after it, so `export`
 * means nothing and is blanked out; lines and columns stay.
 *
 * @throws {SyntaxError} For `export * from`, whose names tslab cannot know; the message says what to write.
 *
 * @example
 * prepareCell(compiler, 'export const a = 1') // => '       const a = 1'
 */
export function prepareCell(compiler: Compiler, source: string): string {
  if (!/\bexport\b/.test(source)) return source;
  const file = compiler.createSourceFile(
    'cell.tsx',
    source,
    compiler.ScriptTarget.Latest,
    false,
    compiler.ScriptKind.TSX,
  );
  let text = source;
  const blank = (start: number, end: number): void => {
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
  };
  for (const statement of file.statements) {
    const start = statement.getStart(file);
    if (compiler.isExportDeclaration(statement)) {
      // `export { a } from 'x'` still brings the names in
      const named = statement.exportClause && compiler.isNamedExports(statement.exportClause);
      const starAs = statement.exportClause && compiler.isNamespaceExport(statement.exportClause);
      if (statement.moduleSpecifier && (named || starAs))
        text = `${text.slice(0, start)}import${text.slice(start + 6)}`;
      else if (!statement.moduleSpecifier) blank(start, statement.end);
      else {
        const name = statement.moduleSpecifier.getText(file);
        throw new SyntaxError(
          `Cannot use "export * from" in a cell: write \`import * as all from ${name}\`, or name what you need, instead`,
        );
      }
    } else if (compiler.isExportAssignment(statement)) {
      if (!statement.isExportEquals) blank(start, statement.expression.getStart(file));
    } else if (compiler.canHaveModifiers(statement)) {
      const anonymous = isAnonymous(compiler, statement);
      for (const modifier of compiler.getModifiers(statement) ?? []) {
        const { ExportKeyword, DefaultKeyword } = compiler.SyntaxKind;
        const exports = modifier.kind === ExportKeyword || modifier.kind === DefaultKeyword;
        if (exports && !anonymous) blank(modifier.getStart(file), modifier.end);
      }
    }
  }
  return text;
}

/** A default export without a name of its own has to stay as it is. */
function isAnonymous(compiler: Compiler, statement: ts.Statement): boolean {
  return (
    (compiler.isFunctionDeclaration(statement) || compiler.isClassDeclaration(statement)) &&
    statement.name === undefined
  );
}

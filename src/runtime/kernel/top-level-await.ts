import type * as ts from '@tslab/typescript-for-tslab';
import type { Compiler } from './compiler.js';

/** Whether a file awaits outside any function, by `await` or `for await`. */
export function awaitsAtTopLevel(compiler: Compiler, file: ts.SourceFile): boolean {
  if (!file.text.includes('await')) return false;
  const visit = (node: ts.Node): boolean => {
    if (compiler.isAwaitExpression(node)) return true;
    if (compiler.isForOfStatement(node) && node.awaitModifier) return true;
    // a function's body waits for itself; its decorators and computed name are of no account here
    if (compiler.isFunctionLike(node) || compiler.isTypeNode(node)) return false;
    if (compiler.isClassStaticBlockDeclaration(node) || compiler.isModuleDeclaration(node)) return false;
    return compiler.forEachChild(node, visit) ?? false;
  };
  return compiler.forEachChild(file, visit) ?? false;
}

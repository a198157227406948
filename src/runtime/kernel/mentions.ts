import type * as ts from '@tslab/typescript-for-tslab';
import type { Compiler } from './compiler.js';

/** Names that a file may use: global ones, and those of members whatever they are members of. */
export interface NameSet {
  readonly globals: ReadonlySet<string>;
  readonly members: ReadonlySet<string>;
}

/** Whether a file, just parsed, uses one of the names: a property or parameter that is only called like a global does not count. */
export function mentions(compiler: Compiler, file: ts.SourceFile, { globals, members }: NameSet): boolean {
  // not in the public declarations: every name in the file
  const { identifiers } = file as unknown as { identifiers: ReadonlyMap<string, string> };
  let perhaps = false;
  for (const name of identifiers.keys()) {
    if (members.has(name)) return true;
    perhaps ||= globals.has(name);
  }
  if (!perhaps) return false;
  const visit = (node: ts.Node, parent: ts.Node): boolean => {
    if (compiler.isIdentifier(node)) return globals.has(node.text) && !isMemberName(compiler, node, parent);
    return compiler.forEachChild(node, (child) => visit(child, node)) ?? false;
  };
  return visit(file, file);
}

/** Whether an identifier only names a part of its parent. */
function isMemberName(compiler: Compiler, node: ts.Identifier, parent: ts.Node): boolean {
  if (compiler.isPropertyAccessExpression(parent)) return parent.name === node;
  if (compiler.isQualifiedName(parent)) return parent.right === node;
  const named =
    compiler.isPropertySignature(parent) ||
    compiler.isPropertyDeclaration(parent) ||
    compiler.isPropertyAssignment(parent) ||
    compiler.isMethodSignature(parent) ||
    compiler.isMethodDeclaration(parent) ||
    compiler.isParameter(parent);
  return named && parent.name === node;
}

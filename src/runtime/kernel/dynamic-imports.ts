import type * as ts from '@tslab/typescript-for-tslab';
import type { Compiler } from './compiler.js';

/** Turns `import(x)` into `__tslab__.import(x)`: compiled to CommonJS it would be a `require`, which cannot load every module. */
export function rewriteDynamicImports(compiler: Compiler): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const { factory } = context;
    const visit = (node: ts.Node): ts.Node => {
      const visited = compiler.visitEachChild(node, visit, context);
      if (
        !compiler.isCallExpression(visited) ||
        visited.expression.kind !== compiler.SyntaxKind.ImportKeyword
      ) {
        return visited;
      }
      const callee = factory.createPropertyAccessExpression(factory.createIdentifier('__tslab__'), 'import');
      return factory.updateCallExpression(visited, callee, undefined, visited.arguments);
    };
    return compiler.visitNode(file, visit) as ts.SourceFile;
  };
}

import type * as ts from '@tslab/typescript-for-tslab';
import type { Compiler } from './compiler.js';

/** How the declarations of Node fall apart. */
export interface NodeParts {
  /** The files that declare something global, and all that they import. */
  readonly core: ReadonlySet<ts.SourceFile>;
  /** The other files, by the names of the modules that they declare. */
  readonly modules: ReadonlyMap<string, ts.SourceFile>;
}

/** Divides the files of `@types/node` into what every program needs and what only an import asks for. */
export function divideNode(compiler: Compiler, files: readonly ts.SourceFile[]): NodeParts {
  const declaring = new Map<string, ts.SourceFile>();
  for (const file of files) {
    for (const name of ambientModules(compiler, file)) declaring.set(name, declaring.get(name) ?? file);
  }
  const core = new Set(files.filter((file) => declaresGlobals(compiler, file)));
  for (const file of core) {
    for (const name of importedNames(file)) {
      const imported = declaring.get(name);
      if (imported) core.add(imported);
    }
  }
  return { core, modules: new Map([...declaring].filter(([, file]) => !core.has(file))) };
}

/** The module names that a file imports, as the compiler has gathered them. */
export function importedNames(file: ts.SourceFile): string[] {
  // not in the public declarations
  const { imports = [] } = file as { imports?: readonly ts.StringLiteralLike[] };
  return imports.map(({ text }) => text);
}

function ambientModules(compiler: Compiler, file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) =>
    compiler.isModuleDeclaration(statement) && compiler.isStringLiteral(statement.name)
      ? [statement.name.text]
      : [],
  );
}

function declaresGlobals(compiler: Compiler, file: ts.SourceFile): boolean {
  return file.statements.some((statement) => {
    if (!compiler.isModuleDeclaration(statement) || !compiler.isStringLiteral(statement.name)) return true;
    const { body } = statement;
    return (
      body !== undefined &&
      compiler.isModuleBlock(body) &&
      body.statements.some((inner) => (inner.flags & compiler.NodeFlags.GlobalAugmentation) !== 0)
    );
  });
}

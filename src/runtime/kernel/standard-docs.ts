import type * as ts from '@tslab/typescript-for-tslab';
import type { Compiler } from './compiler.js';
import type { StandardTypes } from './standard-types.js';

/** A node that carries comments; not in the public declarations. */
type Documented = ts.Node & { jsDoc?: unknown };

/**
 * Brings back the comments of the standard declarations, which are read without them, where a reader asks for one.
 *
 * Leaving out comments leaves the tree as it was: a declaration is found in the original file by the same path.
 */
export class StandardDocs {
  readonly #compiler: Compiler;
  readonly #standard: StandardTypes;
  readonly #originals = new Map<string, ts.SourceFile | undefined>();

  constructor(compiler: Compiler, standard: StandardTypes) {
    this.#compiler = compiler;
    this.#standard = standard;
  }

  /** Gives the declarations of the name at a position their comments. */
  restore(file: ts.SourceFile, checker: ts.TypeChecker, position: number): void {
    let symbol = checker.getSymbolAtLocation(nodeAt(this.#compiler, file, position));
    if (symbol && symbol.flags & this.#compiler.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    for (const declaration of symbol?.declarations ?? []) this.#restoreOne(declaration);
  }

  #restoreOne(declaration: ts.Node): void {
    // the comment of a variable stands before its whole statement
    const chain: ts.Node[] = [];
    for (let node = declaration; !this.#compiler.isSourceFile(node); node = node.parent) chain.unshift(node);
    const file = declaration.getSourceFile();
    const top = chain[0];
    if (!top || !this.#standard.texts.has(file.fileName)) return;
    const part = this.#standard.parts.find(
      ({ within, start, end }) => within === file.fileName && top.end > start && top.end <= end,
    );
    const original = this.#original(part?.file ?? file.fileName);
    if (!original) return;
    const first = part ? file.statements.findIndex(({ end }) => end > part.start) : 0;
    let twin: ts.Node | undefined = original.statements[file.statements.indexOf(top as ts.Statement) - first];
    for (const [depth, node] of chain.entries()) {
      if (depth > 0) {
        const index = children(this.#compiler, node.parent).indexOf(node);
        twin = twin && children(this.#compiler, twin)[index];
      }
      if (twin?.kind !== node.kind) return;
      (node as Documented).jsDoc = (twin as Documented).jsDoc;
    }
  }

  #original(name: string): ts.SourceFile | undefined {
    if (!this.#originals.has(name)) {
      const text = this.#compiler.sys.readFile(name);
      const { Latest } = this.#compiler.ScriptTarget;
      this.#originals.set(
        name,
        text === undefined ? undefined : this.#compiler.createSourceFile(name, text, Latest, true),
      );
    }
    return this.#originals.get(name);
  }
}

function children(compiler: Compiler, node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  compiler.forEachChild(node, (child) => {
    found.push(child);
  });
  return found;
}

/** The innermost node around a position. */
function nodeAt(compiler: Compiler, file: ts.SourceFile, position: number): ts.Node {
  let node: ts.Node = file;
  for (;;) {
    const inner = children(compiler, node).find(
      (child) => child.getStart(file) <= position && position <= child.end,
    );
    if (!inner) return node;
    node = inner;
  }
}

import { createRequire } from 'node:module';
import type TypeScript from '@tslab/typescript-for-tslab';

/** The names that tie a cell to the others. */
export interface CellNames {
  /** Names the cell declares at its top level, sorted. */
  readonly defines: readonly string[];
  /** The part of `defines` that comes from imports: to run the cell again does not change it. */
  readonly imports: readonly string[];
  /** Names it uses and does not declare at its top level, sorted. */
  readonly uses: readonly string[];
}

let loaded: typeof TypeScript | undefined;

/**
 * The names a cell defines and uses, from the parser of the compiler that will run it. Only parsed, never checked:
 * a name that an inner scope declares again still counts as used, so a cell may be called stale once too often, never
 * too seldom. Source that cannot be parsed gives what could be read. The first call loads the compiler (about 0.3 s).
 *
 * @example
 * cellNames('const kept = run(pages, [gopher({ min: LIMIT })])')
 * // => { defines: ['kept'], imports: [], uses: ['LIMIT', 'gopher', 'pages', 'run'] }
 */
export function cellNames(source: string): CellNames {
  const ts = (loaded ??= loadCompiler());
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, false, ts.ScriptKind.TS);
  const defines = new Set<string>();
  const imports = new Set<string>();
  const uses = new Set<string>();

  const bind = (name: TypeScript.BindingName): void => {
    if (ts.isIdentifier(name)) defines.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) bind(element.name);
  };

  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) bind(declaration.name);
    } else if (ts.isImportDeclaration(statement)) {
      for (const name of importedNames(ts, statement)) {
        defines.add(name);
        imports.add(name);
      }
    } else if (
      (ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement) ||
        ts.isEnumDeclaration(statement)) &&
      statement.name
    ) {
      defines.add(statement.name.text);
    }
  }

  const visit = (node: TypeScript.Node, parent: TypeScript.Node | undefined): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node) && !isLabel(ts, node, parent)) uses.add(node.text);
    ts.forEachChild(node, (child) => visit(child, node));
  };
  visit(file, undefined);
  for (const name of defines) uses.delete(name);
  const sorted = (names: Set<string>) => [...names].sort();
  return { defines: sorted(defines), imports: sorted(imports), uses: sorted(uses) };
}

/** Whether an identifier only names a property or a key, and refers to nothing. */
function isLabel(
  ts: typeof TypeScript,
  node: TypeScript.Identifier,
  parent: TypeScript.Node | undefined,
): boolean {
  if (!parent) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isEnumMember(parent)
  ) {
    return parent.name === node;
  }
  return false;
}

function importedNames(ts: typeof TypeScript, { importClause }: TypeScript.ImportDeclaration): string[] {
  if (!importClause) return [];
  const { name, namedBindings } = importClause;
  const names = name ? [name.text] : [];
  if (!namedBindings) return names;
  if (ts.isNamespaceImport(namedBindings)) return [...names, namedBindings.name.text];
  return [...names, ...namedBindings.elements.map((element) => element.name.text)];
}

/** The compiler that tslab brings, found through tslab so that the two are the same. */
function loadCompiler(): typeof TypeScript {
  const here = createRequire(import.meta.url);
  return createRequire(here.resolve('tslab'))('@tslab/typescript-for-tslab') as typeof TypeScript;
}

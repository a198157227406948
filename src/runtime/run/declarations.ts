import { createRequire } from 'node:module';
import type * as TypeScript from '@tslab/typescript-for-tslab';
import type { Json } from '../format/notebook.js';

/** What a constant's declaration says of the values it can hold. */
export type DeclaredType = 'number' | 'bigint' | 'string' | 'boolean' | 'json';

/** A variable that is declared with a value at the top level of a cell. */
export interface Declaration {
  readonly name: string;
  readonly keyword: 'const' | 'let' | 'var';
  readonly type: DeclaredType;
  /** The declared type as it is written, if it is. */
  readonly annotation: string | undefined;
  /** The only values allowed, where the type is a union of literals. */
  readonly choices: readonly Json[] | undefined;
  /** Where the value stands in the source, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** TypeScript as tslab brings it: the cells are read by the compiler that runs them. Loaded only when asked for. */
let typescript: typeof TypeScript | undefined;

function loadTypeScript(): typeof TypeScript {
  const own = createRequire(import.meta.url);
  typescript ??= createRequire(own.resolve('tslab'))('@tslab/typescript-for-tslab') as typeof TypeScript;
  return typescript;
}

/**
 * The variables that a cell declares with a value at its top level, in order.
 *
 * @example
 * findDeclarations('const rate = 0.5')[0]?.type // => 'number'
 */
export function findDeclarations(source: string): Declaration[] {
  const ts = loadTypeScript();
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, true);
  const found: Declaration[] = [];
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const { flags } = statement.declarationList;
    const keyword = flags & ts.NodeFlags.Const ? 'const' : flags & ts.NodeFlags.Let ? 'let' : 'var';
    for (const { name, type, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || !initializer) continue;
      const value = unwrap(ts, initializer);
      found.push({
        name: name.text,
        keyword,
        ...readType(ts, type, value),
        annotation: type?.getText(file),
        start: value.getStart(file),
        end: value.end,
      });
    }
  }
  return found;
}

/** The value itself, without parentheses, `as` and `satisfies`. */
function unwrap(ts: typeof TypeScript, node: TypeScript.Expression): TypeScript.Expression {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) {
    return unwrap(ts, node.expression);
  }
  return node;
}

function readType(
  ts: typeof TypeScript,
  type: TypeScript.TypeNode | undefined,
  value: TypeScript.Expression,
): Pick<Declaration, 'type' | 'choices'> {
  switch (type?.kind) {
    case ts.SyntaxKind.NumberKeyword:
      return { type: 'number', choices: undefined };
    case ts.SyntaxKind.BigIntKeyword:
      return { type: 'bigint', choices: undefined };
    case ts.SyntaxKind.StringKeyword:
      return { type: 'string', choices: undefined };
    case ts.SyntaxKind.BooleanKeyword:
      return { type: 'boolean', choices: undefined };
  }
  const choices = type && ts.isUnionTypeNode(type) ? literalChoices(ts, type) : undefined;
  return { type: valueType(ts, value), choices };
}

function literalChoices(ts: typeof TypeScript, { types }: TypeScript.UnionTypeNode): Json[] | undefined {
  const choices: Json[] = [];
  for (const type of types) {
    if (!ts.isLiteralTypeNode(type)) return undefined;
    if (ts.isStringLiteral(type.literal)) choices.push(type.literal.text);
    else if (ts.isNumericLiteral(type.literal)) choices.push(Number(type.literal.text));
    else return undefined;
  }
  return choices;
}

function valueType(ts: typeof TypeScript, node: TypeScript.Expression): DeclaredType {
  if (ts.isPrefixUnaryExpression(node)) return valueType(ts, node.operand as TypeScript.Expression);
  if (ts.isNumericLiteral(node)) return 'number';
  if (ts.isBigIntLiteral(node)) return 'bigint';
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return 'string';
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return 'boolean';
  return 'json';
}

import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sourceText } from './support/source-files.js';

/** One public name, with the comment above its declaration. */
interface PublicName {
  readonly name: string;
  readonly file: string;
  readonly kind: 'function' | 'type' | 'value';
  readonly comment: string;
}

/** The names that a module exports, through its own re-exports. */
function namesOf(file: string): PublicName[] {
  const text = sourceText(file);
  const found: PublicName[] = [];
  const reexports = /export\s+(?:type\s+)?(\*|\{[^}]*\})\s+from\s+'(\.[^']+)'/g;
  for (const [, what = '', specifier = ''] of text.matchAll(reexports)) {
    const target = posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
    const all = namesOf(target);
    if (what === '*') found.push(...all);
    else {
      for (const part of what.slice(1, -1).split(',')) {
        const name =
          part
            .trim()
            .replace(/^type\s+/, '')
            .split(/\s+as\s+/)[0] ?? '';
        if (name === '') continue;
        const declared = all.find((one) => one.name === name);
        found.push(declared ?? { name, file: target, kind: 'value', comment: '' });
      }
    }
  }
  const declarations =
    /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?^export\s+(?:declare\s+)?(?:async\s+)?(function\*?|const|class|interface|type)\s+(\w+)/gm;
  for (const [, comment = '', keyword = '', name = ''] of text.matchAll(declarations)) {
    if (found.some((one) => one.name === name)) continue; // an overload's comment stands above the first
    const kind = keyword.startsWith('function')
      ? 'function'
      : keyword === 'interface' || keyword === 'type'
        ? 'type'
        : 'value';
    found.push({ name, file, kind, comment });
  }
  return found;
}

const names = namesOf('src/index.ts');
const functions = names.filter((one) => one.kind === 'function');
const { createSourceFile } = createRequire(import.meta.url)('@tslab/typescript-for-tslab') as {
  createSourceFile(
    name: string,
    text: string,
    target: number,
  ): { parseDiagnostics: { messageText: unknown }[] };
};

/** The lines of a comment's example, without the stars. */
function exampleOf(comment: string): string {
  const lines = comment
    .replace(/\*\/\s*$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*\s?/, ''));
  const start = lines.findIndex((line) => line.startsWith('@example'));
  if (start < 0) return '';
  const end = lines.findIndex((line, i) => i > start && line.startsWith('@'));
  return lines
    .slice(start + 1, end < 0 ? undefined : end)
    .join('\n')
    .trim();
}

describe('public names', () => {
  test('are many, so that the reader of this test knows it looks at something', () => {
    expect(functions.length).toBeGreaterThan(20);
  });

  test('are each listed once', () => {
    const twice = names.map((one) => one.name).filter((name, i, all) => all.indexOf(name) !== i);
    expect(twice).toEqual([]);
  });

  test.each(names.map((one) => [one.name, one] as const))('%s says what it is', (_, { comment }) => {
    expect(comment.replace(/[/*\s]+/g, ' ').trim()).toMatch(/^[A-Z“"`0-9].{10,}/);
  });

  test.each(functions.map((one) => [one.name, one] as const))(
    '%s() shows an example that parses',
    (name, { comment }) => {
      const example = exampleOf(comment);
      expect(example).toContain(name);
      expect(
        createSourceFile('example.ts', example, 9).parseDiagnostics.map((one) => one.messageText),
      ).toEqual([]);
    },
  );
});

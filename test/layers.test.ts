import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, sourceText } from './support/source-files.js';

/** What each layer may import besides itself and packages. The longest prefix of a file's path names its layer. */
const layers: Record<string, readonly string[]> = {
  'src/pipeline/core': [],
  'src/pipeline/text': ['src/pipeline/core'],
  'src/pipeline/models': ['src/pipeline/core', 'src/pipeline/text', 'src/pipeline/readers'],
  'src/pipeline/readers': ['src/pipeline/core', 'src/pipeline/text', 'src/pipeline/extract'],
  'src/pipeline': ['src/pipeline'],
  'src/render': [],
  'src/runtime/format': [],
  'src/runtime/kernel': ['src/runtime/format'],
  'src/runtime': ['src/runtime'],
  'src/app': ['src/runtime/serve/protocol', 'src/render'],
  'src/cli': ['src'],
  'src/setup': [],
  'src/index.ts': ['src/pipeline', 'src/render'],
};

function layerOf(path: string): string {
  const found = Object.keys(layers)
    .filter((layer) => path === layer || path.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (!found) throw new Error(`Cannot place "${path}": no layer is named for it in test/layers.test.ts`);
  return found;
}

function relativeImports(path: string): string[] {
  const specifiers = [...sourceText(path).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.map((specifier) => posix.join(posix.dirname(path), specifier));
}

const files = filesBelow('src', '.ts');

describe('layers', () => {
  test('every import points down or stays in its layer', () => {
    const upward = files.flatMap((path) => {
      const layer = layerOf(path);
      return relativeImports(path)
        .filter((target) => {
          const inLayer = target === layer || target.startsWith(`${layer}/`);
          return !inLayer && !layers[layer]!.some((below) => target.startsWith(`${below}/`));
        })
        .map((target) => `${path} imports ${target}`);
    });
    expect(upward).toEqual([]);
  });

  test('no two files import each other in a cycle', () => {
    const graph = new Map(
      files.map((path) => [
        path,
        [...sourceText(path).matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s*'(\.[^']+)'/gm)]
          .map((match) => posix.join(posix.dirname(path), match[1] ?? '').replace(/\.js$/, '.ts'))
          .filter((target) => files.includes(target)),
      ]),
    );
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      if (done.has(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of files) visit(path, []);
    expect(cycles).toEqual([]);
  });
});

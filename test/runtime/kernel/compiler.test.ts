import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareCell } from '../../../src/runtime/kernel/cell-source.js';
import { loadCompiler, type LoadedCompiler } from '../../../src/runtime/kernel/compiler.js';
import { lightDeclarations, lightTypes } from '../../../src/runtime/kernel/light-types.js';
import { mentions } from '../../../src/runtime/kernel/mentions.js';
import { loadStandardTypes, type StandardTypes } from '../../../src/runtime/kernel/standard-types.js';
import { awaitsAtTopLevel } from '../../../src/runtime/kernel/top-level-await.js';

let loaded: LoadedCompiler;
let standard: StandardTypes;
beforeAll(() => {
  loaded = loadCompiler();
  standard = loadStandardTypes(loaded.compiler, loaded.file);
});

const parse = (text: string, name = 'cell.ts') =>
  loaded.compiler.createSourceFile(name, text, loaded.compiler.ScriptTarget.Latest, true);

describe('loadStandardTypes()', () => {
  test('the texts have the trees of the originals: the kinds of all their nodes, in order', () => {
    const { compiler } = loaded;
    const kinds = (text: string): number[] => {
      const found: number[] = [];
      const visit = (node: import('@tslab/typescript-for-tslab').Node): void => {
        found.push(node.kind);
        compiler.forEachChild(node, visit);
      };
      visit(compiler.createSourceFile('x.d.ts', text, compiler.ScriptTarget.Latest));
      return found;
    };
    for (const { file, within, start, end } of standard.parts) {
      const bare = standard.texts.get(within)!.slice(start, end);
      expect(kinds(bare), file).toEqual(kinds(readFileSync(file, 'utf8')));
    }
    expect(standard.parts.length).toBeGreaterThan(50);
  });

  test('no comment is left', () => {
    for (const [name, text] of standard.texts)
      if (name !== standard.light) expect(text, name).not.toContain('/**');
  });

  test('modules that nothing global needs stand apart', () => {
    expect(standard.nodeModules['http2']).toMatch(/http2\.d\.ts$/);
    expect(standard.nodeModules['node:http2']).toBe(standard.nodeModules['http2']);
    expect(standard.nodeModules['process']).toBe(undefined);
  });

  test('names that Node brings are known, and none of the language', () => {
    const { globals, members } = standard.nodeNames;
    for (const name of ['process', 'Buffer', 'fetch', 'setImmediate', 'NodeJS', 'URL'])
      expect(globals).toContain(name);
    for (const name of ['Array', 'Promise', 'console', 'setTimeout', 'undefined'])
      expect(globals).not.toContain(name);
    expect(members).toContain('captureStackTrace');
  });
});

describe('the light declarations', () => {
  test('are no wider than those of Node: all that they declare is assignable from them', () => {
    const { compiler } = loaded;
    const light = lightDeclarations
      .replace('declare var console: Console;', '')
      .replace(/declare function (\w+)/g, 'export declare function $1')
      .replace(/^interface (\w+)/gm, 'export interface $1')
      .replace('declare namespace', 'export declare namespace');
    const tslab = createRequire(import.meta.url).resolve('tslab/package.json');
    const typeRoots = [dirname(dirname(createRequire(tslab).resolve('@types/node/package.json')))];
    const folder = dirname(tslab);
    const files = new Map([
      [join(folder, 'light.ts'), light],
      [
        join(folder, 'check.ts'),
        `import * as light from './light';
const c: light.Console = console;
const t: light.NodeJS.Timeout = setTimeout(() => undefined, 1);
const f: typeof light.setTimeout = setTimeout as any as typeof globalThis.setTimeout;
const q: typeof light.queueMicrotask = queueMicrotask;
const clear: typeof light.clearTimeout = (id) => clearTimeout(id as NodeJS.Timeout);
${[...lightTypes].map((name) => `declare const full${name}: ${name}; const l${name}: light.${name} = full${name};`).join('\n')}`,
      ],
    ]);
    const options = { typeRoots, types: ['node'], target: 9, module: 1, noEmit: true, skipLibCheck: true };
    const host = compiler.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.getSourceFile = (name, ...rest) =>
      files.has(name) ? parse(files.get(name)!, name) : getSourceFile(name, ...rest);
    host.fileExists = (name) => files.has(name) || fileExists(name);
    const program = compiler.createProgram([...files.keys()], options, host);
    const told = program
      .getSemanticDiagnostics(program.getSourceFile(join(folder, 'check.ts')))
      .map(({ messageText }) => compiler.flattenDiagnosticMessageText(messageText, '\n'));
    expect(told).toEqual([]);
  });
});

describe('mentions()', () => {
  const names = { globals: new Set(['process', 'module']), members: new Set(['captureStackTrace']) };
  test.each([
    ['process.pid', true],
    ['const p: typeof process = x', true],
    ['x.process', false],
    ['({ process: 1 })', false],
    ['({ process })', true],
    ['interface A { module: string; process(): void }', false],
    ['function f(process: number) {}', false],
    ['let a: A.process', false],
    ['Error.captureStackTrace({})', true],
    ['const a = 1', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    expect(mentions(loaded.compiler, parse(text), names)).toBe(expected);
  });
});

describe('awaitsAtTopLevel()', () => {
  test.each([
    ['await 1', true],
    ['await (async () => 1)()', true],
    ['if (x) { for await (const a of b) {} }', true],
    ['const a = { b: [await c] }', true],
    ['async function f() { await 1 }', false],
    ['const f = async () => { for await (const a of b) {} }', false],
    ['class C { async m() { await 1 } }', false],
    ["'await'", false],
    ['type A = Awaited<Promise<1>>', false],
  ])('%s: %s', (text, expected) => {
    expect(awaitsAtTopLevel(loaded.compiler, parse(`export {};\n${text}`))).toBe(expected);
  });
});

describe('prepareCell()', () => {
  test.each([
    ['const a = 1', 'const a = 1'],
    ["'export const'", "'export const'"],
    ['export const a = 1', '       const a = 1'],
    ['export default class A {}', '               class A {}'],
    ['export default 1 + 1', '               1 + 1'],
    ['export {\n  a,\n};\n1', `${' '.repeat(8)}\n    \n  \n1`],
    ["export { a } from 'x'", "import { a } from 'x'"],
    ["export * as a from 'x'", "import * as a from 'x'"],
    ['export type A = 1', '       type A = 1'],
    ['export abstract class A {}', '       abstract class A {}'],
    ['namespace N { export const a = 1 }', 'namespace N { export const a = 1 }'],
  ])('%j becomes %j', (source, expected) => {
    expect(prepareCell(loaded.compiler, source)).toBe(expected);
  });

  test('lines and columns stay', () => {
    const source = 'export const a = 1;\r\nexport function f() {}\n\texport { a };\nconst b: string = 1';
    const prepared = prepareCell(loaded.compiler, source);
    expect(prepared.length).toBe(source.length);
    expect(prepared.indexOf('const b')).toBe(source.indexOf('const b'));
  });
});

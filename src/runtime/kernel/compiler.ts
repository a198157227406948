import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import type * as ts from '@tslab/typescript-for-tslab';
import { readCached, writeCached } from './kernel-cache.js';

/** The compiler's names that its declarations leave out. */
export interface CompilerInternals {
  /** Makes `locals` of a file, without a checker. */
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
  bundlerModuleNameResolver: typeof ts.nodeModuleNameResolver;
  /** What an editor shows of the name at a position. */
  getQuickInfoAtPosition(
    file: ts.SourceFile,
    checker: ts.TypeChecker,
    token: unknown,
    position: number,
  ): ts.QuickInfo | undefined;
}

/** The compiler that tslab brings. */
export type Compiler = typeof ts & CompilerInternals;

/** The compiler, and a way to keep its compiled code. */
export interface LoadedCompiler {
  readonly compiler: Compiler;
  /** The compiler's file. */
  readonly file: string;
  /** Keeps the code compiled so far for the next kernel, if it is not kept yet: best called after a few cells. */
  save(): void;
}

/** The file of the compiler that tslab brings, wherever npm has put it. */
export function compilerFile(): string {
  const tslab = createRequire(import.meta.url).resolve('tslab/package.json');
  return createRequire(tslab).resolve('@tslab/typescript-for-tslab');
}

/**
 * Loads the compiler with the code that V8 made of it last time: a fifth of the time, and its functions are compiled
 * already. V8 refuses code of another version or other flags; then it is compiled anew.
 */
export function loadCompiler(): LoadedCompiler {
  const file = compilerFile();
  const require = createRequire(file);
  const { version } = require('../package.json') as { version: string };
  const name = `compiler-${version}-${process.version}-${process.arch}-${cachedDataVersionTag().toString(16)}.bin`;
  const cachedData = readCached(name);
  // latin1 is read and compiled faster; letters outside ASCII occur in comments only
  const source = readFileSync(file, 'latin1');
  const script = new Script(`(function (exports, require, module, __filename, __dirname) { ${source}\n})`, {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  const module = { exports: {} as Compiler };
  const run = script.runInThisContext() as (...args: unknown[]) => void;
  run.call(module.exports, module.exports, require, module, file, dirname(file));
  const cached = cachedData !== undefined && script.cachedDataRejected === false;
  let saved = cached;
  return {
    compiler: module.exports,
    file,
    save() {
      if (!saved) writeCached(name, script.createCachedData());
      saved = true;
    },
  };
}

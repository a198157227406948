import { createRequire } from 'node:module';
import type * as ts from '@tslab/typescript-for-tslab';
import type { createConverter, isCompleteCode } from 'tslab/dist/converter.js';
import type { createExecutor } from 'tslab/dist/executor.js';
import type { getCodeMetadata } from 'tslab/dist/metadata.js';
import { createCellProgram, type CellProgram, type CellProgramHost } from './cell-program.js';
import { loadCompiler, type Compiler, type LoadedCompiler } from './compiler.js';
import { rewriteDynamicImports } from './dynamic-imports.js';
import { StandardDocs } from './standard-docs.js';
import { loadStandardTypes, type StandardTypes } from './standard-types.js';

/** What was made of one cell. */
export interface CompiledCell {
  /** The tree of the cell. */
  readonly file: ts.SourceFile;
  /** Source maps from the cell to the code that runs, first step first. */
  readonly maps: readonly string[];
}

/** The parts of tslab that the kernel is made of. */
export interface Tslab {
  readonly createConverter: typeof createConverter;
  readonly createExecutor: typeof createExecutor;
  readonly isCompleteCode: typeof isCompleteCode;
  readonly getCodeMetadata: typeof getCodeMetadata;
  /** tslab's Jupyter module: its `display` writes through the function that stands here. */
  readonly jupyter: { lastWriteDisplayData: unknown };
  readonly loaded: LoadedCompiler;
  readonly standard: StandardTypes;
  /** See {@link CellProgram.useNodeTypes}. */
  useNodeTypes(): boolean;
  /** What the last conversion made of its cell; undefined if it made nothing. */
  takeCompiled(): CompiledCell | undefined;
}

/** Finds modules as this package does, never as the folder of a notebook would: a tslab planted there is not loaded. */
const require = createRequire(import.meta.url);

/**
 * Loads tslab upon a compiler in which some things stand in for the original: programs are made by
 * {@link createCellProgram}, files are not watched, `import(…)` stays an import, source maps are kept, and the comments
 * of the standard declarations are fetched when they are asked for.
 */
export function loadTslab(): Tslab {
  const loaded = loadCompiler();
  const { compiler } = loaded;
  const standard = loadStandardTypes(compiler, loaded.file);
  const docs = new StandardDocs(compiler, standard);
  const watchers = new Map<string, ts.FileWatcherCallback>();
  let emitted: { code: string; map: string; file: ts.SourceFile } | undefined;
  let compiled: CompiledCell | undefined;
  let program: CellProgram | undefined;

  const sys = Object.create(compiler.sys) as ts.System;
  sys.watchFile = (name, callback) => {
    watchers.set(name, callback);
    return { close: () => watchers.delete(name) };
  };
  provideCompiler(loaded, {
    sys,
    createWatchCompilerHost: (rootFiles: string[], options: ts.CompilerOptions, system: ts.System) => ({
      rootFiles,
      options,
      sys: system,
    }),
    createWatchProgram: (host: CellProgramHost): CellProgram =>
      (program = createCellProgram(compiler, host, standard, {
        onEmit: (code, map, file) => (emitted = { code, map, file }),
        onChange: (name) => watchers.get(name)?.(name, compiler.FileWatcherEventKind.Changed),
      })),
    getQuickInfoAtPosition(file: ts.SourceFile, checker: ts.TypeChecker, token: unknown, position: number) {
      docs.restore(file, checker, position);
      return compiler.getQuickInfoAtPosition(file, checker, token, position);
    },
    transpileModule(input: string, options: ts.TranspileOptions): ts.TranspileOutput {
      // the cell itself comes last, after the local files that it imports
      if (input !== emitted?.code) return compiler.transpileModule(input, options);
      const {
        outputText,
        sourceMapText = '',
        ...rest
      } = compiler.transpileModule(input, {
        ...options,
        compilerOptions: { ...options.compilerOptions, sourceMap: true },
        transformers: { before: [rewriteDynamicImports(compiler)] },
      });
      compiled = { file: emitted.file, maps: [emitted.map, sourceMapText] };
      emitted = undefined;
      return { outputText: outputText.replace(/\n\/\/# sourceMappingURL=\S*\s*$/, ''), ...rest };
    },
  });
  const converter = require('tslab/dist/converter.js') as Tslab;
  const executor = require('tslab/dist/executor.js') as Tslab;
  const metadata = require('tslab/dist/metadata.js') as Tslab;
  return {
    createConverter: converter.createConverter,
    isCompleteCode: converter.isCompleteCode,
    createExecutor: executor.createExecutor,
    getCodeMetadata: metadata.getCodeMetadata,
    jupyter: require('tslab/dist/jupyter.js') as Tslab['jupyter'],
    loaded,
    standard,
    useNodeTypes: () => program?.useNodeTypes() ?? false,
    takeCompiled() {
      const result = compiled;
      compiled = undefined;
      return result;
    },
  };
}

/** Lets tslab find the compiler, with some of its members replaced, in place of loading it. */
function provideCompiler({ compiler, file }: LoadedCompiler, replaced: Record<string, unknown>): void {
  const members = Object.getOwnPropertyDescriptors(compiler) as PropertyDescriptorMap;
  for (const [name, value] of Object.entries(replaced)) members[name] = { value, enumerable: true };
  const facade = Object.defineProperties({}, members) as Compiler;
  require.cache[file] = {
    id: file,
    filename: file,
    loaded: true,
    exports: facade,
    children: [],
    paths: [],
  } as never;
}

import type * as ts from '@tslab/typescript-for-tslab';
import type { Compiler } from './compiler.js';
import { lightTypes } from './light-types.js';
import { mentions } from './mentions.js';
import { moduleNames } from './module-names.js';
import { importedNames } from './node-parts.js';
import type { StandardTypes } from './standard-types.js';

/** What tslab's converter asks of a program. */
export interface CellBuilder {
  getSourceFile(fileName: string): ts.SourceFile | undefined;
  getProgram(): ts.Program;
  getAllDependencies(file: ts.SourceFile): readonly string[];
  emit: ts.Program['emit'];
}

/** What tslab gives to make a program from, as for the compiler's watch mode. */
export interface CellProgramHost {
  readonly rootFiles: readonly string[];
  readonly options: ts.CompilerOptions;
  readonly sys: ts.System;
  afterProgramCreate?(builder: CellBuilder): void;
}

/** What the program tells of the files it compiles. */
export interface CellProgramEvents {
  /** The cell was compiled: its code, the map of that code to the cell, and the tree of the cell. */
  onEmit(code: string, map: string, cell: ts.SourceFile): void;
  /** A local file that a cell imports has changed. */
  onChange(fileName: string): void;
}

/** A program that is made anew for each cell. */
export interface CellProgram {
  close(): void;
  /** Lets the cells from now on see all of Node's declarations. Gives whether they did not before. */
  useNodeTypes(): boolean;
  updateRootFileNames(files: readonly string[]): void;
}

/**
 * Stands in for the compiler's watch mode under tslab's converter, at a fraction of its cost a cell.
 *
 * The standard declarations are parsed once, and Node's only when a name of theirs is met. A program is made only when one is asked for: tslab first wants no more
 * than the names that a cell declares, which binding that one file tells. Local files are looked at again before
 * each cell instead of being watched, so that a change is never missed.
 */
export function createCellProgram(
  compiler: Compiler,
  host: CellProgramHost,
  standard: StandardTypes,
  events: CellProgramEvents,
): CellProgram {
  const { sys } = host;
  const options: ts.CompilerOptions = {
    ...host.options,
    noLib: true,
    types: [],
    typeRoots: [],
    sourceMap: true,
  };
  delete options.lib;
  // top-level await is parsed and checked for what it is; the kernel looks for it by itself
  delete options['disableTopLevelAwait'];
  const cwd = sys.getCurrentDirectory();
  const names = moduleNames(compiler, options, sys, (name) => {
    needsNode = true;
    const file = Object.hasOwn(standard.nodeModules, name) ? standard.nodeModules[name] : undefined;
    if (file !== undefined) nodeFiles.add(file);
  });
  const { globals, members } = standard.nodeNames;
  const packageNames = { globals: new Set([...globals].filter((name) => !lightTypes.has(name))), members };
  const partNames = new Set(standard.parts.map(({ file }) => file));
  const standardFiles = new Map<string, ts.SourceFile>();
  const files = new Map<string, ts.SourceFile>();
  const watched = new Set<string>();
  let roots = [...host.rootFiles];
  let previous: ts.Program | undefined;
  let pending: unknown;
  let refreshing = false;
  // what the program has of Node's declarations beside the light ones
  let needsNode = false;
  const nodeFiles = new Set<string>();
  const [declarationsName, cellName] = host.rootFiles as [string, string];

  function schedule(): void {
    // the program is being made anew already
    if (refreshing) return;
    if (pending !== undefined) sys.clearTimeout!(pending);
    pending = sys.setTimeout!(rebuild, 0);
  }

  function rebuild(): void {
    pending = undefined;
    refreshing = true;
    refresh();
    refreshing = false;
    host.afterProgramCreate?.(createBuilder());
  }

  /** Drops the files that have changed. Declarations outside the roots are taken to stay. */
  function refresh(): void {
    for (const [name, file] of files) {
      const root = roots.includes(name);
      if (!root && file.isDeclarationFile) continue;
      if (sys.readFile(name) === file.text) continue;
      files.delete(name);
      if (!root) events.onChange(name);
    }
  }

  function watch(name: string): void {
    if (watched.has(name)) return;
    watched.add(name);
    sys.watchFile!(name, () => schedule());
  }

  function sourceFile(name: string): ts.SourceFile | undefined {
    const known = standardFiles.get(name) ?? files.get(name);
    if (known) return known;
    const target = options.target ?? compiler.ScriptTarget.ES2022;
    const bare = standard.texts.get(name);
    if (bare !== undefined) {
      const file = compiler.createSourceFile(name, bare, target);
      standardFiles.set(name, file);
      return file;
    }
    // a package may ask for a part of the language that all have already
    if (partNames.has(name)) {
      const empty = compiler.createSourceFile(name, '', target);
      standardFiles.set(name, empty);
      return empty;
    }
    const text = sys.readFile(name);
    if (text === undefined) return undefined;
    const file = compiler.createSourceFile(name, text, target);
    files.set(name, file);
    if (!file.isDeclarationFile) watch(name);
    // what the earlier cells declared can only speak of what they saw
    if (!needsNode && name !== declarationsName) {
      needsNode = mentions(compiler, file, file.isDeclarationFile ? packageNames : standard.nodeNames);
    }
    return file;
  }

  const compilerHost: ts.CompilerHost = {
    getSourceFile: sourceFile,
    getDefaultLibFileName: () => `${standard.libFolder}/lib.d.ts`.replaceAll('\\', '/'),
    getDefaultLibLocation: () => standard.libFolder.replaceAll('\\', '/'),
    getCurrentDirectory: () => cwd,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => standard.texts.has(name) || sys.fileExists(name),
    readFile: (name) => sys.readFile(name),
    directoryExists: (name) => sys.directoryExists(name),
    ...(sys.realpath ? { realpath: (name: string) => sys.realpath!(name) } : {}),
    writeFile: () => undefined,
    resolveModuleNameLiterals: (literals, containingFile) =>
      literals.map(({ text }) => ({ resolvedModule: names.resolve(text, containingFile) })),
    resolveTypeReferenceDirectiveReferences: (references) =>
      references.map((reference) => {
        if ((typeof reference === 'string' ? reference : reference.fileName) !== 'node') {
          // found by the imports of the file that asks for it, or not needed
          return { resolvedTypeReferenceDirective: undefined };
        }
        needsNode = true;
        return { resolvedTypeReferenceDirective: { primary: true, resolvedFileName: standard.language } };
      }),
  };

  function createProgram(): ts.Program {
    for (const root of roots) sourceFile(root);
    const before = `${needsNode} ${nodeFiles.size}`;
    const program = compiler.createProgram({
      rootNames: [
        standard.language,
        ...(needsNode ? [...standard.node, ...nodeFiles] : [standard.light]),
        ...roots,
      ],
      options,
      host: compilerHost,
      ...(previous ? { oldProgram: previous } : {}),
    });
    previous = program;
    // an imported file has asked for more
    return before === `${needsNode} ${nodeFiles.size}` ? program : createProgram();
  }

  function createBuilder(): CellBuilder {
    let program: ts.Program | undefined;
    const getProgram = (): ts.Program => (program ??= createProgram());
    return {
      getProgram,
      getSourceFile(name) {
        const file = sourceFile(name);
        // tslab reads the names that a cell declares
        if (file && roots.includes(name)) compiler.bindSourceFile(file, options);
        return file;
      },
      getAllDependencies: (file) => localDependencies(getProgram(), file),
      emit(file, writeFile, cancellation, onlyDeclarations, transformers) {
        let code = '';
        let map = '';
        const result = getProgram().emit(
          file,
          (name, text, ...rest) => {
            if (name.endsWith('.map')) {
              map = text;
              return;
            }
            const bare = text.replace(/\n?\/\/# sourceMappingURL=\S*\s*$/, '\n');
            if (name.endsWith('.js')) code = bare;
            writeFile?.(name, bare, ...rest);
          },
          cancellation,
          onlyDeclarations,
          transformers,
        );
        if (file?.fileName === cellName) {
          events.onEmit(code, map, file);
          // tslab changes the trees that it has emitted
          files.delete(cellName);
          files.delete(declarationsName);
        }
        return result;
      },
    };
  }

  for (const root of roots) watch(root);
  rebuild();
  return {
    close: () => undefined,
    useNodeTypes() {
      const changed = !needsNode;
      needsNode = true;
      return changed;
    },
    updateRootFileNames(names) {
      roots = [...names];
      schedule();
    },
  };

  /** The files that a file imports, directly or not, that are no declarations; the file itself comes first. */
  function localDependencies(program: ts.Program, file: ts.SourceFile): string[] {
    const reached = new Set<string>([file.fileName]);
    for (const name of reached) {
      const source = program.getSourceFile(name);
      if (!source) continue;
      for (const imported of importedNames(source)) {
        const resolved = names.resolve(imported, name)?.resolvedFileName;
        if (resolved && !resolved.endsWith('.d.ts') && program.getSourceFile(resolved)) reached.add(resolved);
      }
    }
    return [...reached];
  }
}

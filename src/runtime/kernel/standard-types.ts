import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as ts from '@tslab/typescript-for-tslab';
import type { Compiler } from './compiler.js';
import { readCached, writeCached } from './kernel-cache.js';
import { lightDeclarations, lightNames } from './light-types.js';
import type { NameSet } from './mentions.js';
import { divideNode } from './node-parts.js';
import { modernDeclarations } from './modern-types.js';

/** The declarations that every cell sees: the language's own and Node's. */
export interface StandardTypes {
  /** Texts without comments by file name. */
  readonly texts: ReadonlyMap<string, string>;
  /** The file, standing for many, that declares the language. */
  readonly language: string;
  /** The file that declares the few globals of Node that nearly every cell uses. */
  readonly light: string;
  /** The files that declare Node's globals, in place of {@link light}. */
  readonly node: readonly string[];
  /** The files that declare Node's modules beside those, by the modules' names. */
  readonly nodeModules: Readonly<Record<string, string>>;
  /** The names that mean something else, or nothing, where only {@link light} is known. */
  readonly nodeNames: NameSet;
  /** Which of the files holds what was in another, for the declarations that were put together. */
  readonly parts: readonly Part[];
  /** The folder of the language's declarations, such as `lib.dom.d.ts`. */
  readonly libFolder: string;
}

/** A file within another. */
export interface Part {
  readonly file: string;
  readonly within: string;
  readonly start: number;
  readonly end: number;
}

interface Stored {
  readonly texts: Record<string, string>;
  readonly language: string;
  readonly light: string;
  readonly node: readonly string[];
  readonly nodeModules: Readonly<Record<string, string>>;
  readonly nodeNames: { readonly globals: readonly string[]; readonly members: readonly string[] };
  readonly parts: readonly Part[];
  readonly libFolder: string;
}

/** Raised when the form or the making of the stored file changes. */
const formatVersion = 5;

/**
 * The standard declarations, of ES2023 and of the version of `@types/node` that tslab brings, wherever the notebook lies.
 *
 * Their comments, two thirds of them, take most of the time that a compiler needs to read them, so they are stored
 * without; see {@link StandardDocs} for how they are found again. All that is global stands in one file for the
 * language and one for Node.
 */
export function loadStandardTypes(compiler: Compiler, compilerPath: string): StandardTypes {
  const tslab = createRequire(import.meta.url).resolve('tslab/package.json');
  const nodeTypes = createRequire(tslab).resolve('@types/node/package.json');
  const { version } = createRequire(tslab)('@types/node/package.json') as { version: string };
  const key = `types-${formatVersion}-${compiler.version}-${version}-${process.version}.json`;
  let stored = parseStored(readCached(key), dirname(compilerPath));
  if (!stored) {
    stored = makeStored(compiler, dirname(compilerPath), nodeTypes);
    writeCached(key, JSON.stringify(stored));
  }
  const { globals, members } = stored.nodeNames;
  return {
    ...stored,
    texts: new Map(Object.entries(stored.texts)),
    nodeNames: { globals: new Set(globals), members: new Set(members) },
  };
}

function parseStored(data: Buffer | undefined, libFolder: string): Stored | undefined {
  if (!data) return undefined;
  try {
    const stored = JSON.parse(data.toString('utf8')) as Stored;
    // made for a package that has moved since
    return stored.libFolder === libFolder ? stored : undefined;
  } catch {
    return undefined;
  }
}

function makeStored(compiler: Compiler, libFolder: string, nodeTypes: string): Stored {
  const options = {
    lib: ['lib.es2022.d.ts', 'lib.es2023.array.d.ts'],
    target: compiler.ScriptTarget.ES2022,
    moduleResolution: compiler.ModuleResolutionKind.Node10,
    types: ['node'],
    typeRoots: [dirname(dirname(nodeTypes))],
  };
  // a program without a file of its own loads nothing
  const host = compiler.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  const empty = compiler.createSourceFile('empty.ts', '', options.target);
  host.getSourceFile = (name, ...rest) => (name === empty.fileName ? empty : getSourceFile(name, ...rest));
  const program = compiler.createProgram([empty.fileName], options, host);

  const virtual = (name: string): string => join(libFolder, `lectern-${name}.d.ts`).replaceAll('\\', '/');
  const language = virtual('language');
  const light = virtual('light');
  const node = virtual('node');
  const texts: Record<string, string> = { [language]: '', [light]: lightDeclarations, [node]: '' };
  const parts: Part[] = [];
  const ofNode = program
    .getSourceFiles()
    .filter(
      (file) =>
        !program.isSourceFileDefaultLibrary(file) && !compiler.isExternalModule(file) && file !== empty,
    );
  const { modules } = divideNode(compiler, ofNode);
  const apart = new Set(modules.values());
  for (const file of program.getSourceFiles()) {
    if (file === empty) continue;
    const bare = withoutComments(compiler, file.text);
    if (compiler.isExternalModule(file) || apart.has(file)) {
      texts[file.fileName] = bare;
      continue;
    }
    const within = program.isSourceFileDefaultLibrary(file) ? language : node;
    const start = texts[within]!.length;
    parts.push({ file: file.fileName, within, start, end: start + bare.length });
    texts[within] += `${bare}\n`;
  }
  texts[language] += modernDeclarations();
  const onDemand = new Set([language, light, ...[...apart].map(({ fileName }) => fileName)]);
  return {
    texts,
    language,
    light,
    node: Object.keys(texts).filter((name) => !onDemand.has(name)),
    nodeModules: Object.fromEntries([...modules].map(([name, file]) => [name, file.fileName])),
    nodeNames: namesOfNode(compiler, program, empty),
    parts,
    libFolder,
  };
}

/** The global names that Node's declarations bring, and those of the members they add to the language's own types. */
function namesOfNode(compiler: Compiler, program: ts.Program, scope: ts.SourceFile): Stored['nodeNames'] {
  const { SymbolFlags } = compiler;
  const ofNode = ({ declarations = [] }: ts.Symbol): boolean =>
    declarations.every((declaration) => !program.isSourceFileDefaultLibrary(declaration.getSourceFile()));
  const globals = new Set<string>();
  const members = new Set<string>();
  const all = SymbolFlags.Value | SymbolFlags.Type | SymbolFlags.Namespace;
  for (const symbol of program.getTypeChecker().getSymbolsInScope(scope, all)) {
    const { name, declarations } = symbol;
    // the names of modules stand in quotes; import.meta has no place in a cell
    if (declarations === undefined || name.startsWith('"') || name === 'ImportMeta') continue;
    if (ofNode(symbol)) globals.add(name);
    else {
      for (const table of [symbol.members, symbol.exports]) {
        table?.forEach((member) => {
          if (ofNode(member)) members.add(member.name);
        });
      }
    }
  }
  for (const name of [...lightNames, 'undefined', 'globalThis']) globals.delete(name);
  return { globals: [...globals], members: [...members] };
}

/** The tokens of a text, kept apart as they were by spaces and line ends. */
function withoutComments(compiler: Compiler, text: string): string {
  const { SyntaxKind } = compiler;
  const scanner = compiler.createScanner(compiler.ScriptTarget.Latest, false, undefined, text);
  // the braces that are open: a template goes on where one of its own is closed
  const open: ('brace' | 'template')[] = [];
  let bare = '';
  let gap = '';
  for (let kind = scanner.scan(); kind !== SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind <= SyntaxKind.LastTriviaToken) {
      if (gap !== '\n') gap = scanner.getTokenText().includes('\n') ? '\n' : ' ';
      continue;
    }
    if (kind === SyntaxKind.TemplateHead) open.push('template');
    else if (kind === SyntaxKind.OpenBraceToken) open.push('brace');
    else if (kind === SyntaxKind.CloseBraceToken) {
      if (open.at(-1) !== 'template') open.pop();
      else if (scanner.reScanTemplateToken(false) === SyntaxKind.TemplateTail) open.pop();
    }
    bare += gap + scanner.getTokenText();
    gap = '';
  }
  return bare;
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Compiler } from './compiler.js';
import { readCached, writeCached } from './kernel-cache.js';
import { modernDeclarations } from './modern-types.js';

/** The declarations that every cell sees: the language's own and Node's. */
export interface StandardTypes {
  /** The file, standing for many, that declares what is global. */
  readonly globals: string;
  /** Texts without comments by file name: the globals, and the modules they import from. */
  readonly texts: ReadonlyMap<string, string>;
  /** Where the parts of the globals come from, in their order. */
  readonly parts: readonly { readonly file: string; readonly start: number; readonly end: number }[];
  /** The folder of the language's declarations, such as `lib.dom.d.ts`. */
  readonly libFolder: string;
}

interface Stored {
  readonly globals: string;
  readonly texts: Record<string, string>;
  readonly parts: StandardTypes['parts'];
  readonly libFolder: string;
}

/** Raised when the form of the stored file changes. */
const formatVersion = 1;

/**
 * The standard declarations, of ES2023 and of the version of `@types/node` that tslab brings, wherever the notebook lies.
 *
 * Their comments, two thirds of them, take most of the time that a compiler needs to start, so they are stored
 * without; see {@link StandardDocs} for how they are found again. All that is global stands in one file.
 */
export function loadStandardTypes(compiler: Compiler, compilerPath: string): StandardTypes {
  const tslab = createRequire(import.meta.url).resolve('tslab/package.json');
  const nodeTypes = createRequire(tslab).resolve('@types/node/package.json');
  const { version } = createRequire(tslab)('@types/node/package.json') as { version: string };
  const key = `types-${formatVersion}-${compiler.version}-${version}-${process.version}.json`;
  const stored =
    parseStored(readCached(key), dirname(compilerPath)) ?? makeStored(compiler, compilerPath, nodeTypes, key);
  return { ...stored, texts: new Map(Object.entries(stored.texts)) };
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

function makeStored(compiler: Compiler, compilerPath: string, nodeTypes: string, key: string): Stored {
  const libFolder = dirname(compilerPath);
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
  const globals = join(libFolder, 'lectern-globals.d.ts').replaceAll('\\', '/');
  const texts: Record<string, string> = {};
  const parts: { file: string; start: number; end: number }[] = [];
  let text = '';
  for (const file of program.getSourceFiles()) {
    if (file === empty) continue;
    const bare = withoutComments(compiler, file.text);
    if (compiler.isExternalModule(file)) texts[file.fileName] = bare;
    else {
      parts.push({ file: file.fileName, start: text.length, end: text.length + bare.length });
      text += `${bare}\n`;
    }
  }
  texts[globals] = text + modernDeclarations();
  const stored = { globals, texts, parts, libFolder };
  writeCached(key, JSON.stringify(stored));
  return stored;
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

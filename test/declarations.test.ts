import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, root, sourceText } from './support/source-files.js';

/** The compiler inside tslab, 5.0.4: what a cell's imports are checked with. */
interface Compiler {
  version: string;
  createProgram(files: string[], options: object, host: object): object;
  createCompilerHost(options: object): Record<string, unknown>;
  getPreEmitDiagnostics(program: object): { messageText: unknown; file?: { fileName: string } }[];
  createSourceFile(name: string, text: string, target: number): object;
  flattenDiagnosticMessageText(message: unknown, newLine: string): string;
}
const compiler = createRequire(import.meta.url)('@tslab/typescript-for-tslab') as Compiler;

const options = {
  moduleResolution: 2, // Node10, the only one tslab knows
  module: 1,
  target: 9,
  lib: ['lib.es2022.d.ts'],
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: false,
};

/** The compiler's complaints about a file standing in `notebooks/`, those inside our own declarations included. */
function complaints(source: string): string[] {
  const name = join(root, 'notebooks', 'cell.ts');
  const host = compiler.createCompilerHost(options);
  const readFile = host['getSourceFile'] as (file: string, target: number) => object;
  host['getSourceFile'] = (file: string, target: number) =>
    file === name ? compiler.createSourceFile(name, source, target) : readFile.call(host, file, target);
  const fileExists = host['fileExists'] as (file: string) => boolean;
  host['fileExists'] = (file: string) => file === name || fileExists.call(host, file);
  const program = compiler.createProgram([name], options, host);
  return compiler
    .getPreEmitDiagnostics(program)
    .filter((one) => !one.file || one.file.fileName === name || /\/dist\//.test(one.file.fileName))
    .map((one) => compiler.flattenDiagnosticMessageText(one.messageText, '\n'));
}

/** Every import statement of a notebook's cells. */
function importsOf(notebook: string): string {
  const { cells } = JSON.parse(sourceText(notebook)) as {
    cells: { cell_type: string; source: string | string[] }[];
  };
  return cells
    .filter((cell) => cell.cell_type === 'code')
    .map((cell) => [cell.source].flat().join(''))
    .flatMap((code) => [...code.matchAll(/^import[^;]*?from\s*['"][^'"]+['"]/gm)].map((match) => match[0]))
    .join(';\n');
}

describe('the declarations a notebook sees', () => {
  test('the compiler is the one inside tslab', () => {
    expect(compiler.version).toMatch(/^5\.0/);
  });

  test.each(filesBelow('notebooks', '.ipynb'))('%s: its imports compile', (notebook) => {
    expect(complaints(importsOf(notebook))).toEqual([]);
  });

  test('a name that is not exported is told', () => {
    expect(complaints("import { noSuchName } from 'lectern'").join()).toContain('noSuchName');
  });

  test('every public name is declared without an error', () => {
    expect(
      complaints("import * as lectern from 'lectern'; export const names = Object.keys(lectern)"),
    ).toEqual([]);
  });
}, 120_000);

import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import type * as ts from '@tslab/typescript-for-tslab';
import type { Compiler } from './compiler.js';
import { libraryDeclarations } from './kernel-cache.js';

/** Finds the declarations behind the module names of a cell. */
export interface ModuleNames {
  resolve(name: string, containingFile: string): ts.ResolvedModuleFull | undefined;
}

/**
 * Finds modules as Node would from the folder of the notebook, with two exceptions that hold from any folder:
 * `lectern` is this package and `tslab` the one that runs.
 *
 * A package whose declarations are told only by its `exports` is found too, which the compiler's mode for Node 10,
 * in which it runs, does not do by itself.
 *
 * @param onBuiltin Called for a module of Node's own.
 */
export function moduleNames(
  compiler: Compiler,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
  onBuiltin: (name: string) => void,
): ModuleNames {
  const { Extension, ModuleResolutionKind } = compiler;
  const require = createRequire(import.meta.url);
  const own: Readonly<Record<string, string>> = {
    lectern: libraryDeclarations(),
    tslab: join(dirname(require.resolve('tslab/package.json')), 'dist', 'public.d.ts'),
  };
  const node10 = { ...options, moduleResolution: ModuleResolutionKind.Node10 };
  const bundler = { ...options, moduleResolution: ModuleResolutionKind.Bundler };
  // what was not found is looked for again: it may have been installed since
  const found = new Map<string, ts.ResolvedModuleFull>();
  return {
    resolve(name, containingFile) {
      if (isBuiltin(name)) {
        // declared among the globals of Node
        onBuiltin(name);
        return undefined;
      }
      const file = Object.hasOwn(own, name) ? own[name] : undefined;
      if (file !== undefined) {
        return {
          resolvedFileName: file.replaceAll('\\', '/'),
          extension: Extension.Dts,
          isExternalLibraryImport: true,
        };
      }
      const key = `${dirname(containingFile)}\0${name}`;
      const known = found.get(key);
      if (known && host.fileExists(known.resolvedFileName)) return known;
      const resolved =
        compiler.nodeModuleNameResolver(name, containingFile, node10, host).resolvedModule ??
        (name.startsWith('.') || name.startsWith('/')
          ? undefined
          : compiler.bundlerModuleNameResolver(name, containingFile, bundler, host).resolvedModule);
      if (resolved) found.set(key, resolved as ts.ResolvedModuleFull);
      return resolved as ts.ResolvedModuleFull | undefined;
    },
  };
}

import Module from 'node:module';
import { resolve } from 'node:path';
import { Script, constants } from 'node:vm';
import { libraryFile } from './kernel-cache.js';

type Resolve = (request: string, ...rest: unknown[]) => string;

/**
 * Makes `lectern` importable from the cells of any folder, as this package. Everything else is found as Node finds it.
 */
export function installModuleOverlay(): void {
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const original = loader._resolveFilename;
  loader._resolveFilename = function (this: unknown, request, ...rest) {
    if (request === 'lectern') return libraryFile('.js');
    return original.call(this, request, ...rest);
  };
  silenceRequireWarning();
}

/** Cells import ES modules by `require`, which Node 20 calls experimental, on every cell's stderr. */
function silenceRequireWarning(): void {
  const original = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = (...args: unknown[]) => {
    const [warning] = args;
    const text = warning instanceof Error ? warning.message : String(warning);
    if (
      !/loading ES Module .* using require|ES Module in require\(\)|CommonJS module .* is loading ES Module/.test(
        text,
      )
    )
      original(...args);
  };
}

/** Codes of errors of `require` for modules that only a real `import` can load. */
const needsImport = new Set([
  'ERR_REQUIRE_ASYNC_MODULE',
  'ERR_REQUIRE_ESM',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_UNSUPPORTED_ESM_URL_SCHEME',
]);

/** The two ways in which the code of a cell imports. */
export interface CellImports {
  /** For `import … from`, which tslab compiles to `require`. */
  require: (id: string) => unknown;
  /** For `import(…)`. */
  import: (id: unknown) => Promise<unknown>;
}

/**
 * Wraps the `require` of the cells: what it cannot load fails with what to write instead, and `import(…)`, which can
 * load everything, does.
 */
export function cellImports(require: (id: string) => unknown, cwd: string): CellImports {
  const nativeImport = new Script('(id) => import(id)', {
    filename: resolve(cwd, 'cell.js'),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }).runInThisContext() as (id: string) => Promise<unknown>;
  return {
    require: new Proxy(require, {
      apply(target, self, args: [string]) {
        try {
          return Reflect.apply(target, self, args) as unknown;
        } catch (error) {
          const code = (error as { code?: unknown } | null)?.code;
          if (typeof code !== 'string' || !needsImport.has(code)) throw error;
          const name = JSON.stringify(String(args[0]));
          throw new Error(
            `Cannot import ${name} with an import statement: it is an ES module that cannot be loaded at once; ` +
              `write \`const { … } = await import(${name})\` instead`,
            { cause: error },
          );
        }
      },
    }),
    async import(id) {
      const name = String(id);
      if (/^(data|file|https?):/.test(name)) return nativeImport(name);
      try {
        return namespaceOf(require(name));
      } catch (error) {
        const code = (error as { code?: unknown } | null)?.code;
        if (typeof code === 'string' && needsImport.has(code)) return nativeImport(name);
        throw error;
      }
    },
  };
}

/** A module as `import(…)` gives it: that of CommonJS also under `default`. */
function namespaceOf(module: unknown): unknown {
  const isObject = (typeof module === 'object' && module !== null) || typeof module === 'function';
  if (isObject && (module as { __esModule?: unknown }).__esModule) return module;
  const namespace: Record<string, unknown> = {};
  if (isObject) {
    for (const key of Object.keys(module)) {
      Object.defineProperty(namespace, key, {
        enumerable: true,
        get: () => (module as Record<string, unknown>)[key],
      });
    }
  }
  Object.defineProperty(namespace, 'default', { enumerable: true, value: module });
  return namespace;
}

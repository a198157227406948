import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The version of Jupyter's messaging protocol that the kernel speaks. */
export const protocolVersion = '5.4';

/** What `kernel_info_reply` tells of the kernel. Read without loading the compiler, so that the answer comes at once. */
export function kernelInfo(): Record<string, unknown> {
  const tslab = readVersion(require.resolve('tslab/package.json'));
  const typescript = readVersion(
    createRequire(require.resolve('tslab/package.json')).resolve('@tslab/typescript-for-tslab/package.json'),
  );
  return {
    status: 'ok',
    protocol_version: protocolVersion,
    implementation: 'tslab',
    implementation_version: tslab,
    language_info: {
      name: 'typescript',
      version: typescript,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      nbconvert_exporter: 'script',
      // JupyterLab reads the mode, the classic notebook the name and the flag
      codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
    },
    banner: `TypeScript ${typescript} on Node ${process.versions.node} (tslab ${tslab}, started by Lectern)`,
    debugger: false,
    supported_features: [],
    help_links: [{ text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/' }],
  };
}

/** A package's version, without the `-insiders` and the like that a fork may add. */
function readVersion(packageFile: string): string {
  const { version } = require(packageFile) as { version: string };
  return version;
}

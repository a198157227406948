import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { installKernelspec, kernelspec } from '../../../src/runtime/kernel/kernelspec.js';
import { lacking } from '../../support/require.js';
import { emptyFolder, launcher } from './_kernels.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const python =
  process.env['LECTERN_PYTHON'] ??
  fileURLToPath(new URL('../../../.lectern/venv/bin/python', import.meta.url));
const hasJupyter =
  existsSync(python) && spawnSync(python, ['-c', 'import nbclient, jupyter_kernel_test']).status === 0;

interface Ran {
  error: [string, string | null, string | null] | null;
  language: string;
  cells: { execution_count: number | null; outputs: Record<string, unknown>[] }[];
}

describe.skipIf(lacking('python with nbclient and jupyter_kernel_test', hasJupyter))('real Jupyter', () => {
  let env: NodeJS.ProcessEnv;
  beforeAll(() => {
    const data = emptyFolder();
    const spec = kernelspec();
    installKernelspec(data, 'tslab', {
      ...spec,
      argv: spec.argv.map((part) => (part.endsWith('launcher.js') ? launcher() : part)),
    });
    env = { ...process.env, JUPYTER_PATH: data };
  });

  function run(
    script: string,
    args: string[],
    input = '',
  ): Promise<{ stdout: string; stderr: string; code: unknown }> {
    return new Promise((resolve) => {
      const child = execFile(
        python,
        [join(here, script), ...args],
        { env, cwd: emptyFolder(), maxBuffer: 1 << 26 },
        (error, stdout, stderr) => resolve({ stdout, stderr, code: error?.code ?? 0 }),
      );
      child.stdin!.end(input);
    });
  }

  /** Runs cells by nbclient. */
  async function notebook(cells: string[], options: object = {}): Promise<Ran> {
    const { stdout, stderr } = await run('nbclient_run.py', [JSON.stringify(options)], JSON.stringify(cells));
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Ran;
  }

  test('jupyter_kernel_test passes whole', async () => {
    const { stderr, code } = await run('conformance.py', []);
    expect(stderr).toMatch(/\nRan 13 tests in .*\n\nOK\n/);
    expect(code).toBe(0);
  });

  test('nbclient gets a true error, and runs no further', async () => {
    const { error, cells, language } = await notebook(['1', "throw new RangeError('far')", '2']);
    expect(error).toEqual(['CellExecutionError', 'RangeError', 'far']);
    expect(cells[0]!.outputs).toMatchObject([{ output_type: 'execute_result', data: { 'text/plain': '1' } }]);
    expect(cells[1]!.outputs).toMatchObject([{ output_type: 'error', ename: 'RangeError', evalue: 'far' }]);
    expect(cells[2]).toEqual({ execution_count: null, outputs: [] });
    expect(language).toBe('typescript');
  });

  test('with allow_errors every cell is run', async () => {
    const { error, cells } = await notebook(["throw new Error('x')", 'const s: string = 1', '3'], {
      allow_errors: true,
    });
    expect(error).toBe(null);
    expect(cells.map(({ execution_count }) => execution_count)).toEqual([1, 2, 3]);
    expect(cells[1]!.outputs).toMatchObject([
      { ename: 'TypeScriptError', evalue: expect.stringMatching(/^1:7 - /) },
    ]);
    expect(cells[2]!.outputs).toMatchObject([{ data: { 'text/plain': '3' } }]);
  });

  test('2,000 lines are 2,000 lines', async () => {
    const { cells } = await notebook(['for (let i = 0; i < 2000; i++) console.log(i)']);
    expect(cells[0]!.outputs).toEqual([
      {
        output_type: 'stream',
        name: 'stdout',
        text: Array.from({ length: 2000 }, (_, i) => `${i}\n`).join(''),
      },
    ]);
  });

  test('a loop is interrupted at the time limit, and the next cell is run', async () => {
    const { error, cells } = await notebook(['while (true) {}', '2'], {
      timeout: 2,
      interrupt_on_timeout: true,
      allow_errors: true,
    });
    expect(error).toBe(null);
    expect(cells[0]!.outputs).toMatchObject([{ output_type: 'error', ename: 'Interrupted' }]);
    expect(cells[1]!.outputs).toMatchObject([{ data: { 'text/plain': '2' } }]);
  });

  test('a kernel that exits is found dead', async () => {
    const { error } = await notebook(["console.log('last words'); process.exit(3)", '2']);
    expect(error?.[0]).toBe('DeadKernelError');
  });
});

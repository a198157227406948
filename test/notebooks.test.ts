import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, root, sourceText } from './support/source-files.js';

interface Cell {
  readonly cell_type: string;
  readonly id: string;
  readonly source: string | readonly string[];
  readonly metadata: {
    readonly lectern?: { readonly role?: string; readonly zh?: string; readonly title?: string };
  };
  readonly outputs?: readonly {
    readonly output_type: string;
    readonly data?: Readonly<Record<string, unknown>>;
  }[];
}

const notebooks = filesBelow('notebooks', '.ipynb').filter((path) => !path.includes('/.'));

describe.each(notebooks)('%s', (path) => {
  const { cells, metadata } = JSON.parse(sourceText(path)) as {
    cells: Cell[];
    metadata: { kernelspec: { name: string } };
  };
  const code = cells.filter((cell) => cell.cell_type === 'code');
  const prose = cells.filter((cell) => cell.cell_type === 'markdown');
  const role = (name: string): Cell[] => code.filter((cell) => cell.metadata.lectern?.role === name);
  const text = (cell: Cell): string => [cell.source].flat().join('');

  test('runs again to the same bytes', { timeout: 240_000 }, () => {
    const main = join(root, 'dist', 'cli', 'main.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'run', '--check', path], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).toContain(': ok');
    expect(status).toBe(0);
  });

  test('has what every section has: a knob, a prediction, exercises, references', () => {
    expect(metadata.kernelspec.name).toBe('tslab');
    expect(role('knob').length).toBeGreaterThanOrEqual(1);
    expect(role('predict').length).toBeGreaterThanOrEqual(1);
    expect(role('exercise').length).toBeGreaterThanOrEqual(2);
    expect(text(code.at(-1) as Cell)).toContain('references(');
  });

  test('is in two languages', () => {
    expect(
      prose.filter((cell) => !/\p{Script=Han}/u.test(cell.metadata.lectern?.zh ?? '')).map((cell) => cell.id),
    ).toEqual([]);
  });

  test('names every code cell, and keeps it under 25 lines of 76 columns', () => {
    expect(code.filter((cell) => !cell.metadata.lectern?.title).map((cell) => cell.id)).toEqual([]);
    expect(code.filter((cell) => text(cell).split('\n').length > 25).map((cell) => cell.id)).toEqual([]);
    expect(
      code
        .filter((cell) =>
          text(cell)
            .split('\n')
            .some((line) => line.length > 76),
        )
        .map((cell) => cell.id),
    ).toEqual([]);
  });

  test('shows no error, and says in words what each figure shows', () => {
    const outputs = code.flatMap((cell) =>
      (cell.outputs ?? []).map((output) => ({ id: cell.id, ...output })),
    );
    expect(outputs.filter((output) => output.output_type === 'error').map((output) => output.id)).toEqual([]);
    const silent = outputs.filter((output) => output.data && !output.data['text/plain']);
    expect(silent.map((output) => output.id)).toEqual([]);
    expect(outputs.filter((output) => output.data?.['image/svg+xml']).length).toBeGreaterThanOrEqual(3);
  });
});

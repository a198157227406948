import { expect, test } from 'vitest';
import { RunProgress } from '../../src/cli/run-progress.js';

function record(isTTY: boolean, columns = 80, total = 1) {
  let written = '';
  const progress = new RunProgress({ isTTY, columns, write: (text) => (written += text) }, total);
  return { progress, written: () => written };
}

test('a pipe sees lines alone', () => {
  const { progress, written } = record(false);
  progress.start('a.ipynb', 2);
  progress.step('a.ipynb');
  progress.end('a.ipynb');
  progress.print('a.ipynb: ok');
  expect(written()).toBe('a.ipynb: ok\n');
});

test('a terminal sees one line that is drawn again', () => {
  const { progress, written } = record(true);
  progress.start('a.ipynb', 2);
  progress.step('a.ipynb');
  expect(written()).toBe('\r\x1b[K░░░░░░░░░░░░░░░░ 0/2 a.ipynb\r\x1b[K████████░░░░░░░░ 1/2 a.ipynb');
});

test('the line is never wider than the terminal', () => {
  const { progress, written } = record(true, 20);
  progress.start('a-very-long-name.ipynb', 2);
  expect(written().replace('\r\x1b[K', '')).toHaveLength(19);
});

test('of several notebooks it tells how many are done', () => {
  const { progress, written } = record(true, 80, 3);
  progress.start('a.ipynb', 0);
  progress.end('a.ipynb');
  progress.start('b.ipynb', 1);
  expect(written().endsWith('1/3 notebooks  ░░░░░░░░░░░░░░░░ 0/1 b.ipynb')).toBe(true);
});

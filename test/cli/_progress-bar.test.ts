import { expect, test } from 'vitest';
import { ProgressBar } from '../../src/cli/_progress-bar.js';

test('ProgressBar draws one line on a terminal and nothing in a pipe', () => {
  const drawn = (isTTY: boolean) => {
    let text = '';
    const bar = new ProgressBar({ isTTY, columns: 60, write: (part) => (text += part) });
    bar.draw(0.5, 'reading');
    bar.draw(0.5, 'reading');
    bar.draw(2, 'a label that is far too long for a terminal of sixty columns');
    bar.clear();
    return text;
  };
  expect(drawn(false)).toBe('');
  const [, half, full, end] = drawn(true).split('\r\x1b[K');
  expect(half).toBe('████████████░░░░░░░░░░░░  50 %  reading');
  expect(full).toHaveLength(59);
  expect(full?.startsWith('████████████████████████ 100 %')).toBe(true);
  expect(end).toBe('');
});

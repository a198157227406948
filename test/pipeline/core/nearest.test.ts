import { expect, test } from 'vitest';
import { nearest } from '../../../src/pipeline/core/nearest.js';

test('nearest() finds a mistyped name and leaves strangers alone', () => {
  const names = ['open', 'run', 'recipes', 'pipeline'] as const;
  expect(nearest('pipelin', names)).toBe('pipeline');
  expect(nearest('RUN', names)).toBe('run');
  expect(nearest('opne', names)).toBe('open');
  expect(nearest('kernelspec', names)).toBeUndefined();
  expect(nearest('', names)).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});

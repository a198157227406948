import { expect, test } from 'vitest';
import { KernelClient, type KernelOptions } from '../../../src/runtime/kernel/client.js';
import { KernelPool } from '../../../src/runtime/kernel/pool.js';

interface Fake {
  alive: boolean;
  cwd: string | undefined;
  kill(): Promise<unknown>;
}

/** Starts kernels that are nothing but a flag, and counts. */
function fakes(delayMs = 5) {
  const made: Fake[] = [];
  const counts = { starting: 0, mostStarting: 0 };
  const start = async ({ cwd }: KernelOptions): Promise<KernelClient> => {
    counts.mostStarting = Math.max(counts.mostStarting, ++counts.starting);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    counts.starting--;
    const fake: Fake = { alive: true, cwd, kill: async () => (fake.alive = false) };
    made.push(fake);
    return fake as unknown as KernelClient;
  };
  return { made, counts, start };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 50));

test('so many kernels are kept warm, and one taken is replaced', async () => {
  const { made, start } = fakes();
  const pool = new KernelPool({ size: 2, start });
  await settle();
  expect(made).toHaveLength(2);
  const first = await pool.take();
  await settle();
  expect(made).toHaveLength(3);
  expect(await pool.take()).not.toBe(first);
  await pool.dispose();
});

test('no kernel is given twice', async () => {
  const { start } = fakes();
  const pool = new KernelPool({ size: 3, start });
  const taken = await Promise.all(Array.from({ length: 10 }, () => pool.take()));
  expect(new Set(taken).size).toBe(10);
  await pool.dispose();
});

test('no more start at the same time than allowed', async () => {
  const { counts, start } = fakes();
  const pool = new KernelPool({ size: 6, maxStarts: 2, start });
  await Promise.all(Array.from({ length: 6 }, () => pool.take()));
  expect(counts.mostStarting).toBe(2);
  await pool.dispose();
});

test('a kernel that died while it waited is not given', async () => {
  const { made, start } = fakes();
  const pool = new KernelPool({ size: 1, start });
  await settle();
  made[0]!.alive = false;
  expect(await pool.take()).toBe(made[1]);
  await pool.dispose();
});

test('the end of the pool kills what was not taken, and only that', async () => {
  const { made, start } = fakes();
  const pool = new KernelPool({ size: 2, start });
  const taken = await pool.take();
  await pool.dispose();
  await settle();
  expect(made.filter(({ alive }) => alive)).toEqual([taken]);
  await expect(pool.take()).rejects.toThrow('Cannot start kernel: the pool is disposed of');
});

test('a kernel prepared in a folder is given for that folder alone', async () => {
  const { made, start } = fakes();
  const pool = new KernelPool({ size: 0, start });
  pool.prepare('/a');
  await settle();
  expect(((await pool.take('/b')) as unknown as Fake).cwd).toBe('/b');
  expect(await pool.take('/a')).toBe(made[0]);
  await pool.dispose();
});

test('a failed start is told to who takes, and the next one is tried anew', async () => {
  const { start } = fakes();
  let tries = 0;
  const pool = new KernelPool({
    size: 0,
    start: (options) => (++tries === 1 ? Promise.reject(new Error('no memory')) : start(options)),
  });
  await expect(pool.take()).rejects.toThrow('no memory');
  expect((await pool.take()).alive).toBe(true);
  await pool.dispose();
});

test('numbers that make no sense are refused', () => {
  expect(() => new KernelPool({ size: -1 })).toThrow(
    new RangeError('Cannot make kernel pool: size must be an integer of 0 or more, current value is -1'),
  );
  expect(() => new KernelPool({ maxStarts: 0 })).toThrow(
    'maxStarts must be an integer of 1 or more, current value is 0',
  );
});

test('a real kernel is warm when it is taken', async () => {
  const pool = new KernelPool({ size: 1 });
  const first = await pool.take();
  const { outputs } = await first.execute('1 + 1');
  expect(outputs).toMatchObject([{ data: { 'text/plain': '2' } }]);
  await Promise.all([first.kill(), pool.dispose()]);
});

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The tests' own configuration: every test asserts something, and nothing depends on the time zone. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    expect: { requireAssertions: true },
    env: { TZ: 'UTC' },
    testTimeout: 60_000,
  },
});

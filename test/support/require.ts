const announced = new Set<string>();

/**
 * Whether a test must be skipped because the machine lacks a tool. Says so by name, once;
 * under `LECTERN_REQUIRE=all` a lack is a failure.
 *
 * @throws {Error} If the tool is lacking and `LECTERN_REQUIRE=all`.
 * @example
 * test.skipIf(lacking('chromium', chromiumPath !== undefined))('the page loads', …)
 */
export function lacking(tool: string, available: boolean): boolean {
  if (available) return false;
  if (process.env['LECTERN_REQUIRE'] === 'all') {
    throw new Error(`Cannot run the tests that need ${tool}: it is not installed, and LECTERN_REQUIRE=all`);
  }
  if (!announced.has(tool)) console.warn(`skipped: tests that need ${tool}`);
  announced.add(tool);
  return true;
}

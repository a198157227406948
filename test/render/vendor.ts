import { fileURLToPath } from 'node:url';
import { buildVendor } from '../../src/setup/vendor.mjs';

/** The bundle that figures are drawn with, made if it is not there or old. Await it before the first figure of a test file. */
export const vendor = buildVendor(fileURLToPath(new URL('../..', import.meta.url)));

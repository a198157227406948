/** Bundles vega and vega-lite into one CommonJS file, `vega.cjs`. */
export function buildVendor(root: string, folder?: string): Promise<{ file: string; built: boolean }>;

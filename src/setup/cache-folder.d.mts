export const packageRoot: string;
export function cacheFolder(env?: Readonly<Record<string, string | undefined>>): string;
export function sourceFolder(
  source: { readonly name: string; readonly version: string },
  cache?: string,
): string;

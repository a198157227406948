export interface CorpusSource {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly files: readonly string[];
}
interface Where {
  readonly sources?: readonly CorpusSource[];
  readonly cache?: string;
}
export function missingSources(where?: Where): CorpusSource[];
export function fetchCorpora(
  options?: Where & {
    readonly pack?: (spec: string, folder: string) => Promise<string>;
    readonly out?: { readonly isTTY?: boolean; write(text: string): unknown };
  },
): Promise<void>;
export function npmReason(text: string): string | undefined;

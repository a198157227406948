/** A request as a local site sees it. */
export interface LocalRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Header fields, by name in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Virtual time, in milliseconds since 1970. */
  readonly time: number;
}

/** What a local site answers. */
export interface LocalResponse {
  /** @default 200 */
  readonly status?: number;
  /** @default a page of HTML in UTF-8 */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** How long the answer takes, in virtual milliseconds. @default 60, and 1 for each KiB */
  readonly ms?: number;
}

/** One virtual host. */
export interface LocalSite {
  readonly host: string;
  /** What is served at a path; undefined for "not found". `/robots.txt` is a path like any other. */
  respond(request: LocalRequest): LocalResponse | undefined;
}

/** One HTTP request of the crawler. */
export interface FetchRequest {
  readonly url: URL;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The virtual time of the request, in milliseconds since 1970. */
  readonly time: number;
}

/** What came back. */
export interface FetchResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body as it was sent: compressed, if it was. */
  readonly body: Uint8Array;
  /** How long it took, in virtual milliseconds. */
  readonly ms: number;
}

/** Fetches one URL without following redirects; rejects when the host cannot be reached. */
export type Fetcher = (request: FetchRequest) => Promise<FetchResponse>;

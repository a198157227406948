import { createRequire } from 'node:module';

interface Robots {
  isAllowed(url: string, agent?: string): boolean | undefined;
  getCrawlDelay(agent?: string): number | undefined;
}
type Parse = (url: string, text: string) => Robots;
const load = createRequire(import.meta.url);

/** What a host lets a crawler do. */
export interface RobotsRules {
  /** Where the rules come from: the file, its absence (all allowed), or its failure (nothing allowed). */
  readonly source: 'file' | 'absent' | 'unreachable';
  /** Seconds between requests that the host asks for, if it does; no part of the standard. */
  readonly crawlDelay: number | undefined;
  allows(url: string): boolean;
}

/** Bytes of robots.txt that are read: what the standard asks for at least. */
export const ROBOTS_BYTES = 500 * 1024;

/**
 * The rules of a host, from the answer to its robots.txt: parsed when it is there, all allowed when it is missing
 * (400 to 499), nothing allowed when it cannot be had (500 to 599, or no answer at all).
 *
 * Robots Exclusion Protocol, RFC 9309 (`koster2022robots`): 2.3.1 for the answers, 2.5 for the limit of 500 KiB.
 *
 * @param status Status of the answer, or undefined when there was none.
 * @example
 * robotsRules('http://a.example/robots.txt', 'LecternBot', 503).allows('http://a.example/') // => false
 */
export function robotsRules(
  url: string,
  agent: string,
  status: number | undefined,
  body: Uint8Array = new Uint8Array(0),
): RobotsRules {
  if (status === undefined || status >= 500) {
    return { source: 'unreachable', crawlDelay: undefined, allows: () => false };
  }
  if (status >= 300) return { source: 'absent', crawlDelay: undefined, allows: () => true };
  const text = new TextDecoder().decode(body.subarray(0, ROBOTS_BYTES));
  const robots = (load('robots-parser') as Parse)(url, text);
  const path = new URL(url).pathname;
  return {
    source: 'file',
    crawlDelay: robots.getCrawlDelay(agent),
    // the file itself may always be fetched
    allows: (page) => new URL(page).pathname === path || robots.isAllowed(page, agent) !== false,
  };
}

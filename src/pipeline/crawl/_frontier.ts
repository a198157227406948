import type { FullCrawlPolicy } from './policy.js';

/** A URL waiting to be fetched. */
export interface FrontierEntry {
  readonly url: string;
  readonly host: string;
  readonly depth: number;
  /** The page that it was found on; undefined for a seed. */
  readonly from: string | undefined;
  /** URLs that redirected to it, first to last. */
  readonly chain: readonly string[];
  /** Virtual time before which it is not fetched. */
  readonly due: number;
  /** In the order of finding. */
  readonly order: number;
}

/** What a crawler knows of one host. */
export interface HostState {
  readonly host: string;
  waiting: FrontierEntry[];
  /** Virtual time at which the next request may start. */
  ready: number;
  /** A request is under way. */
  busy: boolean;
}

/** The URLs known but not yet fetched, by host, and which of them is next. */
export class Frontier {
  readonly hosts = new Map<string, HostState>();
  readonly inLinks = new Map<string, number>();
  readonly #order: FullCrawlPolicy['order'];
  #size = 0;

  constructor(order: FullCrawlPolicy['order']) {
    this.#order = order;
  }

  get size(): number {
    return this.#size;
  }

  add(entry: FrontierEntry): void {
    this.host(entry.host).waiting.push(entry);
    this.#size++;
  }

  host(name: string): HostState {
    let state = this.hosts.get(name);
    if (!state) this.hosts.set(name, (state = { host: name, waiting: [], ready: 0, busy: false }));
    return state;
  }

  /** The best URL that may be fetched now, of all hosts that are free and rested. It stays until it is taken. */
  next(now: number): FrontierEntry | undefined {
    let best: FrontierEntry | undefined;
    for (const { busy, ready, waiting } of this.hosts.values()) {
      if (busy || ready > now) continue;
      for (const entry of waiting) {
        if (entry.due <= now && (!best || this.#compare(entry, best) < 0)) best = entry;
      }
    }
    return best;
  }

  take(entry: FrontierEntry): void {
    const state = this.host(entry.host);
    state.waiting.splice(state.waiting.indexOf(entry), 1);
    this.#size--;
  }

  /** The earliest time at which a host that is not busy may be asked for something. */
  nextTime(): number {
    let time = Infinity;
    for (const { busy, ready, waiting } of this.hosts.values()) {
      if (busy || waiting.length === 0) continue;
      const due = waiting.reduce((least, entry) => Math.min(least, entry.due), Infinity);
      time = Math.min(time, Math.max(ready, due));
    }
    return time;
  }

  #compare(a: FrontierEntry, b: FrontierEntry): number {
    if (this.#order === 'in-links') {
      const links = (this.inLinks.get(b.url) ?? 0) - (this.inLinks.get(a.url) ?? 0);
      if (links !== 0) return links;
    }
    return a.depth - b.depth || a.order - b.order;
  }
}

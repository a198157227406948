/** A time limit. */
export interface Timer {
  readonly promise: Promise<void>;
  /** Is aborted when the time is over or the timer cancelled. */
  readonly signal: AbortSignal;
  cancel(): void;
}

/** Starts a time limit; null is none. */
export function timer(ms: number | null): Timer {
  const controller = new AbortController();
  let handle: NodeJS.Timeout | undefined;
  const promise = new Promise<void>((resolve) => {
    if (ms === null || ms === Infinity) return;
    // a longer delay would overflow and fire at once
    handle = setTimeout(resolve, Math.min(ms, 2 ** 31 - 1));
  });
  const cancel = (): void => {
    clearTimeout(handle);
    controller.abort();
  };
  void promise.then(cancel);
  return { promise, signal: controller.signal, cancel };
}

/** Waits; an abort ends the wait early. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const handle = setTimeout(finish, ms);
    function finish(): void {
      clearTimeout(handle);
      signal?.removeEventListener('abort', finish);
      resolve();
    }
    signal?.addEventListener('abort', finish, { once: true });
  });
}

/** Rejects when `signal` is aborted; is forgotten when `end` is. */
export function aborted(signal: AbortSignal | undefined, end: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: end });
    if (signal?.aborted) reject(signal.reason);
  });
}

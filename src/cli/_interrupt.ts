/** The exit code after Ctrl-C. */
export const INTERRUPTED = 130;

/** Thrown through a command that was interrupted. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Runs something that Ctrl-C (or SIGTERM, SIGHUP) ends in good order by an abort signal; a second one ends the program
 * at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort(new Interrupted('interrupted'));
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of names) process.off(name, stop);
  }
}

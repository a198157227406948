/** What stands before the code of a cell that awaits. */
export const interruptiblePrefix = 'const __cell__ = (async () => { ';

/**
 * Wraps the code of a cell that awaits so that SIGINT can stop it past its first `await`.
 *
 * Node stops by SIGINT only what runs within the call that runs a script. What a promise continues comes later, unless the
 * script itself runs the waiting promises before it returns: then it takes everything up to the first wait for a timer, a
 * file or the network. Code that such an event continues still cannot be stopped while it loops; for that a client has
 * to kill the kernel.
 */
export function interruptible(code: string): string {
  return `${interruptiblePrefix}${code}\n})(); __tslab__.settle(__cell__); await __cell__;`;
}

/**
 * Thrown, to be caught by no one but the process's own handler, after promises were stopped half way: their entries stay on
 * Node's stack of asynchronous contexts, which Node only clears for an error that nothing caught.
 */
export const hookRepair = new Error('The stack of asynchronous contexts is cleared');

const { then } = Promise.prototype;
const ignore = (): void => undefined;

/** Runs all that waits for promises only, within the caller. */
export function settleWithin(cell: Promise<unknown>): void {
  // the one who awaits the cell comes later, and tells its error
  Reflect.apply(then, cell, [ignore, ignore]);
  // not in the public declarations, but in every Node so far
  (process as { _tickCallback?: () => void })._tickCallback?.();
}

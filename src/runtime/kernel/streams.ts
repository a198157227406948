import { currentCell, type Cell, type StreamName } from './cell.js';

/**
 * Sends what is written to the process's standard streams to the cell that wrote it.
 *
 * @param fallback The cell to take what nothing can be traced to, if there is one; else it goes to the real stream.
 */
export function captureStreams(fallback: () => Cell | undefined): void {
  for (const name of ['stdout', 'stderr'] as const) capture(name, fallback);
}

function capture(name: StreamName, fallback: () => Cell | undefined): void {
  const stream = process[name];
  const real = stream.write.bind(stream);
  stream.write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const cell = currentCell.getStore() ?? fallback();
    const callback = typeof encoding === 'function' ? encoding : done;
    if (!cell) return real(chunk, typeof encoding === 'string' ? encoding : undefined, callback);
    const decoded =
      typeof chunk === 'string' && typeof encoding === 'string' && !/^utf-?8$/i.test(encoding)
        ? Buffer.from(chunk, encoding)
        : chunk;
    cell.write(name, decoded);
    if (callback) process.nextTick(callback);
    return true;
  };
}

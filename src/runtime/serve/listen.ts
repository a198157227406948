import type { Server } from 'node:http';

/** Where to listen. */
export interface ListenOptions {
  /** The port that was asked for; absent, 8417 or the next free one is taken. */
  readonly port?: number;
  /** First port tried when none was asked for. @default 8417 */
  readonly first?: number;
  /** Ports tried when none was asked for. @default 50 */
  readonly tries?: number;
}

/** A port that was asked for is taken. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/**
 * Listens on the loopback interface and gives the port: the one asked for, or else the first free one.
 *
 * @throws {PortTakenError} If the port asked for is taken, or may not be used.
 */
export async function listen(
  server: Server,
  { port, first = 8417, tries = 50 }: ListenOptions = {},
): Promise<number> {
  if (port !== undefined) {
    const failure = await tryListen(server, port);
    if (!failure) return portOf(server);
    const next = port < 65_535 && port !== 0 ? port + 1 : first;
    const why = failure.code === 'EADDRINUSE' ? 'it is taken by another program' : failure.message;
    throw new PortTakenError(
      `Cannot listen on port ${port}: ${why}; close that program, or choose another with --port ${next}`,
    );
  }
  for (let candidate = first; candidate < first + tries; candidate++) {
    if (!(await tryListen(server, candidate))) return candidate;
  }
  const failure = await tryListen(server, 0);
  if (!failure) return portOf(server);
  throw new PortTakenError(`Cannot listen on 127.0.0.1: ${failure.message}`);
}

function tryListen(server: Server, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      resolve(error);
    };
    const listening = () => {
      server.off('error', failed);
      resolve(undefined);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, '127.0.0.1');
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new Error('Cannot tell the port: the server is closed');
  return address.port;
}

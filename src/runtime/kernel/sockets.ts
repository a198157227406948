import type { Reply, Router, XPublisher } from 'zeromq';
import { socketAddresses, type ConnectionInfo } from './connection.js';

/** The sockets of a kernel, bound. */
export interface KernelSockets {
  readonly shell: Router;
  readonly control: Router;
  readonly stdin: Router;
  /** Also tells who subscribes. */
  readonly iopub: XPublisher;
  readonly heartbeat: Reply;
  close(): void;
}

/**
 * Binds the five sockets of a kernel.
 *
 * Nothing that is published is dropped: without a send timeout zeromq.js takes every message at once (else no more than
 * 512 in one turn of the event loop), and without a high-water mark ZeroMQ queues all of them.
 *
 * @throws {Error} If an address is taken.
 */
export async function bindSockets(connection: ConnectionInfo): Promise<KernelSockets> {
  const zmq = await import('zeromq');
  // what is sent is still delivered within this time when the kernel exits
  const options = { linger: 1000, sendTimeout: 0, sendHighWaterMark: 0 };
  const sockets = {
    shell: new zmq.Router({ ...options, receiveHighWaterMark: 0 }),
    control: new zmq.Router({ ...options, receiveHighWaterMark: 0 }),
    stdin: new zmq.Router(options),
    iopub: new zmq.XPublisher({ ...options, verbosity: 'allSubs' }),
    heartbeat: new zmq.Reply({ linger: 0 }),
  };
  await Promise.all(
    (['shell', 'control', 'stdin', 'iopub', 'heartbeat'] as const).map(async (name) => {
      for (const address of socketAddresses(connection, name === 'heartbeat' ? 'hb' : name)) {
        try {
          await sockets[name].bind(address);
        } catch (cause) {
          throw new Error(`Cannot bind ${name} socket: ${address}`, { cause });
        }
      }
    }),
  );
  return {
    ...sockets,
    close() {
      for (const socket of Object.values(sockets)) if (!socket.closed) socket.close();
    },
  };
}

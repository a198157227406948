import { randomUUID } from 'node:crypto';
import type { Dealer, Subscriber } from 'zeromq';
import type { Connection } from './client-connection.js';
import type { Channel } from './client-message.js';

/** Every channel of a kernel but its heartbeat, whose silence tells nothing: cells run in the same thread. */
export const channels = ['shell', 'control', 'iopub', 'stdin'] as const;

/** The open sockets of a kernel's channels. */
export interface Sockets {
  send(channel: Exclude<Channel, 'iopub'>, frames: Buffer[]): Promise<void>;
  read(channel: Channel): AsyncIterable<Buffer[]>;
  close(): void;
}

/** Connects to every channel. What is sent before the kernel listens waits for it. */
export async function openSockets(connection: Connection): Promise<Sockets> {
  const zmq = await import('zeromq');
  const routingId = randomUUID();
  // no limits of their own: a message that is lost here is lost for good
  const options = { linger: 0, receiveHighWaterMark: 0, reconnectInterval: 20, reconnectMaxInterval: 20 };
  const dealer = (): Dealer => new zmq.Dealer({ ...options, routingId, sendHighWaterMark: 0 });
  const dealers = { shell: dealer(), control: dealer(), stdin: dealer() };
  const iopub: Subscriber = new zmq.Subscriber(options);
  iopub.subscribe();
  iopub.connect(connection.address('iopub'));
  for (const channel of ['shell', 'control', 'stdin'] as const)
    dealers[channel].connect(connection.address(channel));
  const queues = { shell: Promise.resolve(), control: Promise.resolve(), stdin: Promise.resolve() };
  return {
    send(channel, frames) {
      // a socket takes one message at a time
      const sent = queues[channel].then(() => dealers[channel].send(frames));
      queues[channel] = sent.catch(() => undefined);
      return sent;
    },
    read: (channel) => (channel === 'iopub' ? iopub : dealers[channel]),
    close() {
      for (const socket of [iopub, ...Object.values(dealers)]) if (!socket.closed) socket.close();
    },
  };
}

import type { RawData, WebSocket } from 'ws';
import type { RunningKernel } from './running-kernel.js';
import { decodeFrame, encodeFrame } from './wire.js';

/** Bytes waiting for a client beyond which it is told to come back: it does not read. */
const maxWaiting = 128 * 2 ** 20;

/**
 * Ties a WebSocket to a kernel as Jupyter's `/api/kernels/<id>/channels` does: what the client sends goes to the kernel;
 * what the kernel publishes goes to every client, and a reply to the one that asked. Every message names the kernel's
 * session as its sender, since tslab repeats the asking client's and other clients drop what is foreign.
 */
export function connectChannels(socket: WebSocket, kernel: RunningKernel): void {
  const asked = new Set<string>();

  const off = kernel.onMessage((message) => {
    const parent = message.parent_header.msg_id;
    if (message.channel !== 'iopub' && (parent === undefined || !asked.has(parent))) return;
    if (socket.bufferedAmount > maxWaiting) {
      socket.close(1013, 'too much output is waiting');
      return;
    }
    const header = { ...message.header, session: kernel.session };
    socket.send(encodeFrame({ ...message, header }, socket.protocol));
    if (message.channel === 'shell' && parent !== undefined) asked.delete(parent);
  });

  const receive = async (data: RawData, binary: boolean): Promise<void> => {
    try {
      const bytes = toBuffer(data);
      const message = decodeFrame(binary ? bytes : bytes.toString('utf8'), socket.protocol);
      asked.add(message.header.msg_id);
      await (await kernel.ready()).send(message);
    } catch (error) {
      // a frame that is no message ends the connection, as a protocol error does
      socket.close(1003, (error instanceof Error ? error.message : String(error)).slice(0, 120));
    }
  };
  let order = Promise.resolve();
  socket.on('message', (data, binary) => {
    order = order.then(() => receive(data, binary));
  });
  socket.on('close', off);
  socket.on('error', off);
}

/** The bytes of a frame, however they came. */
export function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

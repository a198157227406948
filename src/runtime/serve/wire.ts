import type { Channel, KernelMessage, MessageHeader } from '../kernel/client-message.js';
import type { JsonObject } from '../format/notebook.js';

/** The subprotocol of the channels socket whose messages are binary. */
export const binaryProtocol = 'v1.kernel.websocket.jupyter.org';

const channels: readonly string[] = ['shell', 'control', 'iopub', 'stdin'];

/**
 * Encodes a kernel message for the channels socket: binary under the v1 subprotocol (offsets as little-endian u64),
 * JSON text without one, or JSON with binary buffers behind it.
 *
 * Source: the WebSocket protocols of Jupyter Server, `jupyter2024websocket` in references.bib.
 *
 * @example
 * decodeFrame(encodeFrame(message, binaryProtocol), binaryProtocol) // => message
 */
export function encodeFrame(message: KernelMessage, protocol: string): string | Buffer {
  if (protocol === binaryProtocol) return encodeBinary(message);
  const { buffers, ...rest } = message;
  if (buffers.length === 0) return JSON.stringify({ ...rest, buffers: [] });
  const parts = [Buffer.from(JSON.stringify(rest)), ...buffers.map((part) => Buffer.from(part))];
  const head = Buffer.alloc(4 * (parts.length + 1));
  head.writeUInt32BE(parts.length, 0);
  let at = head.length;
  parts.forEach((part, index) => {
    head.writeUInt32BE(at, 4 * (index + 1));
    at += part.length;
  });
  return Buffer.concat([head, ...parts]);
}

/**
 * Decodes a frame of the channels socket.
 *
 * @param frame - Text, or the bytes of a binary frame.
 * @throws {SyntaxError} If the frame is no message.
 */
export function decodeFrame(frame: string | Buffer, protocol: string): KernelMessage {
  if (protocol === binaryProtocol) {
    if (typeof frame === 'string')
      throw new SyntaxError('Cannot decode frame: the v1 protocol is binary, found text');
    return decodeBinary(frame);
  }
  if (typeof frame === 'string') return toMessage(parse(frame), []);
  if (frame.length < 8) throw new SyntaxError(`Cannot decode frame: it has ${frame.length} bytes`);
  const count = frame.readUInt32BE(0);
  if (count < 1 || 4 * (count + 1) > frame.length)
    throw new SyntaxError(`Cannot decode frame: it claims ${count} parts`);
  const offsets = Array.from({ length: count }, (_, index) => frame.readUInt32BE(4 * (index + 1)));
  const [json, ...buffers] = slices(frame, [...offsets, frame.length]);
  return toMessage(parse(json?.toString('utf8') ?? ''), buffers);
}

function encodeBinary(message: KernelMessage): Buffer {
  const parts = [
    Buffer.from(message.channel),
    ...[message.header, message.parent_header, message.metadata, message.content].map((part) =>
      Buffer.from(JSON.stringify(part)),
    ),
    ...message.buffers.map((part) => Buffer.from(part)),
  ];
  // one offset a part, and one for the end
  const head = Buffer.alloc(8 * (parts.length + 2));
  head.writeBigUInt64LE(BigInt(parts.length + 1), 0);
  let at = head.length;
  for (const [index, part] of [...parts, Buffer.alloc(0)].entries()) {
    head.writeBigUInt64LE(BigInt(at), 8 * (index + 1));
    at += part.length;
  }
  return Buffer.concat([head, ...parts]);
}

function decodeBinary(frame: Buffer): KernelMessage {
  if (frame.length < 8) throw new SyntaxError(`Cannot decode frame: it has ${frame.length} bytes`);
  const count = Number(frame.readBigUInt64LE(0));
  if (count < 6 || 8 * (count + 1) > frame.length)
    throw new SyntaxError(`Cannot decode frame: it claims ${count} offsets`);
  const offsets = Array.from({ length: count }, (_, index) => Number(frame.readBigUInt64LE(8 * (index + 1))));
  const parts = slices(frame, offsets);
  const text = (index: number): string => parts[index]?.toString('utf8') ?? '';
  const [header, parent_header, metadata, content] = [1, 2, 3, 4].map((index) => parse(text(index)));
  return toMessage({ channel: text(0), header, parent_header, metadata, content }, parts.slice(5));
}

/** Cuts a frame at the offsets, which must not decrease nor pass its end. */
function slices(frame: Buffer, offsets: readonly number[]): Buffer[] {
  return offsets.slice(0, -1).map((start, index) => {
    const end = offsets[index + 1] ?? frame.length;
    if (!(start <= end && end <= frame.length)) {
      throw new SyntaxError(
        `Cannot decode frame: part ${index} runs from ${start} to ${end} of ${frame.length} bytes`,
      );
    }
    return frame.subarray(start, end);
  });
}

function parse(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SyntaxError('Cannot decode frame: a part is not a JSON object');
  }
  return value as Record<string, unknown>;
}

function toMessage(value: Record<string, unknown>, buffers: Buffer[]): KernelMessage {
  const header = value['header'] as Partial<MessageHeader> | undefined;
  const channel = value['channel'];
  if (typeof channel !== 'string' || !channels.includes(channel)) {
    throw new SyntaxError(
      `Cannot decode frame: channel must be one of ${channels.join(', ')}, not "${String(channel)}"`,
    );
  }
  if (typeof header?.msg_id !== 'string' || typeof header.msg_type !== 'string') {
    throw new SyntaxError('Cannot decode frame: header.msg_id and header.msg_type must be strings');
  }
  return {
    channel: channel as Channel,
    header: header as MessageHeader,
    parent_header: (value['parent_header'] ?? {}) as Partial<MessageHeader>,
    metadata: (value['metadata'] ?? {}) as JsonObject,
    content: (value['content'] ?? {}) as JsonObject,
    buffers,
  };
}

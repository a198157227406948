import { createHmac, timingSafeEqual } from 'node:crypto';
import type { JsonObject } from '../format/notebook.js';

/** The sockets of a kernel that carry messages. */
export type Channel = 'shell' | 'control' | 'iopub' | 'stdin';

/** The header of a Jupyter message. */
export interface MessageHeader {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

/** One Jupyter message, in the shape that `@jupyterlab/services` also uses. */
export interface KernelMessage {
  channel: Channel;
  header: MessageHeader;
  /** The header of the message that caused this one; empty when nothing did. */
  parent_header: Partial<MessageHeader>;
  metadata: JsonObject;
  content: JsonObject;
  buffers: Uint8Array[];
}

const delimiter = Buffer.from('<IDS|MSG>');

/**
 * Encodes a message as the frames of Jupyter's wire protocol, signed with HMAC-SHA256; an empty key signs nothing.
 *
 * Source: `jupyter2024messaging` in references.bib.
 *
 * @example
 * decodeMessage(encodeMessage(message, 'key'), 'key', 'shell') // => message
 */
export function encodeMessage(message: KernelMessage, key: string): Buffer[] {
  const parts = [message.header, message.parent_header, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [
    delimiter,
    Buffer.from(sign(parts, key)),
    ...parts,
    ...message.buffers.map((part) => Buffer.from(part)),
  ];
}

/**
 * Decodes the frames of one message and checks its signature. Routing prefixes before the delimiter are passed over.
 *
 * @throws {SyntaxError} If a part is missing or is not a JSON object.
 * @throws {RangeError} If the signature is wrong.
 */
export function decodeMessage(frames: readonly Uint8Array[], key: string, channel: Channel): KernelMessage {
  const start = frames.findIndex((frame) => delimiter.equals(frame));
  if (start === -1) throw new SyntaxError('Cannot decode kernel message: the delimiter <IDS|MSG> is missing');
  const signature = frames[start + 1];
  const parts = frames.slice(start + 2, start + 6);
  if (signature === undefined || parts.length < 4) {
    throw new SyntaxError(`Cannot decode kernel message: 4 parts are needed, found ${parts.length}`);
  }
  if (key !== '' && !equal(signature, Buffer.from(sign(parts, key)))) {
    throw new RangeError('Cannot decode kernel message: the signature is wrong');
  }
  const [header, parent, metadata, content] = parts.map(parseObject);
  return {
    channel,
    header: header as unknown as MessageHeader,
    parent_header: parent as Partial<MessageHeader>,
    metadata: metadata as JsonObject,
    content: content as JsonObject,
    buffers: frames.slice(start + 6),
  };
}

function parseObject(part: Uint8Array): JsonObject {
  const value: unknown = JSON.parse(
    Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('utf8'),
  );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SyntaxError('Cannot decode kernel message: a part is not a JSON object');
  }
  return value as JsonObject;
}

function sign(parts: readonly Uint8Array[], key: string): string {
  if (key === '') return '';
  const hash = createHmac('sha256', key);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

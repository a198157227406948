import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeMessage,
  encodeMessage,
  type KernelMessage,
} from '../../../src/runtime/kernel/client-message.js';

const header = {
  msg_id: 'm',
  msg_type: 'status',
  session: 's',
  username: 'u',
  date: '2026-01-01',
  version: '5.3',
};
const message: KernelMessage = {
  channel: 'shell',
  header,
  parent_header: {},
  metadata: {},
  content: {},
  buffers: [],
};

const jsonObject = fc
  .dictionary(fc.string(), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)) as never);

test('a message survives encoding and decoding whole, buffers and odd keys included', () => {
  fc.assert(
    fc.property(
      jsonObject,
      jsonObject,
      fc.array(fc.uint8Array()),
      fc.string(),
      (content, metadata, buffers, key) => {
        const sent = { ...message, content, metadata, buffers };
        const got = decodeMessage(encodeMessage(sent, key), key, 'shell');
        expect({ ...got, buffers: got.buffers.map((buffer) => [...buffer]) }).toEqual({
          ...sent,
          buffers: buffers.map((buffer) => [...buffer]),
        });
      },
    ),
  );
});

test('a changed byte in any signed part is refused', () => {
  const frames = encodeMessage({ ...message, content: { code: 'abc' } }, 'key');
  for (const part of [2, 3, 4, 5]) {
    const forged = frames.map((frame) => Buffer.from(frame));
    forged[part]![0]! ^= 1;
    expect(() => decodeMessage(forged, 'key', 'shell')).toThrow(
      new RangeError('Cannot decode kernel message: the signature is wrong'),
    );
  }
  expect(() => decodeMessage(frames, 'another', 'shell')).toThrow('the signature is wrong');
});

test('the signature is HMAC-SHA256 of the four parts, as hexadecimal', async () => {
  const { createHmac } = await import('node:crypto');
  const frames = encodeMessage(message, 'secret');
  const expected = createHmac('sha256', 'secret')
    .update(Buffer.concat(frames.slice(2, 6)))
    .digest('hex');
  expect(frames[1]!.toString()).toBe(expected);
});

test('an empty key signs nothing and checks nothing', () => {
  const frames = encodeMessage(message, '');
  expect(frames[1]!.toString()).toBe('');
  frames[1] = Buffer.from('anything');
  expect(decodeMessage(frames, '', 'shell').header).toEqual(header);
});

test('routing prefixes before the delimiter are passed over', () => {
  const frames = [Buffer.from('kernel.status'), Buffer.from([0, 1]), ...encodeMessage(message, 'k')];
  expect(decodeMessage(frames, 'k', 'iopub')).toEqual({ ...message, channel: 'iopub' });
});

test('frames that are no message are refused with the reason', () => {
  expect(() => decodeMessage([], 'k', 'shell')).toThrow(
    new SyntaxError('Cannot decode kernel message: the delimiter <IDS|MSG> is missing'),
  );
  expect(() => decodeMessage(encodeMessage(message, '').slice(0, 4), '', 'shell')).toThrow(
    new SyntaxError('Cannot decode kernel message: 4 parts are needed, found 2'),
  );
  const list = encodeMessage(message, '');
  list[5] = Buffer.from('[]');
  expect(() => decodeMessage(list, '', 'shell')).toThrow('a part is not a JSON object');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KernelMessage } from '../../../src/runtime/kernel/client-message.js';
import { binaryProtocol, decodeFrame, encodeFrame } from '../../../src/runtime/serve/wire.js';

const message: KernelMessage = {
  channel: 'shell',
  header: { msg_id: '1', msg_type: 'execute_request', session: 's', username: 'u', date: '', version: '5.3' },
  parent_header: {},
  metadata: {},
  content: { code: 'print("é — 文")' },
  buffers: [],
};

describe.each(['', binaryProtocol])('the protocol "%s"', (protocol) => {
  test('gives back every message that was encoded', () => {
    const property = fc.property(
      fc.jsonValue(),
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 3 }),
      fc.constantFrom('shell' as const, 'control' as const, 'iopub' as const, 'stdin' as const),
      (value, parts, channel) => {
        const content = JSON.parse(JSON.stringify({ value })) as KernelMessage['content'];
        const sent: KernelMessage = {
          ...message,
          channel,
          content,
          buffers: parts.map((part) => Buffer.from(part)),
        };
        expect(decodeFrame(encodeFrame(sent, protocol), protocol)).toEqual(sent);
      },
    );
    fc.assert(property, { seed: 7, numRuns: 200 });
  });

  test('refuses bytes that are no message, and never in another way', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => decodeFrame(Buffer.from(bytes), protocol)).toThrow(SyntaxError);
    });
    fc.assert(property, { seed: 7, numRuns: 500 });
  });
});

test('encodeFrame() lays the v1 frame out as the specification says', () => {
  const frame = encodeFrame(message, binaryProtocol) as Buffer;
  expect(Number(frame.readBigUInt64LE(0))).toBe(6);
  const offsets = Array.from({ length: 6 }, (_, index) => Number(frame.readBigUInt64LE(8 * (index + 1))));
  expect(offsets[0]).toBe(8 * 7);
  expect(frame.subarray(offsets[0], offsets[1]).toString()).toBe('shell');
  expect(offsets[5]).toBe(frame.length);
});

test.each([
  ['{"channel": "shell"}', 'Cannot decode frame: header.msg_id and header.msg_type must be strings'],
  [
    '{"channel": "other", "header": {}}',
    'Cannot decode frame: channel must be one of shell, control, iopub, stdin, not "other"',
  ],
  ['[]', 'Cannot decode frame: a part is not a JSON object'],
])('decodeFrame() says why it refuses %s', (frame, reason) => {
  expect(() => decodeFrame(frame, '')).toThrow(reason);
});

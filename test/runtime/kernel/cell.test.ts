import { describe, expect, test } from 'vitest';
import { Cell } from '../../../src/runtime/kernel/cell.js';

type Sent = [type: string, content: Record<string, unknown>];

/** A cell whose messages are gathered. */
function cellOf(): { cell: Cell; sent: Sent[] } {
  const sent: Sent[] = [];
  return { cell: new Cell((type, content) => sent.push([type, content])), sent };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const written = (sent: Sent[]): string => sent.map(([, { text }]) => text).join('');

describe('Cell', () => {
  test('the first writes are sent at once, so that a cell that never yields shows its progress', () => {
    const { cell, sent } = cellOf();
    cell.write('stdout', 'a');
    cell.write('stdout', 'b');
    expect(sent).toEqual([
      ['stream', { name: 'stdout', text: 'a' }],
      ['stream', { name: 'stdout', text: 'b' }],
    ]);
  });

  test('a flood is sent in few messages, whole and in order', async () => {
    const { cell, sent } = cellOf();
    for (let i = 0; i < 100_000; i++) cell.write('stdout', `${i}\n`);
    await turn();
    expect(written(sent)).toBe(Array.from({ length: 100_000 }, (_, i) => `${i}\n`).join(''));
    expect(sent.length).toBeLessThan(2000);
  });

  test('what is shown comes after all that was written before it', () => {
    const { cell, sent } = cellOf();
    for (let i = 0; i < 100; i++) cell.write('stdout', '.');
    cell.display({ 'text/plain': 'x' });
    cell.write('stderr', 'e');
    cell.flush();
    expect(written(sent.slice(0, -2))).toBe('.'.repeat(100));
    expect(sent.at(-2)).toEqual([
      'display_data',
      { data: { 'text/plain': 'x' }, metadata: {}, transient: {} },
    ]);
  });

  test('an empty write sends nothing, nor does a flush without text', () => {
    const { cell, sent } = cellOf();
    cell.write('stdout', '');
    cell.write('stdout', Buffer.alloc(0));
    cell.flush();
    expect(sent).toEqual([]);
  });

  test('a character split between writes is put together, on each stream for itself', () => {
    const { cell, sent } = cellOf();
    cell.write('stdout', Buffer.from([0xf0, 0x9f]));
    cell.write('stderr', Buffer.from([0xc3]));
    cell.write('stdout', Buffer.from([0x99, 0x82]));
    cell.write('stderr', Buffer.from([0xa9]));
    expect(sent.map(([, { name, text }]) => [name, text])).toEqual([
      ['stdout', '🙂'],
      ['stderr', 'é'],
    ]);
  });

  test('an update is sent as one, with its id', () => {
    const { cell, sent } = cellOf();
    cell.display({ 'text/plain': 'x' }, {}, { display_id: 'd' }, true);
    expect(sent).toMatchObject([['update_display_data', { transient: { display_id: 'd' } }]]);
  });

  test('bytes become base64, undefined is left out, and what has no JSON is refused by its type', () => {
    const { cell, sent } = cellOf();
    cell.display({
      'image/png': new Uint8Array([1, 2, 3]),
      'text/plain': undefined,
      'application/json': { a: 1 },
    });
    expect(sent[0]![1]['data']).toEqual({ 'image/png': 'AQID', 'application/json': { a: 1 } });
    expect(() => cell.display({ 'application/json': 1n })).toThrow(
      new TypeError('Cannot show application/json: the value has no JSON'),
    );
  });
});

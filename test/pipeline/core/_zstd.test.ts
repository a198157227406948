import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decompressPortable, zstdCompressor, zstdDecompress } from '../../../src/pipeline/core/_zstd.js';
import { lacking } from '../../support/require.js';

const decoders = { zstdDecompress, decompressPortable };
const hasZstd = spawnSync('zstd', ['--version']).status === 0;

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decode(name: keyof typeof decoders, bytes: Uint8Array, size = 1000): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of decoders[name](inChunks(bytes, size))) parts.push(part);
  return Buffer.concat(parts);
}

/** Text that compresses: a walk over few words. */
function words(count: number): Buffer {
  let state = 1;
  const out: string[] = [];
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out.push(['river', 'stone', 'of', 'the', 'quiet', 'morning', String(state >>> 20)][state % 7] ?? '');
  }
  return Buffer.from(out.join(' '));
}

describe.each(['zstdDecompress', 'decompressPortable'] as const)('%s()', (name) => {
  test('gives nothing for nothing', async () => {
    expect(await decode(name, new Uint8Array(0))).toEqual(Buffer.alloc(0));
  });

  test('gives back what zstdCompressor() took, at any division into blocks and chunks', async () => {
    const compress = await zstdCompressor();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 500 }),
        async (blocks, size) => {
          const packed = Buffer.concat(blocks.map((block) => compress(block)));
          expect(Buffer.compare(await decode(name, packed, size), Buffer.concat(blocks))).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('passes over a skippable frame', async () => {
    const compress = await zstdCompressor();
    const skippable = Buffer.from([0x52, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9]);
    const packed = Buffer.concat([
      skippable,
      compress(Buffer.from('a')),
      skippable,
      compress(Buffer.from('b')),
    ]);
    expect((await decode(name, packed)).toString()).toBe('ab');
  });

  test('yields what stands before a truncation, then says so', async () => {
    const compress = await zstdCompressor();
    const whole = compress(words(5000));
    const packed = Buffer.concat([whole, whole.subarray(0, whole.length - 10)]);
    let bytes = 0;
    const reading = (async () => {
      for await (const part of decoders[name](inChunks(packed, 100))) bytes += part.length;
    })();
    await expect(reading).rejects.toThrow(/^Cannot decompress zstd: /);
    expect(bytes).toBeGreaterThanOrEqual(words(5000).length);
  });

  test('refuses what is not zstd', async () => {
    await expect(decode(name, Buffer.from('{"text":"plain JSON"}'))).rejects.toThrow(
      /^Cannot decompress zstd: /,
    );
  });

  test.skipIf(lacking('zstd', hasZstd))(
    'reads one large frame of the zstd program, with and without its size',
    async () => {
      const text = words(4_000_000);
      for (const level of ['-1', '-19']) {
        // from standard input the frame does not tell its content size
        const input = level === '-19' ? text.subarray(0, 600_000) : text;
        const packed = execFileSync('zstd', [level, '-c'], { input, maxBuffer: 1 << 30 });
        const sized = execFileSync('zstd', [level, '-c', `--stream-size=${input.length}`], {
          input,
          maxBuffer: 1 << 30,
        });
        expect(Buffer.compare(await decode(name, packed, 1 << 16), input)).toBe(0);
        expect(Buffer.compare(await decode(name, sized, 1 << 16), input)).toBe(0);
      }
    },
  );
});

test.skipIf(lacking('zstd', hasZstd))(
  'zstdCompressor() writes frames that the zstd program reads',
  async () => {
    const compress = await zstdCompressor();
    const packed = Buffer.concat([compress(words(1000)), compress(words(10))]);
    const out = execFileSync('zstd', ['-d', '-c'], { input: packed });
    expect(out.toString()).toBe(words(1000).toString() + words(10).toString());
  },
);

/** Gives bytes in chunks of the sizes named, over and over. */
export async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** Everything an async iterable gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** One record as a line of text, for comparing. */
export function warcBytes(
  rows: readonly {
    readonly type?: string;
    readonly length?: number | string;
    readonly content: string | Uint8Array;
  }[],
): Buffer[] {
  return rows.map(({ type = 'resource', content, length }, index) => {
    const bytes = Buffer.from(content);
    return Buffer.concat([
      Buffer.from(
        `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Record-ID: <urn:test:${index}>\r\nContent-Length: ${length ?? bytes.length}\r\n\r\n`,
      ),
      bytes,
      Buffer.from('\r\n\r\n'),
    ]);
  });
}

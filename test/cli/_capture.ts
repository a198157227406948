import { vi } from 'vitest';

/** What a command wrote and gave back. */
export interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs something that writes to the standard streams, and gives what it wrote. */
export async function capture(work: () => Promise<number>): Promise<Captured> {
  const written = { out: '', err: '' };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((written.out += String(text)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((written.err += String(text)), true)),
  ];
  try {
    const code = await work();
    return { code, ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

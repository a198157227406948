import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Doc } from '../../../../src/pipeline/core/doc.js';
import { zstdDecompress } from '../../../../src/pipeline/core/_zstd.js';
import type { Report } from '../../../../src/pipeline/core/report.js';

/** A new folder that `use` may fill; removed afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-engine-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Divides documents into files of JSON lines at the cuts given. */
export function writeShards(folder: string, docs: readonly Doc[], cuts: readonly number[]): string[] {
  const edges = [0, ...[...cuts].sort((a, b) => a - b).map((cut) => Math.min(cut, docs.length)), docs.length];
  return edges.slice(1).map((end, i) => {
    const path = join(folder, `in-${i}.jsonl`);
    const lines = docs.slice(edges[i], end).map((doc) => `${JSON.stringify(doc)}\n`);
    writeFileSync(path, lines.join(''));
    return path;
  });
}

/** The JSON lines of a folder's files, one after the other. */
export async function readLines(folder: string): Promise<unknown[]> {
  const lines: unknown[] = [];
  for (const name of readdirSync(folder).sort()) {
    const parts: Uint8Array[] = [];
    for await (const part of zstdDecompress(once(readFileSync(join(folder, name))))) parts.push(part);
    const text = Buffer.concat(parts).toString();
    lines.push(
      ...text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown),
    );
  }
  return lines;
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** Every file below a folder with its bytes, but for the times. */
export function snapshot(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'timing.json') continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length)] = readFileSync(path).toString('base64');
  }
  return files;
}

/** A report without what differs from run to run. */
export function timeless(report: Report): Report {
  return { ...report, rows: report.rows.map((row) => ({ ...row, ms: 0 })) };
}

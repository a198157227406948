import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

interface StaticFile {
  readonly bytes: Buffer;
  readonly gzipped: Buffer | undefined;
  readonly type: string;
  readonly etag: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/**
 * The page's built files. Read on the first request and kept, packed once, and told apart by name: only names
 * that the folder holds are served, so that no path can lead elsewhere.
 */
export class StaticFiles {
  readonly #folder: string;
  readonly #files = new Map<string, Promise<StaticFile>>();
  #names: Promise<ReadonlySet<string>> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The text of one file. */
  async text(name: string): Promise<string> {
    return (await this.#load(name)).bytes.toString('utf8');
  }

  /** Answers with the file, or returns false if there is none of this name. */
  async serve(name: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    this.#names ??= readdir(this.#folder).then((names) => new Set(names));
    if (!(await this.#names).has(name) || !(extname(name) in types)) return false;
    const file = await this.#load(name);
    // names of chunks carry a hash of their content
    const hashed = /-[A-Z0-9]{8}\.\w+$/.test(name);
    response.setHeader('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('etag', file.etag);
    if (request.headers['if-none-match'] === file.etag) {
      response.writeHead(304).end();
      return true;
    }
    response.setHeader('content-type', file.type);
    response.setHeader('vary', 'accept-encoding');
    const packed = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
      ? file.gzipped
      : undefined;
    if (packed) response.setHeader('content-encoding', 'gzip');
    const body = packed ?? file.bytes;
    response.writeHead(200, { 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  }

  #load(name: string): Promise<StaticFile> {
    let file = this.#files.get(name);
    if (!file) {
      file = readStatic(join(this.#folder, name));
      file.catch(() => this.#files.delete(name));
      this.#files.set(name, file);
    }
    return file;
  }
}

async function readStatic(path: string): Promise<StaticFile> {
  const bytes = await readFile(path);
  const type = types[extname(path)] ?? 'application/octet-stream';
  const gzipped = /text|json|svg/.test(type) ? await promisify(gzip)(bytes, { level: 9 }) : undefined;
  return {
    bytes,
    gzipped,
    type,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  };
}

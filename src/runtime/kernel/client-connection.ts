import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from './client-message.js';

/** How messages travel: `ipc` through sockets in a private folder, `tcp` over the loopback address. */
export type Transport = 'ipc' | 'tcp';

/** A place where a kernel is to listen, and the file that tells it so. */
export interface Connection {
  readonly transport: Transport;
  /** The connection file that the kernel is started with. */
  readonly file: string;
  /** The folder that holds the file and the sockets, readable by this user alone. */
  readonly folder: string;
  /** The key that signs every message. */
  readonly key: string;
  /** The ZeroMQ address of a channel. */
  address(channel: Channel): string;
  /** Removes the folder. */
  remove(): Promise<void>;
}

/** Longest path of the folder: a socket path may have no more than 107 bytes. */
const maxFolderPath = 40;

/**
 * Makes a private folder (mode 0700) with a fresh connection file.
 *
 * The ports of `tcp` were free a moment ago; a kernel that cannot bind is told by its silence, and is started anew.
 */
export async function createConnection(transport: Transport): Promise<Connection> {
  const base = Buffer.byteLength(join(tmpdir(), 'lectern-XXXXXX')) < maxFolderPath ? tmpdir() : '/tmp';
  const folder = await mkdtemp(join(process.platform === 'win32' ? tmpdir() : base, 'lectern-'));
  await chmod(folder, 0o700);
  const ip = transport === 'ipc' ? join(folder, 's') : '127.0.0.1';
  const ports = transport === 'ipc' ? [1, 2, 3, 4, 5] : await freePorts(5);
  const [shell, iopub, stdin, control, heartbeat] = ports as [number, number, number, number, number];
  const key = randomBytes(32).toString('hex');
  const file = join(folder, 'connection.json');
  const info = {
    transport,
    ip,
    shell_port: shell,
    iopub_port: iopub,
    stdin_port: stdin,
    control_port: control,
    hb_port: heartbeat,
    key,
    signature_scheme: 'hmac-sha256',
    kernel_name: 'tslab',
  };
  await writeFile(file, JSON.stringify(info), { mode: 0o600 });
  const port = { shell, iopub, stdin, control };
  return {
    transport,
    file,
    folder,
    key,
    address: (channel) => `${transport}://${ip}:${port[channel]}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Ports that nothing listens on, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

import { readFileSync } from 'node:fs';

/** The sockets that a kernel listens on, by the names of the connection file. */
export type Port = 'shell' | 'control' | 'iopub' | 'stdin' | 'hb';

/** What a connection file tells a kernel. */
export interface ConnectionInfo {
  readonly transport: 'tcp' | 'ipc';
  /** Host of `tcp`, or the path that the `ipc` sockets begin with. */
  readonly ip: string;
  /** The key that signs every message; empty when nothing is signed. */
  readonly key: string;
  readonly ports: Readonly<Record<Port, number>>;
}

const portNames: readonly Port[] = ['shell', 'control', 'iopub', 'stdin', 'hb'];

/**
 * Reads a Jupyter connection file.
 *
 * @throws {Error} If the file cannot be read.
 * @throws {SyntaxError} If it is not JSON, or a field is missing or of no use.
 */
export function readConnection(file: string): ConnectionInfo {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`Cannot read connection file: ${file}`, { cause });
  }
  if (typeof value !== 'object' || value === null) {
    throw new SyntaxError(`Cannot read connection file: an object is needed, found ${JSON.stringify(value)}`);
  }
  const info = value as Record<string, unknown>;
  const transport = info['transport'] ?? 'tcp';
  if (transport !== 'tcp' && transport !== 'ipc') {
    throw new SyntaxError(
      `Cannot read connection file: transport must be "tcp" or "ipc", found ${JSON.stringify(transport)}`,
    );
  }
  const scheme = info['signature_scheme'] ?? 'hmac-sha256';
  if (scheme !== 'hmac-sha256') {
    throw new SyntaxError(
      `Cannot read connection file: signature_scheme must be "hmac-sha256", found ${JSON.stringify(scheme)}`,
    );
  }
  const ports = {} as Record<Port, number>;
  for (const name of portNames) {
    const port = info[`${name}_port`];
    if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new SyntaxError(
        `Cannot read connection file: ${name}_port must be a port number, found ${JSON.stringify(port)}`,
      );
    }
    ports[name] = port;
  }
  return {
    transport,
    ip: typeof info['ip'] === 'string' ? info['ip'] : '127.0.0.1',
    key: typeof info['key'] === 'string' ? info['key'] : '',
    ports,
  };
}

/**
 * The ZeroMQ addresses at which a socket is to be found.
 *
 * An `ipc` socket has two: tslab and our client join path and number by `:`, Jupyter's own client by `-`.
 */
export function socketAddresses({ transport, ip, ports }: ConnectionInfo, port: Port): string[] {
  const joints = transport === 'ipc' ? [':', '-'] : [':'];
  return joints.map((joint) => `${transport}://${ip}${joint}${ports[port]}`);
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConnection, socketAddresses } from '../../../src/runtime/kernel/connection.js';

const folder = mkdtempSync(join(tmpdir(), 'connection-'));
afterAll(() => rmSync(folder, { recursive: true }));

const whole = {
  transport: 'tcp',
  ip: '127.0.0.1',
  shell_port: 1,
  control_port: 2,
  iopub_port: 3,
  stdin_port: 4,
  hb_port: 65_535,
  key: 'k',
  signature_scheme: 'hmac-sha256',
};

function read(value: unknown) {
  const file = join(folder, 'connection.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return readConnection(file);
}

test('readConnection() reads what Jupyter writes', () => {
  expect(read(whole)).toEqual({
    transport: 'tcp',
    ip: '127.0.0.1',
    key: 'k',
    ports: { shell: 1, control: 2, iopub: 3, stdin: 4, hb: 65_535 },
  });
});

test.each([
  ['{', /^Cannot read connection file: .*connection\.json$/],
  ['[]', /shell_port must be a port number, found undefined/],
  ['null', /an object is needed, found null/],
  [{ ...whole, transport: 'udp' }, /transport must be "tcp" or "ipc", found "udp"/],
  [{ ...whole, signature_scheme: 'hmac-md5' }, /signature_scheme must be "hmac-sha256", found "hmac-md5"/],
  [{ ...whole, hb_port: 65_536 }, /hb_port must be a port number, found 65536/],
  [{ ...whole, hb_port: 0 }, /hb_port must be a port number, found 0/],
  [{ ...whole, iopub_port: '3' }, /iopub_port must be a port number, found "3"/],
])('readConnection() refuses %j', (value, message) => {
  expect(() => read(value)).toThrow(message);
});

test('readConnection() names a file that is not there', () => {
  expect(() => readConnection('/nowhere/c.json')).toThrow(
    new Error('Cannot read connection file: /nowhere/c.json'),
  );
});

test('socketAddresses() gives an ipc socket the names of both kinds of client', () => {
  const info = read({ ...whole, transport: 'ipc', ip: '/tmp/x/s' });
  expect(socketAddresses(info, 'iopub')).toEqual(['ipc:///tmp/x/s:3', 'ipc:///tmp/x/s-3']);
  expect(socketAddresses(read(whole), 'iopub')).toEqual(['tcp://127.0.0.1:3']);
});

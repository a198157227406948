import { spawn } from 'node:child_process';

/**
 * Watches over a process group from outside: should this program be killed, so that it can end nothing itself, the group is
 * killed and the folder removed. A shell waits for the end of its input, which only this program holds open.
 *
 * @returns A function that ends the watch.
 */
export function watchGroup(group: number, folder: string | undefined): () => void {
  if (process.platform === 'win32') return () => undefined;
  const script = 'read -r _; kill -s KILL -- "-$1"; [ -z "$2" ] || rm -rf -- "$2"';
  const shell = spawn('/bin/sh', ['-c', script, 'sh', String(group), folder ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // without a shell there is no such watch; all else works
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  return () => shell.kill('SIGKILL');
}

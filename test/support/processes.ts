import { execFileSync } from 'node:child_process';

/** Whether a process runs. One that has ended and only waits to be collected by its parent does not. */
export function running(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return !state.startsWith('Z');
  } catch {
    // ps knows no such process
    return false;
  }
}

/** Waits up to some seconds for a process to end, and tells whether it has. */
export async function gone(pid: number): Promise<boolean> {
  for (let wait = 0; wait < 100 && running(pid); wait++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return !running(pid);
}

import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that at every moment its path holds either the whole old content or the whole new one: a new file in the
 * same folder is written, brought to disk, and renamed. Mode and, where permitted, owner are kept; a link stays a link.
 * What is no ordinary file, a pipe say, is written to directly.
 *
 * @throws {Error} If the file cannot be written: it is then unchanged, and the message says what to do.
 */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  let temporary: string | undefined;
  try {
    const target = await realpath(path).catch(() => path);
    const old = await stat(target).catch(ignoreMissing);
    if (old && !old.isFile() && !old.isDirectory()) return await writeFile(target, data);
    if (old?.isDirectory()) throw Object.assign(new Error('it is a directory'), { code: 'EISDIR' });
    // a rename would replace even a file that must not be written
    if (old) await (await open(target, 'r+')).close();
    temporary = join(
      dirname(target),
      `.${basename(target).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`,
    );
    const file = await open(temporary, 'wx', old ? old.mode & 0o7777 : 0o666);
    try {
      await file.writeFile(data);
      if (old) await keepModeAndOwner(file, old);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
    throw new Error(`Cannot save ${path}: ${advice(error)}`, { cause: error });
  }
}

async function keepModeAndOwner(file: FileHandle, old: Stats): Promise<void> {
  const now = await file.stat();
  if (now.uid !== old.uid || now.gid !== old.gid) await file.chown(old.uid, old.gid).catch(() => undefined);
  await file.chmod(old.mode & 0o7777);
}

/** Makes the rename itself last; not every system can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

function advice(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk is full (${code}); what was there is unchanged; free some space and save again`;
    case 'EROFS':
      return `the disk is read-only (${code}); save to another folder`;
    case 'EACCES':
    case 'EPERM':
      return `writing is not permitted (${code}); change the permissions or save to another folder`;
    case 'EISDIR':
      return 'it is a directory; name a file';
    case 'ENOENT':
    case 'ENOTDIR':
      return `its folder does not exist (${code}); make the folder first`;
    default:
      return message;
  }
}

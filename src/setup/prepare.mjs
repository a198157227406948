import { ensureInstalled } from './install.mjs';

/**
 * Brings a clone from whatever state it is in to ready: dependencies, build, corpora. What is fresh is not done again.
 * Corpora that cannot be fetched are a warning unless `strict`: the lecture opens without them and its stored outputs stand.
 */
export async function prepare({ strict = false } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Cannot start: Lectern needs Node 20.19 or newer, this is ${process.versions.node}`);
  }
  ensureInstalled();
  const { ensureBuilt } = await import('./build.mjs');
  await ensureBuilt();
  const { fetchCorpora } = await import('./corpora.mjs');
  try {
    await fetchCorpora();
  } catch (error) {
    if (strict) throw error;
    console.error(`${error.message}\nGoing on without them: cells that read them will say so.`);
  }
}

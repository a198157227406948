// Peak memory of `lectern pipeline c4` over one large file: generates it (seeded), runs the command, prints the peak RSS.
// node bench/memory.mjs [--megabytes 1000] [--format jsonl|wet] [--cli dist/cli/main.js] [--keep]
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const GOAL_MEGABYTES = 300;

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1000' },
    format: { type: 'string', default: 'jsonl' },
    cli: { type: 'string', default: fileURLToPath(new URL('../dist/cli/main.js', import.meta.url)) },
    keep: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'lectern-memory-'));
try {
  const input = join(folder, values.format === 'wet' ? 'pages.warc.wet' : 'pages.jsonl');
  const pages = generate(input, Number(values.megabytes) * 1e6, values.format);
  console.log(`input: ${(statSync(input).size / 1e6).toFixed(0)} MB of ${values.format}, ${pages} pages`);
  const { code, peak, seconds, report } = await measure(input, join(folder, 'out'));
  if (code !== 0) throw new Error(`Cannot measure: the command ended with exit code ${code}`);
  const last = report.rows.at(-1);
  console.log(
    `output: ${last.docsOut} pages, ${(last.bytesOut / 1e6).toFixed(0)} MB, in ${seconds.toFixed(1)} s`,
  );
  const ratio = peak / 1e6 / GOAL_MEGABYTES;
  console.log(
    `peak RSS: ${(peak / 1e6).toFixed(0)} MB (goal: under ${GOAL_MEGABYTES} MB; ratio ${ratio.toFixed(2)})`,
  );
  process.exitCode = ratio < 1 ? 0 : 1;
} finally {
  if (values.keep) console.log(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

/** Runs the command and watches how much memory its process has. */
async function measure(input, output) {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [values.cli, 'pipeline', 'c4', '--input', input, '--output', output, '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, residentBytes(child.pid))), 50);
  let out = '';
  for await (const part of child.stdout) out += part;
  const code = await new Promise((resolve) =>
    child.exitCode === null ? child.on('exit', resolve) : resolve(child.exitCode),
  );
  clearInterval(watch);
  return {
    code,
    peak,
    seconds: (performance.now() - started) / 1000,
    report: code === 0 ? JSON.parse(out) : undefined,
  };
}

/** The most memory a process has had, where the system tells; else what it has now. */
function residentBytes(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Writes pages like those of a crawl: own lines and lines that many pages share, menus, short pages, other languages. */
function generate(path, bytesWanted, format) {
  let state = 1;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const [common, made] = vocabularies(random);
  // mostly English, so that pages pass the language test
  const word = () => (random(100) < 94 ? common[random(common.length)] : made[random(made.length)]);
  const sentence = () => {
    const text = Array.from({ length: 6 + random(18) }, word).join(' ');
    return `${text[0].toUpperCase()}${text.slice(1)}.`;
  };
  const shared = Array.from({ length: 20_000 }, sentence);
  const menu = [
    'Home',
    'About us',
    'We use cookies to improve this site for you.',
    'Please enable javascript to see it all.',
  ];
  const line = () => {
    const kind = random(100);
    if (kind < 20) return shared[random(shared.length)];
    if (kind < 30) return menu[random(menu.length)];
    return random(2) ? sentence() : `${sentence()} ${sentence()}`;
  };
  const file = openSync(path, 'w');
  let pages = 0;
  let written = 0;
  while (written < bytesWanted) {
    let block = '';
    while (block.length < 1 << 20) {
      const lines = Array.from({ length: 1 + random(70) }, line);
      if (random(50) === 0) lines.push('function show() { return true }, she said.');
      const url = `https://site-${random(5000)}.example/${random(20) === 0 ? 'index' : pages}`;
      block +=
        format === 'wet'
          ? wetRecord(pages, url, lines)
          : `${JSON.stringify({ id: `page-${pages}`, url, text: lines.join('\n') })}\n`;
      pages++;
    }
    written += writeSync(file, block);
  }
  closeSync(file);
  return pages;
}

function wetRecord(number, url, lines) {
  const text = lines.join('\n');
  const id = `<urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}>`;
  return `WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: ${url}\r\nWARC-Date: 2019-04-18T00:00:00Z\r\nWARC-Record-ID: ${id}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}\r\n\r\n`;
}

/** Common words of English, and made-up ones. */
function vocabularies(random) {
  const english =
    'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also well back through years where much your way down should because long each just those people too how little state good very make world still see own work men day get here between both life being under never same another know while last might us great old year off come since against go came right used take three';
  const syllables =
    'ba con de fer gri ho il jun ker lo men nor op per qua res sto ter und ver wil yes zan tion ment ing'.split(
      ' ',
    );
  const made = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 2 + random(3) }, () => syllables[random(syllables.length)]).join(''),
  );
  return [english.split(' '), made];
}

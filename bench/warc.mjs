/**
 * WARC records a second against FastWARC and warcio, on one generated file, gzip and plain, HTTP parsed and not.
 *
 *   node bench/warc.mjs [MEGABYTES]     (needs a build, the corpora, and Python with fastwarc and warcio: LECTERN_PYTHON)
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = process.env.LECTERN_DIST ?? join(root, 'dist');
const { readWarc } = await import(join(dist, 'pipeline/readers/read-warc.js'));
const { warcWriter } = await import(join(dist, 'pipeline/readers/warc-writer.js'));
const { webSample } = await import(join(dist, 'pipeline/readers/web-sample.js'));
const python = process.env.LECTERN_PYTHON ?? join(root, '.lectern/venv/bin/python');

const megabytes = Number(process.argv[2] ?? 200);
const folder = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

/** Three records a page, as in a crawl: request, response, metadata. */
function generate(path, gzip) {
  const pages = webSample();
  const writer = warcWriter({ gzip });
  const file = openSync(path, 'w');
  const date = '2026-01-31T12:00:00Z';
  let text = 0;
  let records = 0;
  const put = (record) => {
    writeSync(file, writer.write({ date, ...record }).bytes);
    text += record.content.length;
    records++;
  };
  for (let round = 0; text < megabytes * 1e6; round++) {
    for (const page of pages) {
      const url = `${page.url ?? 'http://page.example/'}?round=${round}`;
      const body = Buffer.from(page.text);
      const head = `HTTP/1.1 200 OK\r\nDate: Sat, 31 Jan 2026 12:00:00 GMT\r\nServer: Apache\r\nVary: Accept-Encoding\r\nCache-Control: max-age=0\r\nX-Crawl-Content-Encoding: gzip\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n`;
      put({
        type: 'request',
        url,
        content: Buffer.from(
          `GET / HTTP/1.1\r\nUser-Agent: LecternBot/0.1\r\nAccept: text/html\r\nHost: page.example\r\n\r\n`,
        ),
      });
      put({
        type: 'response',
        url,
        content: Buffer.concat([Buffer.from(head), body]),
        fields: [['WARC-Identified-Payload-Type', 'text/html']],
      });
      put({ type: 'metadata', url, content: Buffer.from('fetchTimeMs: 120\r\n') });
      if (text >= megabytes * 1e6) break;
    }
  }
  return { text, records };
}

async function ours(path, parseHttp) {
  const started = performance.now();
  let records = 0;
  let bytes = 0;
  for await (const record of readWarc(path)) {
    records++;
    // the same use as the Python programs make of a record: its type, its URL, and all of its content
    if (record.url === undefined && record.type === '') bytes++;
    const http = parseHttp ? record.http : undefined;
    if (http && http.status === undefined && record.type === 'response') throw new Error('no status');
    bytes += http ? http.rawBody.length : record.content.length;
  }
  return { records, bytes, seconds: (performance.now() - started) / 1000 };
}

function theirs(program, path, parseHttp) {
  const out = execFileSync(python, [join(root, 'bench/warc.py'), program, path, String(parseHttp)], {
    encoding: 'utf8',
  });
  return JSON.parse(out);
}

console.log('format  http   program   records/s      MB/s   lectern is');
for (const gzip of [true, false]) {
  const path = join(folder, gzip ? 'pages.warc.gz' : 'pages.warc');
  const { text } = generate(path, gzip);
  for (const parseHttp of [false, true]) {
    const best = (runs) => runs.reduce((a, b) => (a.seconds < b.seconds ? a : b));
    // interleaved, so that a busy moment of the machine hits all alike; the best of three counts
    const runs = { lectern: [], fastwarc: [], warcio: [] };
    for (let round = 0; round < 3; round++) {
      runs.lectern.push(await ours(path, parseHttp));
      runs.fastwarc.push(theirs('fastwarc', path, parseHttp));
      if (round === 0) runs.warcio.push(theirs('warcio', path, parseHttp));
    }
    const lectern = best(runs.lectern);
    for (const [program, all] of Object.entries(runs)) {
      const { records, bytes, seconds } = best(all);
      if (records !== lectern.records || bytes !== lectern.bytes) {
        throw new Error(
          `Cannot compare: ${program} read ${records} records, ${bytes} bytes; lectern ${lectern.records}, ${lectern.bytes}`,
        );
      }
      const ratio = `${(seconds / lectern.seconds).toFixed(2)}x`;
      console.log(
        [
          gzip ? 'gzip ' : 'plain',
          String(parseHttp).padEnd(5),
          program.padEnd(8),
          Math.round(records / seconds)
            .toString()
            .padStart(10),
          (text / 1e6 / seconds).toFixed(0).padStart(9),
          ratio.padStart(10),
        ].join('  '),
      );
    }
  }
}

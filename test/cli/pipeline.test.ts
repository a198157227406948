import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { readSettings } from '../../src/cli/_pipeline-arguments.js';
import { run } from '../../src/cli/pipeline.js';
import { main } from '../../src/cli/main.js';
import { inFolder, readLines } from '../pipeline/engines/embedded/_folders.js';
import { capture } from './_capture.js';
import { toy } from './_recipe.js';

vi.mock('../../src/pipeline/recipes/index.js', () => ({ recipes: { toy: async () => toy } }));
const call = (...args: string[]) => capture(() => main(['pipeline', ...args]));

const lines = ['one', 'one two', 'one two', 'one two three']
  .map((text, i) => `${JSON.stringify({ id: `d${i}`, text })}\n`)
  .join('');

describe('lectern pipeline', () => {
  test('runs a recipe over files and shows the funnel', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.jsonl'), lines);
      const output = join(folder, 'out');
      const { code, out, err } = await call('toy', '--input', join(folder, 'a.jsonl'), '--output', output);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out.replaceAll(output, 'OUT'))
        .toBe(`stage        documents      %  words  bytes  dropped or changed, by reason
───────────  ─────────  ─────  ─────  ─────  ─────────────────────────────
input                4  100.0      8   30 B
min-words            3   75.0      7   27 B  1 too-few-words
unique-text          2   50.0      5   20 B  1 seen-before

Written to OUT
`);
      expect(await readLines(join(output, 'kept'))).toMatchObject([{ id: 'd1' }, { id: 'd3' }]);
      expect(await readLines(join(output, 'dropped'))).toEqual([
        { id: 'd0', stage: 'min-words', reason: 'too-few-words', value: 1, limit: 2 },
        { id: 'd2', stage: 'unique-text', reason: 'seen-before' },
      ]);
    });
  });

  test('takes patterns, files the shell expanded, gzip, --set, --reading and --json', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.jsonl'), lines);
      writeFileSync(join(folder, 'b.jsonl.gz'), gzipSync(lines));
      const report = async (...args: string[]) => {
        const { code, out } = await call('toy', '--json', ...args);
        expect(code).toBe(0);
        return JSON.parse(out) as { complete: boolean; rows: { docsIn: number; docsOut: number }[] };
      };
      const byPattern = await report('--input', join(folder, '*.jsonl*'), '--output', join(folder, '1'));
      expect(byPattern.rows.map(({ docsOut }) => docsOut)).toEqual([6, 2]);
      const byName = await report(
        '--output',
        join(folder, '2'),
        '--reading',
        'code',
        '--input',
        join(folder, 'a.jsonl'),
        join(folder, 'b.jsonl.gz'),
      );
      expect(byName.rows.map(({ docsOut }) => docsOut)).toEqual([2, 1]);
      const set = await report(
        '--input',
        join(folder, 'a.jsonl'),
        '--output',
        join(folder, '3'),
        '--set',
        'min-words.min=1',
      );
      expect(set.rows[0]?.docsOut).toBe(4);
      const manifest = JSON.parse(readFileSync(join(folder, '2', 'manifest.json'), 'utf8')) as object;
      expect(manifest).toMatchObject({ recipe: { name: 'toy', version: '1', reading: 'code' } });
    });
  });

  test('pages of a WARC file become text first; --extract says how, or not', async () => {
    await inFolder(async (folder) => {
      const body =
        'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>T</title><p>one <b>two</b> three</p>';
      const record = `WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://a.example/\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${body.length}\r\n\r\n${body}\r\n\r\n`;
      const input = join(folder, 'a.warc.gz');
      writeFileSync(input, gzipSync(record));
      const text = async (...args: string[]) => {
        const output = join(folder, `out-${args.join('-')}`);
        expect((await call('toy', '--input', input, '--output', output, ...args)).code).toBe(0);
        const [doc] = (await readLines(join(output, 'kept'))) as { text: string }[];
        return doc?.text;
      };
      expect(await text()).toContain('one two three');
      expect(await text('--extract', 'resiliparse')).toBe('one two three');
      expect(await text('--extract', 'none')).toBe('<title>T</title><p>one <b>two</b> three</p>');
    });
  });

  test('--shard I/N takes a part each; the last ends the run', async () => {
    await inFolder(async (folder) => {
      for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.jsonl`), lines);
      const args = ['toy', '--input', join(folder, '*.jsonl'), '--output', join(folder, 'out')];
      const first = await call(...args, '--shard', '1/2');
      expect(first.code).toBe(0);
      expect(first.err).toContain(
        '1 of 3 shards have not reached stage "unique-text"; run again with --resume',
      );
      const second = await call(...args, '--shard', '2/2', '--resume', '--json');
      expect(second.err).toContain('2 of 3 shards are not finished');
      const third = await call(...args, '--shard', '1/2', '--resume', '--json');
      expect(JSON.parse(third.out)).toMatchObject({ complete: true, rows: [{ docsIn: 12 }, { docsOut: 2 }] });
    });
  });

  test.each([
    [[], 'no recipe is named; "lectern recipes" lists them'],
    [['toy', '--output', 'x'], 'no input is named; name files with --input'],
    [['toy', '--input', 'x'], 'no output is named; name a folder with --output'],
    [['tpy', '--input', 'x', '--output', 'y'], 'there is no recipe "tpy"; did you mean "toy"?'],
    [
      ['toy', '--input', 'x', '--output', 'y', '--set', 'min'],
      '--set must be stage.option=VALUE, current value is "min"',
    ],
    [
      ['toy', '--input', 'x', '--output', 'y', '--set', 'min-word.min=1'],
      'there is no stage "min-word"; did you mean "min-words"?',
    ],
    [
      ['toy', '--input', 'x', '--output', 'y', '--set', 'min-words.max=1'],
      'there is no option of stage "min-words" "max"',
    ],
    [
      ['toy', '--input', 'x', '--output', 'y', '--set', 'min-words.min=many'],
      'min-words.min must be a number, current value is "many"',
    ],
    [
      ['toy', '--input', 'x', '--output', 'y', '--set', 'min-words.min=-1'],
      'min must be at least 0, current value is -1',
    ],
    [
      ['toy', '--input', 'x', '--output', 'y', '--reading', 'cod'],
      'there is no reading "cod"; did you mean "code"?',
    ],
    [
      ['toy', '--input', 'x', '--output', 'y', '--shard', '3/2'],
      '--shard must be I/N with I from 1 to N, such as 1/4, current value is "3/2"',
    ],
    [['toy', '--input', 'x', '--output', 'y', '--shard', '0/2'], 'current value is "0/2"'],
    [['toy', '--input', 'x', '--output', 'y', '--seed', '-1'], "'--seed'"],
    [
      ['toy', '--input', 'x', '--output', 'y', '--seed', '4294967296'],
      '--seed must be an integer from 0 to 4294967295',
    ],
    [['toy', '--input', 'x', '--input', 'x', '--output', 'y'], 'x is named twice'],
    [['toy', '--input', 'x', '--output', 'y', '--engine', 'spark'], 'there is no engine "spark"'],
    [['toy', '--inptu', 'x'], "Unknown option '--inptu'"],
    [
      ['toy', '--input', 'a.warc.gz', '--input', 'b.warc.wet.gz', '--output', 'y'],
      'a.warc.gz seems to hold pages of HTML and b.warc.wet.gz text; run them apart, or say how with --extract',
    ],
    [
      ['toy', '--input', 'a.warc', '--output', 'y', '--extract', 'wett'],
      'there is no method "wett" of extraction; did you mean "wet"? (one of wet, resiliparse, none)',
    ],
  ])('%j is refused with exit code 2', async (args, message) => {
    const { code, out, err } = await call(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toMatch(/^lectern pipeline: .*\nTry "lectern pipeline --help"\.\n$/);
  });

  test('inputs that cannot be read exit with 2, by name, and nothing is written', async () => {
    await inFolder(async (folder) => {
      const output = join(folder, 'out');
      const failing = async (input: string) => {
        const { code, err } = await call('toy', '--input', input, '--output', output);
        expect(code).toBe(2);
        return err.replaceAll(folder, 'F');
      };
      expect(await failing(join(folder, 'none.jsonl'))).toBe(
        'lectern pipeline: Cannot read F/none.jsonl: there is no such file; check the path\n',
      );
      expect(await failing(join(folder, '*.warc'))).toBe(
        'lectern pipeline: Cannot read F/*.warc: no file has such a name\n',
      );
      expect(await failing(folder)).toBe(
        'lectern pipeline: Cannot read F: it is a folder; name the files in it, such as F/*\n',
      );
      expect(existsSync(output)).toBe(false);
      writeFileSync(join(folder, 'x.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
      expect(await failing(join(folder, 'x.png'))).toMatch(
        /^lectern pipeline: Cannot read F\/x\.png: it is neither WARC nor JSON lines/,
      );
      // the folder is free for the right file
      expect(existsSync(output)).toBe(false);
    });
  });

  test('an empty file is told, and is no failure', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'e.jsonl'), '');
      const { code, out } = await call(
        'toy',
        '--input',
        join(folder, 'e.jsonl'),
        '--output',
        join(folder, 'out'),
      );
      expect(code).toBe(0);
      expect(out).toContain('The reader skipped 1 record: empty-file\n');
    });
  });

  test('an output in the way, or of another run, exits with 2', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.jsonl'), lines);
      const args = ['toy', '--input', join(folder, 'a.jsonl'), '--output', join(folder, 'out')];
      expect((await call(...args)).code).toBe(0);
      const again = await call(...args);
      expect([again.code, again.err.includes('it holds a finished run; name another folder')]).toEqual([
        2,
        true,
      ]);
      const other = await call(...args, '--resume', '--reading', 'code');
      expect([other.code, other.err]).toEqual([
        2,
        expect.stringContaining('the reading was "paper" and is now "code"'),
      ]);
      mkdirSync(join(folder, 'b'));
      writeFileSync(join(folder, 'b', 'kept'), 'mine');
      const taken = await call(...args.slice(0, -1), join(folder, 'b'));
      expect([taken.code, readFileSync(join(folder, 'b', 'kept'), 'utf8')]).toEqual([2, 'mine']);
    });
  });

  test('--help has an example', async () => {
    const { out } = await capture(() => run(['--help']));
    expect(out).toContain('Example:\n  lectern pipeline c4 --input');
  });
});

test('readSettings() reads JSON where it can, else a string', () => {
  expect(readSettings(['a.x=1', 'a.y=true', 'b.z=text', 'b.w=[1,2]', 'b.v=a=b', 'b.u='])).toEqual({
    a: { x: 1, y: true },
    b: { z: 'text', w: [1, 2], v: 'a=b', u: '' },
  });
  expect(() => readSettings(['a.x=1', 'a.x=2'])).toThrow('a.x is set twice');
});

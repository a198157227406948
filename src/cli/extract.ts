import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { nearest } from '../pipeline/core/nearest.js';
import { InputError } from '../pipeline/core/input-error.js';
import { decodeHtml } from '../pipeline/extract/decode-html.js';
import { type ExtractMethod, extract, extractMethods } from '../pipeline/extract/extract.js';
import { expandGlob, isGlob } from './_glob.js';
import { UsageError } from './_usage-error.js';

const usage = `Gets the text out of web pages: one JSON line a file, {"file": …, "text": …}.

Usage: lectern extract --method ${extractMethods.join('|')} FILE… [--charset NAME]

  -m, --method NAME   how: "wet" as Common Crawl does, or a method that looks for the main content
      --charset NAME  the encoding of the pages; else told by mark, <meta> or the bytes
  -h, --help          show this text

A FILE may be a pattern in quotes, or - for standard input.

Example:
  lectern extract --method resiliparse 'pages/*.html' > pages.jsonl
`;

/** `lectern extract`: gives the exit code. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      method: { type: 'string', short: 'm' },
      charset: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const method = readMethod(values.method);
  if (positionals.length === 0) throw new UsageError('no file is named; - stands for standard input');
  const contentType = values.charset === undefined ? undefined : `text/html; charset=${values.charset}`;
  let unreadable = 0;
  for (const file of positionals.flatMap(filesOf)) {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(file === '-' ? process.stdin.fd : file);
    } catch (error) {
      // the others are extracted all the same
      process.stderr.write(`lectern extract: Cannot read ${file}: ${reasonOf(error)}\n`);
      unreadable++;
      continue;
    }
    const { text } = decodeHtml(bytes, contentType);
    process.stdout.write(`${JSON.stringify({ file, text: extract(text, { method }) })}\n`);
  }
  return unreadable > 0 ? 2 : 0;
}

function readMethod(name: string | undefined): ExtractMethod {
  const all = extractMethods.join(', ');
  if (name === undefined) throw new UsageError(`no method is named; name one of ${all} with --method`);
  const found = extractMethods.find((method) => method === name);
  if (found) return found;
  const guess = nearest(name, extractMethods);
  throw new UsageError(
    `there is no method "${name}"${guess ? `; did you mean "${guess}"?` : ''} (one of ${all})`,
  );
}

function filesOf(pattern: string): string[] {
  if (pattern === '-') return ['-'];
  const files = expandGlob(pattern);
  if (files.length === 0 && isGlob(pattern))
    throw new InputError(`Cannot read ${pattern}: no file has such a name`);
  return files;
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file; check the path';
  if (code === 'EISDIR') return 'it is a folder; name the files in it';
  if (code === 'EACCES') return 'permission is denied';
  return error instanceof Error ? error.message : String(error);
}

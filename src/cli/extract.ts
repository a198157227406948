import { parseArgs } from 'node:util';
import { nearest } from '../pipeline/core/nearest.js';
import { decodeHtml } from '../pipeline/extract/decode-html.js';
import { type ExtractMethod, extract, extractMethods } from '../pipeline/extract/extract.js';
import { forEachInput } from './_for-each-input.js';
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
  const charset = readCharset(values.charset);
  const contentType = charset === undefined ? undefined : `text/html; charset=${charset}`;
  return forEachInput('extract', positionals, (bytes, file) => {
    const { text } = decodeHtml(bytes, contentType);
    process.stdout.write(`${JSON.stringify({ file, text: extract(text, { method }) })}\n`);
  });
}

function readCharset(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    throw new UsageError(
      `there is no charset "${name}"; give a name of the Encoding Standard, such as utf-8, shift_jis or windows-1252`,
    );
  }
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

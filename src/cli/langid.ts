import { parseArgs } from 'node:util';
import { nearest } from '../pipeline/core/nearest.js';
import {
  languageReadings,
  languageScores,
  type LanguageReading,
} from '../pipeline/models/identify-language.js';
import { forEachInput } from './_for-each-input.js';
import { UsageError } from './_usage-error.js';

const readings = Object.keys(languageReadings) as LanguageReading[];

const usage = `Tells the language of texts by fastText's lid.176: one JSON line a file, {"file": …, "label": …, "score": …}.

Usage: lectern langid [FILE…] [--lines] [--top N] [--reading ${readings.join('|')}]

      --lines         each line is a text: {"file": …, "line": …, "label": …, "score": …}; empty ones are left out
      --top N         name the N likeliest languages, as "languages"
      --reading NAME  prepare the text as FineWeb ("datatrove"), CCNet or Dolma does (default datatrove)
  -h, --help          show this text

Without a FILE, or with -, standard input is read. A FILE may be a pattern in quotes.

Example:
  lectern langid --lines greetings.txt
`;

/** `lectern langid`: gives the exit code. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      lines: { type: 'boolean' },
      top: { type: 'string' },
      reading: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const reading = readReading(values.reading);
  const top = readTop(values.top);
  return forEachInput('langid', positionals.length === 0 ? ['-'] : positionals, (bytes, file) => {
    const text = bytes.toString('utf8');
    const name = file === '-' ? {} : { file };
    if (!values.lines) {
      print({ ...name, ...tell(text) });
      return;
    }
    text.split(/\r?\n/).forEach((line, i) => {
      if (line.trim() !== '') print({ ...name, line: i + 1, ...tell(line) });
    });
  });

  function tell(text: string): object {
    const languages = languageScores(text, { reading }, top ?? 1);
    const { label, score } = languages[0] ?? { label: 'und', score: 0 };
    return top === undefined ? { label, score } : { label, score, languages };
  }
}

function print(row: object): void {
  process.stdout.write(`${JSON.stringify(row)}\n`);
}

function readReading(name: string | undefined): LanguageReading {
  if (name === undefined) return 'datatrove';
  const found = readings.find((reading) => reading === name);
  if (found) return found;
  const guess = nearest(name, readings);
  const hint = guess ? `; did you mean "${guess}"?` : '';
  throw new UsageError(`there is no reading "${name}"${hint} (one of ${readings.join(', ')})`);
}

function readTop(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const top = Number(value);
  if (Number.isInteger(top) && top > 0) return top;
  throw new UsageError(`--top must be a positive integer, current value is "${value}"`);
}

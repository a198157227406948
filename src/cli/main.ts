#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nearest } from '../pipeline/core/nearest.js';
import { InputError } from '../pipeline/core/input-error.js';
import { commands } from './_commands.js';
import { isUsageError } from './_usage-error.js';

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const list = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `A lecture you can run: how the training data of language models is made.

Usage: lectern COMMAND [options]

${list.join('\n')}

  -h, --help     show this text; "lectern COMMAND --help" shows a command's
  -v, --version  show the version

Exit codes: 0 all well, 1 a failure, 2 usage or unreadable input, 3 time limit, 4 kernel died, 130 interrupted.

Example:
  lectern pipeline c4 --input 'crawl/*.warc.wet.gz' --output c4
`;
}

/**
 * The command line: finds the command and runs it.
 *
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    process.stderr.write(usage());
    return 2;
  }
  if (name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    process.stdout.write(usage());
    return 0;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  if (name === 'help') return main([rest[0] ?? '', '--help']);
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) {
    const guess = nearest(name, Object.keys(commands));
    const hint = guess === undefined ? '' : `; did you mean "${guess}"?`;
    process.stderr.write(`lectern: there is no command "${name}"${hint}\nTry "lectern --help".\n`);
    return 2;
  }
  try {
    const command = await entry.load();
    return await command.run(rest);
  } catch (error) {
    return tell(name, error);
  }
}

/** Tells what went wrong in one line; the whole stack only for those who look for it. */
function tell(name: string, error: unknown): number {
  if (process.env['LECTERN_DEBUG']) console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`lectern ${name}: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
  if (isUsageError(error)) process.stderr.write(`Try "lectern ${name} --help".\n`);
  return isUsageError(error) || error instanceof InputError ? 2 : 1;
}

function version(): string {
  const path = fileURLToPath(new URL('../../package.json', import.meta.url));
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** Whether this file is the program, and not imported by one. */
function isProgram(): boolean {
  const path = process.argv[1];
  try {
    return path !== undefined && realpathSync(path) === fileURLToPath(import.meta.url);
  } catch {
    return false;
  }
}

if (isProgram()) {
  // whoever reads our output may stop reading, as `head` does
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  process.on('uncaughtException', (error) => process.exit(tell(process.argv[2] ?? '', error)));
  process.exitCode = await main(process.argv.slice(2));
}

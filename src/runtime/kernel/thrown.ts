import { inspect } from 'node:util';
import type { CellMaps } from './cell-maps.js';
import { frameOf } from './diagnostics.js';
import { hintFor } from './hints.js';

/** A failure as Jupyter tells it. */
export interface Failure {
  /** Name of the error's class. */
  readonly ename: string;
  /** The message. */
  readonly evalue: string;
  /** What to show, line by line: the message, the code where it arose, and the stack. */
  readonly traceback: readonly string[];
}

/** Frames of Node, of tslab and of the kernel itself: they tell a reader nothing. */
const innerFrame =
  /\bat (?:async )?(?:.*\()?node:|<anonymous>\)?$|[\\/](?:tslab[\\/]dist|runtime[\\/]kernel)[\\/]|__tslab__|evalmachine/;

/** Most causes and members of an AggregateError that are told. */
const maxNested = 10;

/**
 * Describes what a cell threw, whatever it is. The stack is told in lines of the cells, without the kernel's own frames.
 *
 * @example
 * describeThrown(new RangeError('too long')).ename // => 'RangeError'
 * describeThrown('stop') // => { ename: 'Error', evalue: 'stop', traceback: ["Uncaught 'stop'"] }
 */
export function describeThrown(value: unknown, maps?: CellMaps): Failure {
  try {
    if (isError(value)) {
      const traceback = tracebackOf(value, maps, new Set()).split('\n');
      return { ename: nameOf(value), evalue: messageOf(value), traceback };
    }
    const evalue = typeof value === 'string' ? value : inspect(value);
    return { ename: 'Error', evalue, traceback: [`Uncaught ${inspect(value)}`] };
  } catch {
    // a proxy, or a getter that throws in its turn
    const evalue = 'a value that cannot be shown';
    return { ename: 'Error', evalue, traceback: [`Uncaught: ${evalue}`] };
  }
}

/** Errors of other realms, such as those of `vm`, are errors too. */
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function nameOf(error: Error): string {
  return text(error.name) || text(error.constructor?.name) || 'Error';
}

function messageOf(error: Error): string {
  const message = text(error.message);
  return message + hintFor(message);
}

/** Message, code, frames, properties, causes and members of an error. */
function tracebackOf(error: Error, maps: CellMaps | undefined, seen: Set<unknown>): string {
  seen.add(error);
  const message = messageOf(error);
  const { frames, code } = framesOf(text(error.stack), maps);
  const lines = [`${nameOf(error)}${message ? `: ${message}` : ''}`];
  if (code !== undefined) lines.push(code);
  lines.push(...frames);
  const own = Object.fromEntries(
    Object.entries(error).filter(([key]) => !['name', 'message', 'stack', 'cause', 'errors'].includes(key)),
  );
  if (Object.keys(own).length > 0) lines.push(`    ${inspect(own, { depth: 1 }).replaceAll('\n', '\n    ')}`);
  const nested: [string, unknown][] = [];
  if (error.cause !== undefined) nested.push(['caused by', error.cause]);
  if (error instanceof AggregateError) for (const inner of error.errors) nested.push(['with', inner]);
  for (const [how, inner] of nested) {
    if (seen.has(inner) || seen.size > maxNested) continue;
    lines.push(`${how} ${isError(inner) ? tracebackOf(inner, maps, seen) : inspect(inner)}`);
  }
  return lines.join('\n');
}

/** The frames of a stack that a reader can use, and the code of a cell around the innermost of them. */
function framesOf(stack: string, maps: CellMaps | undefined): { frames: string[]; code: string | undefined } {
  const frames: string[] = [];
  let code: string | undefined;
  for (const line of stack.split('\n')) {
    const [, name, file = '', row, column] = /^\s+at (?:(.*) \()?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? [];
    const place = maps?.find(file, Number(row), Number(column));
    if (place) {
      // the code around a cell's own is not the reader's
      if (place.line < 1) continue;
      const where = `${file}:${place.line}:${place.column}`;
      const named = frameName(name);
      frames.push(named === undefined ? `    at ${where}` : `    at ${named} (${where})`);
      code ??= frameOf(
        maps!.source(file)!.split(/\r\n|\n|\r/),
        place.line - 1,
        place.column - 1,
        place.column,
      );
    } else if (/^\s+at /.test(line) && !innerFrame.test(line) && maps?.source(file) === undefined) {
      frames.push(line);
    }
  }
  return { frames, code };
}

/** The name of a frame's function; undefined for code outside any. */
function frameName(name: string | undefined): string | undefined {
  // functions of earlier cells are members of the object in which tslab keeps them
  const bare = name?.replace(/^(async )?Proxy\./, '$1');
  return bare === undefined || /^(async )?(eval|Object\.<anonymous>)$/.test(bare) ? undefined : bare;
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

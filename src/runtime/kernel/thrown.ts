import { inspect } from 'node:util';

/** A failure as Jupyter tells it. */
export interface Failure {
  /** Name of the error's class. */
  readonly ename: string;
  /** The message. */
  readonly evalue: string;
  /** What to show: message, code frames and stack. */
  readonly traceback: readonly string[];
}

/** Where a frame of a compiled cell stands in what the reader wrote, if known: lines and columns from 1. */
export type FrameMapper = (
  file: string,
  line: number,
  column: number,
) => { readonly label: string; readonly line: number; readonly column: number } | undefined;

/** Frames of Node, of tslab and of the kernel itself: they tell a reader nothing. */
const innerFrame =
  /\((?:node:|native)|\bat (?:async )?(?:node:|native)|[\\/](?:tslab[\\/]dist|runtime[\\/]kernel)[\\/]|__tslab__/;

/**
 * Describes what a cell threw, whatever it is: name, message, and a stack without the kernel's own frames.
 *
 * @example
 * describeThrown(new RangeError('too long')).ename // => 'RangeError'
 * describeThrown('stop') // => { ename: 'Error', evalue: 'stop', traceback: ["Uncaught 'stop'"] }
 */
export function describeThrown(value: unknown, mapFrame: FrameMapper = () => undefined): Failure {
  try {
    return isError(value) ? describeError(value, mapFrame) : describeOther(value);
  } catch {
    // a proxy or a getter that throws in its turn
    return {
      ename: 'Error',
      evalue: 'a value that cannot be shown',
      traceback: ['Uncaught value that cannot be shown'],
    };
  }
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function describeOther(value: unknown): Failure {
  const evalue = typeof value === 'string' ? value : inspect(value);
  return { ename: 'Error', evalue, traceback: [`Uncaught ${inspect(value)}`] };
}

function describeError(error: Error, mapFrame: FrameMapper): Failure {
  const ename = text(error.name) || text(error.constructor?.name) || 'Error';
  const evalue = text(error.message);
  return { ename, evalue, traceback: tracebackOf(error, mapFrame, new Set()).split('\n') };
}

/** Name, message, properties, frames and causes, as `util.inspect` would show them but for the frames left out. */
function tracebackOf(error: Error, mapFrame: FrameMapper, seen: Set<unknown>): string {
  seen.add(error);
  const stack = text(error.stack);
  const at = stack.search(/\n\s+at /);
  const head = `${text(error.name) || 'Error'}${error.message ? `: ${text(error.message)}` : ''}`;
  const frames = at === -1 ? [] : cleanFrames(stack.slice(at + 1), mapFrame);
  const lines = [head, ...frames];
  const extra = ownProperties(error);
  if (extra) lines.push(extra);
  const { cause } = error;
  if (cause !== undefined && !seen.has(cause) && seen.size < 10) {
    const told = isError(cause) ? tracebackOf(cause, mapFrame, seen) : inspect(cause);
    lines.push(`[cause]: ${told}`);
  }
  if (error instanceof AggregateError && Array.isArray(error.errors)) {
    for (const inner of error.errors.slice(0, 10)) {
      if (seen.has(inner)) continue;
      lines.push(`[errors]: ${isError(inner) ? tracebackOf(inner, mapFrame, seen) : inspect(inner)}`);
    }
  }
  return lines.join('\n');
}

/** Properties that a program put on the error, such as `code` and `path`. */
function ownProperties(error: Error): string {
  const own: Record<string, unknown> = {};
  for (const key of Object.keys(error)) {
    if (!['name', 'message', 'stack', 'cause', 'errors'].includes(key))
      own[key] = (error as unknown as Record<string, unknown>)[key];
  }
  return Object.keys(own).length > 0 ? inspect(own, { depth: 1 }) : '';
}

function cleanFrames(stack: string, mapFrame: FrameMapper): string[] {
  const kept: string[] = [];
  for (const line of stack.split('\n')) {
    if (!/^\s+at /.test(line)) {
      // a message of several lines, or a note that a program added
      if (line.trim() !== '' && !/^\s*\{?$/.test(line)) continue;
      continue;
    }
    const place = /^(\s+at )(?:(.*) \()?(?:file:\/\/)?(.+?):(\d+):(\d+)\)?$/.exec(line);
    const mapped = place && mapFrame(place[3]!, Number(place[4]), Number(place[5]));
    if (mapped) {
      const name = place[2]?.replace(/^async /, '') ?? '';
      kept.push(
        `    at ${name && name !== 'eval' ? `${name} (` : ''}${mapped.label}:${mapped.line}:${mapped.column}${name && name !== 'eval' ? ')' : ''}`,
      );
    } else if (!innerFrame.test(line)) kept.push(line);
  }
  return kept;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);
}

import { stripVTControlCharacters } from 'node:util';
import type { CellResult } from './result.js';
import { statusOf, type FileResult } from './run-files.js';

/**
 * Results as JSON, for programs: the gravest status and one entry a notebook with its cells and differences.
 *
 * @example
 * JSON.parse(jsonReport([])) // => { status: 'ok', notebooks: [] }
 */
export function jsonReport(results: readonly FileResult[]): string {
  const notebooks = results.map(({ input, output, ...rest }) => ({
    notebook: input,
    output: output ?? null,
    ...rest,
  }));
  return `${JSON.stringify({ status: statusOf(results), notebooks }, null, 2)}\n`;
}

/**
 * Results as JUnit XML, which continuous integration shows: a suite a notebook, a case a code cell. A cell whose stored
 * outputs differ from the fresh ones is a failure; one that was stopped, or whose kernel died, is an error.
 */
export function junitReport(results: readonly FileResult[]): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>'];
  for (const result of results) {
    const cases = result.cells.map((cell) => junitCase(result, cell));
    if (result.reason !== undefined)
      cases.push(junitProblem(result.input, 'notebook', 0, 'error', result.status, result.reason));
    if (result.saveError !== undefined)
      cases.push(junitProblem(result.input, 'save', 0, 'error', 'save', result.saveError));
    const count = (tag: string): number => cases.filter((text) => text.includes(`<${tag} `)).length;
    const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
    lines.push(`  <testsuite name="${escape(result.input)}" ${counts} time="${result.seconds.toFixed(3)}">`);
    lines.push(...cases, '  </testsuite>');
  }
  return `${[...lines, '</testsuites>'].join('\n')}\n`;
}

function junitCase(
  { input, differences }: FileResult,
  { cell, id, status, seconds, error }: CellResult,
): string {
  const name = `cell ${cell} (${id})`;
  const own = differences.filter((difference) => difference.id === id);
  const head = error ? `${error.ename}: ${error.evalue}` : '';
  const trace = error?.traceback.join('\n') ?? '';
  const detail = trace.startsWith(head) ? trace : `${head}\n${trace}`;
  switch (status) {
    case 'failed':
      return junitProblem(input, name, seconds, 'failure', error?.ename ?? 'error', detail);
    case 'timeout':
    case 'dead':
    case 'interrupted':
      return junitProblem(input, name, seconds, 'error', status, detail);
    case 'skipped':
    case 'not-run':
      return `${junitOpen(input, name, seconds)}><skipped message="${status}"/></testcase>`;
  }
  if (own.length === 0) return `${junitOpen(input, name, seconds)}/>`;
  const text = own.map(
    ({ part, stored, fresh }) => `${part}: stored ${stored ?? '(nothing)'}, fresh ${fresh ?? '(nothing)'}`,
  );
  return junitProblem(input, name, seconds, 'failure', 'OutputDiffers', text.join('\n'));
}

function junitProblem(
  input: string,
  name: string,
  seconds: number,
  tag: string,
  type: string,
  detail: string,
): string {
  const message = escape(detail.split('\n')[0] ?? '');
  const open = junitOpen(input, name, seconds);
  return `${open}><${tag} type="${escape(type)}" message="${message}">${escape(detail)}</${tag}></testcase>`;
}

function junitOpen(input: string, name: string, seconds: number): string {
  return `    <testcase classname="${escape(input)}" name="${escape(name)}" time="${seconds.toFixed(3)}"`;
}

/** Characters that XML 1.0 does not have, not even escaped. */
const notXml =
  // oxlint-disable-next-line no-control-regex -- they are control characters, and halves of surrogate pairs
  /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return stripVTControlCharacters(text)
    .replace(notXml, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character]!);
}

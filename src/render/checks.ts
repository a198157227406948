import { inspect } from 'node:util';
import { display, type Display } from './display.js';
import { escapeHtml, visible } from './escape.js';
import { paragraphs } from './plain-text.js';
import { styled } from './styles.js';

/** What became of one case of an exercise. */
export interface CheckResult {
  readonly name: string;
  readonly pass: boolean;
  /** What the function was given. */
  readonly given?: string;
  readonly expected?: unknown;
  readonly got?: unknown;
  /** What it threw. */
  readonly error?: string;
  /** What to think of, shown when it fails. */
  readonly hint?: string;
}

/** Options for {@link checks}. */
export interface ChecksOptions {
  /** What is checked: the exercise, or the function's name. */
  readonly title?: string;
}

/**
 * Shows how the cases of an exercise came out: passed ones in a line, failed ones with what was given, expected and got, and a hint.
 *
 * @example
 * checks([{ name: 'two words', pass: false, expected: 2, got: 3, hint: 'Runs of spaces count once.' }]).data['text/plain']
 * // => '0 of 1 pass\n✗ two words\n    expected  2\n    got       3\n    hint      Runs of spaces count once.'
 */
export function checks(results: readonly CheckResult[], { title }: ChecksOptions = {}): Display {
  const passed = results.filter(({ pass }) => pass).length;
  const all = passed === results.length && results.length > 0;
  const summary = results.length === 0 ? 'no cases' : `${passed} of ${results.length} pass`;
  const head = title === undefined ? summary : `${title}: ${summary}`;
  const items = results.map(
    (result) =>
      `<li class="lx-check"><span class="lx-${result.pass ? 'keep' : 'drop'}">${result.pass ? '✓' : '✗'} ${result.pass ? 'pass' : 'fail'}</span> ${escapeHtml(result.name)}${detailsHtml(result)}</li>`,
  );
  return display({
    'text/html': styled(
      `<div class="lx-title"><span class="lx-${all ? 'keep' : 'drop'}">${all ? '✓' : '✗'}</span> ${escapeHtml(head)}</div>\n<ul class="lx-checks">\n${items.join('\n')}\n</ul>`,
      'lx-exercise',
    ),
    'text/plain': paragraphs([head, ...results.map(resultText)].join('\n')),
  });
}

function detailsHtml(result: CheckResult): string {
  const details = detailsOf(result);
  if (details.length === 0) return '';
  const rows = details.map(
    ([name, value, code]) =>
      `<dt>${name}</dt><dd>${code ? `<code>${escapeHtml(value)}</code>` : escapeHtml(value)}</dd>`,
  );
  return `\n<dl>${rows.join('\n')}</dl>`;
}

function resultText(result: CheckResult): string {
  const details = detailsOf(result).map(
    ([name, value]) => `    ${name.padEnd(8)}  ${visible(value).replaceAll('\n', '\n              ')}`,
  );
  return [`${result.pass ? '✓' : '✗'} ${visible(result.name)}`, ...details].join('\n');
}

function detailsOf({
  pass,
  given,
  error,
  hint,
  ...values
}: CheckResult): readonly (readonly [string, string, boolean])[] {
  if (pass) return [];
  const details: (readonly [string, string, boolean])[] = [];
  if (given !== undefined) details.push(['given', given, true]);
  if ('expected' in values) details.push(['expected', writeValue(values.expected), true]);
  if (error !== undefined) details.push(['threw', error, true]);
  else if ('got' in values) details.push(['got', writeValue(values.got), true]);
  if (hint !== undefined) details.push(['hint', hint, false]);
  return details;
}

/** Writes a value as a cell would: strings in quotes, long ones cut. Never throws, whatever the value's own methods do. */
export function writeValue(value: unknown): string {
  try {
    if (typeof value === 'string')
      return JSON.stringify(value.length > 300 ? `${value.slice(0, 300)}…` : value);
    return inspect(value, {
      depth: 4,
      maxArrayLength: 20,
      maxStringLength: 200,
      breakLength: 72,
      customInspect: false,
      getters: false,
    });
  } catch (error) {
    return `(cannot be written: ${error instanceof Error ? error.message : 'it threw'})`;
  }
}

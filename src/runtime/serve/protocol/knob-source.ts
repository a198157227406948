/** A value that a knob can set. */
export type KnobValue = number | string | boolean;

/**
 * The cell's text with the constant `name` set to another value: the literal after `const name =` is rewritten and nothing
 * else. Undefined if the cell has no such constant, or its value is no literal.
 *
 * @example
 * setKnob('const ROWS = 8 // rows a band', 'ROWS', 4) // => 'const ROWS = 4 // rows a band'
 */
export function setKnob(source: string, name: string, value: KnobValue): string | undefined {
  const found = find(source, name);
  if (!found) return undefined;
  return source.slice(0, found.start) + literal(value, found.text) + source.slice(found.end);
}

/** The value that the constant `name` has in the cell's text, if it is a literal. */
export function knobValue(source: string, name: string): KnobValue | undefined {
  const text = find(source, name)?.text;
  if (text === undefined) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^['"`]/.test(text)) return text.slice(1, -1).replace(/\\(.)/g, '$1');
  return Number(text.replaceAll('_', ''));
}

function find(source: string, name: string): { start: number; end: number; text: string } | undefined {
  const declared = new RegExp(
    String.raw`(?:^|[\n;])[ \t]*(?:const|let|var)\s+${name.replace(/\$/g, '\\$')}\s*(?::[^=\n]+)?=\s*`,
    'u',
  ).exec(source);
  if (!declared) return undefined;
  const start = declared.index + declared[0].length;
  const value =
    /^(?:-?(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:e[+-]?\d+)?|true|false|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`$\\]*`)(?=[ \t]*(?:$|[;,\r\n]|\/[/*]|as\b|satisfies\b))/iu.exec(
      source.slice(start),
    );
  return value ? { start, end: start + value[0].length, text: value[0] } : undefined;
}

/** The value as a literal, in the manner of the one it replaces: quotes and digit groups stay. */
function literal(value: KnobValue, before: string): string {
  if (typeof value === 'string') {
    const quote = /^['"]/.test(before) ? before.charAt(0) : "'";
    return (
      quote +
      value.replace(/[\\\n]/g, (c) => (c === '\n' ? '\\n' : '\\\\')).replaceAll(quote, `\\${quote}`) +
      quote
    );
  }
  if (typeof value === 'boolean') return String(value);
  // binary fractions of a slider are cut to what a person would write
  const plain = String(Number(value.toPrecision(12)));
  const grouped = before.includes('_') && /^-?\d{5,}$/.test(plain);
  return grouped ? plain.replace(/\B(?=(\d{3})+$)/g, '_') : plain;
}

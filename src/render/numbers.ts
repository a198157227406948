/**
 * Writes a number with thousands grouped by commas and a true minus sign, the same on every machine.
 *
 * @param decimals digits after the point; by default as many as the number needs, at most 4 significant digits in all
 * @example
 * formatNumber(1234567.891, 1) // => '1,234,567.9'
 * formatNumber(-0.25) // => '−0.25'
 */
export function formatNumber(value: number | bigint, decimals?: number): string {
  if (typeof value === 'bigint') return signed(value < 0n, group(String(value < 0n ? -value : value)));
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : signed(value < 0, '∞');
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4 && decimals === undefined)) {
    return signed(value < 0, trimExponent(size.toExponential(2)));
  }
  const digits = size.toFixed(decimals ?? decimalsFor(value));
  return signed(value < 0 && Number(digits) !== 0, group(digits));
}

/**
 * How many decimals a number needs to show up to four significant digits (integers need none).
 *
 * @example
 * decimalsFor(0.125) // => 3
 */
export function decimalsFor(value: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return 0;
  const most = Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(Math.abs(value)))));
  const [, fraction = ''] = Math.abs(value).toFixed(most).split('.');
  return fraction.replace(/0+$/, '').length;
}

/** A decimal unit of size: its name and how many bytes it holds. */
export interface ByteUnit {
  readonly name: string;
  readonly size: number;
}

const BYTE_UNITS: readonly ByteUnit[] = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].map((name, power) => ({
  name,
  size: 1000 ** power,
}));

/**
 * The largest decimal unit in which a size is at least one, so that a whole column can share it.
 *
 * @example
 * byteUnit(25_000) // => { name: 'kB', size: 1000 }
 */
export function byteUnit(bytes: number): ByteUnit {
  const fitting = BYTE_UNITS.filter((unit) => Math.abs(bytes) >= unit.size);
  return fitting.at(-1) ?? { name: 'B', size: 1 };
}

/**
 * Writes a size in bytes with its unit.
 *
 * @example
 * formatBytes(25_312) // => '25.3 kB'
 */
export function formatBytes(bytes: number): string {
  const unit = byteUnit(bytes);
  return `${formatNumber(bytes / unit.size, unit.size === 1 ? 0 : 1)} ${unit.name}`;
}

/**
 * Writes a fraction (0 to 1) as a percentage.
 *
 * @example
 * formatPercent(0.1359) // => '13.6 %'
 */
export function formatPercent(fraction: number, decimals = 1): string {
  return Number.isFinite(fraction) ? `${formatNumber(fraction * 100, decimals)} %` : '–';
}

/**
 * A count with its noun, in the right number.
 *
 * @example
 * count(1, 'document') // => '1 document'
 * count(2412, 'document') // => '2,412 documents'
 */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(amount)} ${amount === 1 ? noun : plural}`;
}

function group(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function signed(negative: boolean, digits: string): string {
  return negative ? `\u2212${digits}` : digits;
}

function trimExponent(text: string): string {
  return text
    .replace(/\.?0+e/, 'e')
    .replace('e+', 'e')
    .replace('e-', 'e\u2212');
}

import { hash } from 'node:crypto';

/**
 * MD5 of the text's UTF-8 bytes, in hexadecimal. For keys that must equal a published program's, never for secrets.
 *
 * @example
 * md5Hex('') // => 'd41d8cd98f00b204e9800998ecf8427e'
 */
export function md5Hex(text: string): string {
  return hash('md5', text, 'hex');
}

/**
 * SHA-1 of the text's UTF-8 bytes, in hexadecimal.
 *
 * @example
 * sha1Hex('') // => 'da39a3ee5e6b4b0d3255bfef95601890afd80709'
 */
export function sha1Hex(text: string): string {
  return hash('sha1', text, 'hex');
}

/**
 * A hexadecimal number modulo `divisor`, exactly, however long it is.
 *
 * @throws {RangeError} If the divisor is not an integer from 1 to 2^48.
 * @example
 * hexModulo('ff', 10) // => 5
 */
export function hexModulo(hex: string, divisor: number): number {
  if (!Number.isInteger(divisor) || divisor < 1 || divisor > 2 ** 48) {
    throw new RangeError(
      `Cannot take a hexadecimal number modulo ${divisor}: the divisor must be an integer from 1 to 2^48`,
    );
  }
  let rest = 0;
  for (const digit of hex) rest = (rest * 16 + Number.parseInt(digit, 16)) % divisor;
  return rest;
}

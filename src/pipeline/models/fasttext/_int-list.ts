/** A list of 32-bit integers that grows and is reused. */
export interface IntList {
  values: Int32Array;
  length: number;
}

/** Appends one value. */
export function appendInt(list: IntList, value: number): void {
  if (list.length === list.values.length) {
    const grown = new Int32Array(list.length * 2);
    grown.set(list.values);
    list.values = grown;
  }
  list.values[list.length++] = value;
}

/** `(high · 2^32 + low) mod divisor` for an unsigned 64-bit integer and a divisor below 2^31. */
export function remainder64(high: number, low: number, divisor: number): number {
  let remainder = high % divisor;
  remainder = (remainder * 2 ** 16 + (low >>> 16)) % divisor;
  return (remainder * 2 ** 16 + (low & 0xffff)) % divisor;
}

import { decodeAs } from '../extract/_decode-as.js';

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/**
 * Encodes text in a legacy encoding of one or two bytes, by turning its decoder round: what a local page needs that
 * stands for the many that are not in UTF-8. A character that it does not have becomes a numeric reference.
 */
export function encodeAs(text: string, encoding: string): Uint8Array {
  let table = tables.get(encoding);
  if (!table) tables.set(encoding, (table = invert(encoding)));
  const bytes: number[] = [];
  for (const char of text) {
    const code = table.get(char) ?? Buffer.from(`&#${char.codePointAt(0)};`);
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
}

function invert(encoding: string): ReadonlyMap<string, readonly number[]> {
  const table = new Map<string, readonly number[]>();
  const put = (code: readonly number[]): void => {
    const text = decodeAs(Uint8Array.from(code), encoding);
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, code);
  };
  for (let byte = 0; byte < 256; byte++) put([byte]);
  for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) put([lead, trail]);
  return table;
}

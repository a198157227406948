/**
 * What Punkt knows of a language, learnt from plain text alone (`kiss2006punkt`). Word types are lower-case, and every
 * number is the type `##number##`.
 */
export interface PunktParameters {
  /** Types that are abbreviations, without their final period. */
  readonly abbreviations: ReadonlySet<string>;
  /** Pairs across a period that belong together, as `first TAB second`: evidence against a boundary. */
  readonly collocations: ReadonlySet<string>;
  /** Types that often begin a sentence. */
  readonly sentenceStarters: ReadonlySet<string>;
  /** For each type, a sum of {@link Orthography} flags: where, and with which case, it was seen. */
  readonly orthography: ReadonlyMap<string, number>;
}

/** Where in a sentence a type was seen, and with which case. The numbers are those of the `punkt_tab` format. */
export const Orthography = {
  beginUpper: 2,
  middleUpper: 4,
  unknownUpper: 8,
  beginLower: 16,
  middleLower: 32,
  unknownLower: 64,
  anyUpper: 2 + 4 + 8,
  anyLower: 16 + 32 + 64,
} as const;

/** The key of a collocation. */
export function collocation(first: string, second: string): string {
  return `${first}\t${second}`;
}

import { checkOneOf } from '../core/check.js';
import type { FastText } from './fasttext/fasttext.js';
import { lid176 } from './lid176.js';

/** How an implementation prepares the text and treats the score. */
export type LanguageReading = 'datatrove' | 'ccnet' | 'dolma';

/** A language and how sure the model is of it. */
export interface LanguageScore {
  /** As the model writes it: an ISO 639 code of two or three letters, such as `en`; `und` when nothing is known of the text. */
  readonly label: string;
  /** From 0 to 1. */
  readonly score: number;
}

/** Options for {@link identifyLanguage} and {@link languageScores}. */
export interface IdentifyLanguageOptions {
  /**
   * `datatrove` (FineWeb): line breaks become spaces.
   * `ccnet`: line breaks are deleted, so that words on both sides grow together; scores are rounded to two decimals.
   * `dolma`: lower-cased, line breaks become spaces, white space at both ends goes.
   * @default 'datatrove'
   */
  readonly reading?: LanguageReading;
  /** A model whose labels are languages. @default lid176() */
  readonly model?: FastText;
}

/** A reading's preparation of the text, its rounding, and the limit its authors use. */
interface Reading {
  readonly prepare: (text: string) => string;
  readonly round: (score: number) => number;
  readonly min: number;
  /** Whether a score equal to the limit is kept. */
  readonly inclusive: boolean;
  /** Whether the language must also be the likeliest one. */
  readonly mustLead: boolean;
}

const asIs = (score: number): number => score;

/**
 * The readings of the implementations.
 *
 * Sources: datatrove's language filter (`penedo2024fineweb`), cc_net (`wenzek2020ccnet`), dolma's English tagger
 * (`soldaini2024dolma`).
 */
export const languageReadings: Readonly<Record<LanguageReading, Reading>> = {
  datatrove: {
    prepare: (text) => text.replaceAll('\n', ' '),
    round: asIs,
    min: 0.65,
    inclusive: false,
    mustLead: false,
  },
  ccnet: {
    prepare: (text) => text.replaceAll('\n', ''),
    round: (score) => Math.round(score * 100) / 100,
    min: 0.5,
    inclusive: true,
    mustLead: true,
  },
  dolma: {
    prepare: (text) => text.toLowerCase().replaceAll('\n', ' ').trim(),
    round: asIs,
    min: 0.5,
    inclusive: false,
    mustLead: false,
  },
};

/**
 * The likeliest language of a text, by fastText's lid.176 (`joulin2016bag`).
 *
 * @example
 * identifyLanguage('To be, or not to be, that is the question')
 * // => { label: 'en', score: 0.9… }
 */
export function identifyLanguage(text: string, options: IdentifyLanguageOptions = {}): LanguageScore {
  return languageScores(text, options, 1)[0] ?? { label: 'und', score: 0 };
}

/**
 * The `count` likeliest languages of a text, the likeliest first; every language by default. Scores far below 1e-5 are
 * left out: fastText does not look that far.
 *
 * @example
 * languageScores('Hello, world!', {}, 2).map(({ label }) => label)
 * // => ['en', 'ca']
 */
export function languageScores(
  text: string,
  options: IdentifyLanguageOptions = {},
  count?: number,
): LanguageScore[] {
  const { reading = 'datatrove', model = lid176() } = options;
  checkOneOf('Cannot identify language', 'reading', reading, ['datatrove', 'ccnet', 'dolma']);
  const { prepare, round } = languageReadings[reading];
  return model.predict(prepare(text), count ?? model.labels.length).map(({ label, score }) => ({
    label: label.replace('__label__', ''),
    score: round(score),
  }));
}

import { checkFraction, checkOneOf, checkString } from '../../core/check.js';
import type { Filter } from '../../core/stage.js';
import { KEEP } from '../../core/verdict.js';
import { languageReadings, languageScores, type LanguageReading } from '../../models/identify-language.js';

/** Options for {@link language}. */
export interface LanguageOptions {
  /** The language kept, or several, as lid.176 writes them. @default 'en' */
  readonly keep?: string | readonly string[];
  /** Least score. Whether it is inclusive is the reading's. @default the reading's: 0.65, ccnet and dolma 0.5 */
  readonly min?: number;
  /**
   * `datatrove`: line breaks become spaces; the score must be above the limit.
   * `ccnet`: line breaks are deleted, the score rounded to two decimals; the language must lead, and may equal the limit.
   * `dolma`: lower-cased; the score must be above the limit.
   * @default 'datatrove'
   */
  readonly reading?: LanguageReading;
  /** fastText's lid.176 in its quantized form, the only model there is. @default 'lid176' */
  readonly model?: 'lid176';
}

/**
 * Keeps documents of a language, by fastText's lid.176.
 *
 * Rule and defaults: FineWeb, `penedo2024fineweb`; CCNet, `wenzek2020ccnet`; Dolma, `soldaini2024dolma`.
 *
 * Differs from the sources:
 * - They use lid.176.bin; this is lid.176.ftz, its quantized form, which gives slightly different scores.
 * - C4 used langdetect with a limit of 0.99. This model stands in where C4's recipe asks for it; its scores are not langdetect's.
 *
 * @example
 * language().judge({ id: '1', text: 'Bonjour tout le monde, comment allez-vous ?', meta: {} })
 * // => { kind: 'drop', reason: 'language-score-too-low', value: 0.00…, limit: 0.65 }
 * @throws {RangeError} If the reading or the model does not exist, or min is not from 0 to 1.
 */
export function language(options: LanguageOptions = {}): Filter {
  const action = 'Cannot make stage "language"';
  const reading = checkOneOf(action, 'reading', options.reading ?? 'datatrove', Object.keys(languageReadings) as LanguageReading[]); // prettier-ignore
  checkOneOf(action, 'model', options.model ?? 'lid176', ['lid176']);
  const { keep = 'en', min = languageReadings[reading].min } = options;
  const wanted = (typeof keep === 'string' ? [keep] : keep).map((one) => checkString(action, 'keep', one));
  if (wanted.length === 0) throw new RangeError(`${action}: keep must name a language, current value is []`);
  checkFraction(action, 'min', min);
  const { inclusive, mustLead } = languageReadings[reading];
  return {
    kind: 'filter',
    name: 'language',
    cite: reading === 'ccnet' ? 'wenzek2020ccnet' : reading === 'dolma' ? 'soldaini2024dolma' : 'penedo2024fineweb', // prettier-ignore
    ref: { module: 'stages/filters/language', export: 'language', params: { ...options } },
    judge(doc) {
      const scores = languageScores(doc.text, { reading });
      const best = scores.find(({ label }) => wanted.includes(label));
      const value = best?.score ?? 0;
      if (mustLead && best !== scores[0])
        return { kind: 'drop', reason: 'other-language', value, limit: min };
      if (value > min || (inclusive && value === min)) return KEEP;
      return { kind: 'drop', reason: 'language-score-too-low', value, limit: min };
    },
  };
}

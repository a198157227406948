import { checkOneOf } from '../../core/check.js';
import type { Tag } from '../../core/stage.js';
import { identifyLanguage, languageReadings, type LanguageReading } from '../../models/identify-language.js';

/** Options for {@link tagLanguage}. */
export interface TagLanguageOptions {
  /** How the text is prepared; see `identifyLanguage`. @default 'datatrove' */
  readonly reading?: LanguageReading;
}

/**
 * Adds `language` and `languageScore`: the likeliest language by fastText's lid.176, and how sure the model is.
 *
 * Source: `joulin2016bag`; the readings are those of `penedo2024fineweb`, `wenzek2020ccnet` and `soldaini2024dolma`.
 *
 * @example
 * tagLanguage().tag({ id: '1', text: 'Der Mond ist aufgegangen', meta: {} })
 * // => { language: 'de', languageScore: 0.9… }
 * @throws {RangeError} If the reading does not exist.
 */
export function tagLanguage(options: TagLanguageOptions = {}): Tag {
  const reading = checkOneOf(
    'Cannot make stage "tag-language"',
    'reading',
    options.reading ?? 'datatrove',
    Object.keys(languageReadings) as LanguageReading[],
  );
  return {
    kind: 'tag',
    name: 'tag-language',
    cite: 'joulin2016bag',
    ref: { module: 'stages/taggers/language', export: 'tagLanguage', params: { ...options } },
    tag(doc) {
      const { label, score } = identifyLanguage(doc.text, { reading });
      return { language: label, languageScore: score };
    },
  };
}

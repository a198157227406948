import { expect, test } from 'vitest';
import { identifyLanguage } from '../../../../src/pipeline/models/identify-language.js';
import { tagLanguage } from '../../../../src/pipeline/stages/taggers/language.js';

test('tagLanguage() adds the likeliest language and its score', () => {
  const text = 'Der Mond ist\naufgegangen';
  for (const reading of ['datatrove', 'ccnet', 'dolma'] as const) {
    const { label, score } = identifyLanguage(text, { reading });
    expect(tagLanguage({ reading }).tag({ id: '1', text, meta: {} })).toEqual({
      language: label,
      languageScore: score,
    });
    expect(label).toBe('de');
  }
});

test('tagLanguage() refuses a reading that does not exist', () => {
  expect(() => tagLanguage({ reading: 'c4' as 'dolma' })).toThrow(
    'Cannot make stage "tag-language": there is no reading "c4"',
  );
});

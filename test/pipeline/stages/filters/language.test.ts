import { describe, expect, test } from 'vitest';
import { identifyLanguage } from '../../../../src/pipeline/models/identify-language.js';
import { language, type LanguageOptions } from '../../../../src/pipeline/stages/filters/language.js';

const english =
  'The ferry left the harbour at dawn with eleven sheep and two bicycles, and nobody claimed the piano.';
const judge = (text: string, options?: LanguageOptions) =>
  language(options).judge({ id: '1', text, meta: {} });

describe('language()', () => {
  test('keeps English by default, and drops French with its score as English', () => {
    expect(judge(english)).toEqual({ kind: 'keep' });
    const verdict = judge("Le ferry est parti à l'aube et personne n'a réclamé le piano.");
    expect(verdict).toMatchObject({ kind: 'drop', reason: 'language-score-too-low', limit: 0.65 });
    expect((verdict as { value: number }).value).toBeLessThan(0.05);
  });

  test('wants more than the limit, not the limit itself, by datatrove and dolma', () => {
    const { score } = identifyLanguage(english);
    expect(judge(english, { min: score })).toEqual({
      kind: 'drop',
      reason: 'language-score-too-low',
      value: score,
      limit: score,
    });
    expect(judge(english, { min: score - 1e-6 })).toEqual({ kind: 'keep' });
    const lower = identifyLanguage(english, { reading: 'dolma' }).score;
    expect(judge(english, { min: lower, reading: 'dolma' })).toMatchObject({ kind: 'drop', value: lower });
    expect(judge(english, { min: lower - 1e-6, reading: 'dolma' })).toEqual({ kind: 'keep' });
  });

  test('takes the limit itself, of a rounded score, by ccnet', () => {
    const { score } = identifyLanguage(english, { reading: 'ccnet' });
    expect(judge(english, { min: score, reading: 'ccnet' })).toEqual({ kind: 'keep' });
    expect(judge(english, { min: Math.min(1, score + 0.001), reading: 'ccnet' })).toMatchObject({
      kind: 'drop',
      reason: 'language-score-too-low',
      value: score,
    });
  });

  test('wants the language to lead by ccnet', () => {
    expect(judge('Bonjour le monde, ceci est une phrase.', { min: 0, reading: 'ccnet' })).toMatchObject({
      kind: 'drop',
      reason: 'other-language',
      limit: 0,
    });
    expect(judge('Bonjour le monde, ceci est une phrase.', { keep: 'fr', reading: 'ccnet' })).toEqual({
      kind: 'keep',
    });
  });

  test('keeps any of several languages', () => {
    expect(judge('Guten Morgen, liebe Leute, wie geht es euch?', { keep: ['en', 'de'] })).toEqual({
      kind: 'keep',
    });
    expect(judge(english, { keep: ['fr', 'de'] }).kind).toBe('drop');
  });

  test('drops an empty text', () => {
    expect(judge('')).toMatchObject({ kind: 'drop', reason: 'language-score-too-low' });
  });

  test('can be made again from its reference', () => {
    expect(language({ keep: ['fr'], min: 0.7 }).ref).toEqual({
      module: 'stages/filters/language',
      export: 'language',
      params: { keep: ['fr'], min: 0.7 },
    });
  });

  test.each([
    [{ min: 1.5 }, 'Cannot make stage "language": min must be a number of at least 0 and at most 1'],
    [{ keep: [] }, 'Cannot make stage "language": keep must name a language, current value is []'],
    [{ keep: '' }, 'Cannot make stage "language": keep must be a string that is not empty'],
    [{ reading: 'c4' }, 'Cannot make stage "language": there is no reading "c4"'],
    [{ model: 'langdetect' }, 'Cannot make stage "language": there is no model "langdetect"'],
  ])('refuses %j', (options, message) => {
    expect(() => language(options as LanguageOptions)).toThrow(message);
  });
});

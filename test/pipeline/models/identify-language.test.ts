import { describe, expect, test } from 'vitest';
import { identifyLanguage, languageScores } from '../../../src/pipeline/models/identify-language.js';
import { lid176 } from '../../../src/pipeline/models/lid176.js';

describe('identifyLanguage()', () => {
  test.each([
    [
      'en',
      'The ferry left the harbour at dawn with eleven sheep and two bicycles, and nobody claimed the piano.',
    ],
    ['de', 'Die Fähre legte im Morgengrauen ab, und niemand wollte das Klavier.'],
    ['fr', "Le ferry est parti à l'aube et personne n'a réclamé le piano."],
    ['ru', 'Паром ушёл на рассвете, и никто не забрал пианино.'],
    ['zh', '渡轮在黎明时分离开，没有人认领那架钢琴。'],
    ['ur', 'فیری صبح سویرے روانہ ہوئی اور کسی نے پیانو نہیں لیا۔'],
  ])('tells %s', (label, text) => {
    const found = identifyLanguage(text);
    expect(found.label).toBe(label);
    expect(found.score).toBeGreaterThan(0.8);
  });

  test('takes a line break for a space as datatrove does', () => {
    expect(identifyLanguage('Guten\nMorgen')).toEqual(identifyLanguage('Guten Morgen'));
  });

  test('deletes line breaks and rounds to two decimals as cc_net does', () => {
    const { label, score } = identifyLanguage('Guten\nMorgen', { reading: 'ccnet' });
    const grown = identifyLanguage('GutenMorgen');
    expect(label).toBe(grown.label);
    expect(score).toBe(Math.round(grown.score * 100) / 100);
    expect(score).not.toBe(grown.score);
  });

  test('lower-cases and strips as dolma does', () => {
    expect(identifyLanguage('  GUTEN\nMORGEN \n', { reading: 'dolma' })).toEqual(
      identifyLanguage('guten morgen'),
    );
  });

  test('takes a model of the caller', () => {
    expect(identifyLanguage('Hello', { model: lid176() })).toEqual(identifyLanguage('Hello'));
  });

  test('refuses a reading that does not exist', () => {
    expect(() => identifyLanguage('x', { reading: 'cld3' as 'dolma' })).toThrow(
      'Cannot identify language: there is no reading "cld3"',
    );
  });
});

describe('languageScores()', () => {
  test('gives the likeliest first, as many as are asked for', () => {
    const scores = languageScores('Hello, world!', {}, 3);
    expect(scores.map(({ label }) => label)).toEqual(['en', 'ca', 'de']);
    expect(scores.map(({ score }) => score)).toEqual(
      scores.map(({ score }) => score).toSorted((a, b) => b - a),
    );
  });

  test('gives every language otherwise, whose scores sum to 1', () => {
    const scores = languageScores('Hello, world!');
    expect(scores.length).toBeGreaterThan(100);
    expect(scores.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 2);
  });
});

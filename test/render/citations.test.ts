import { describe, expect, test } from 'vitest';
import { bibliography, parseBibliography } from '../../src/render/bibliography.js';
import { cite, citeText, linkOf } from '../../src/render/cite.js';
import { latexText } from '../../src/render/latex-text.js';
import { referenceText, references } from '../../src/render/references.js';
import { htmlOf, textOf } from './html.js';

const one = (fields: string): ReturnType<typeof parseBibliography> =>
  parseBibliography(`@article{key2020a, ${fields}}`);
const work = (fields: string) => {
  const found = one(fields).get('key2020a');
  if (!found) throw new Error('the entry was not read');
  return found;
};
const PLAIN = 'title={T}, year=2020';

describe('latexText()', () => {
  test.each([
    ['', ''],
    ['plain', 'plain'],
    ["{\\'E}cole", 'École'],
    ["Caf\\'e", 'Café'],
    ["Caf{\\'{e}}", 'Café'],
    ['G{\\"o}del and G\\"odel and G\\"{o}del', 'Gödel and Gödel and Gödel'],
    ['\\c{c}a va', 'ça va'],
    ['Ko\\v{s}ice, {\\v Z}i{\\v z}ek', 'Košice, Žižek'],
    ["Mart{\\'\\i}nez, Mart\\'{\\i}n", 'Martínez, Martín'],
    ['\\~nandu', 'ñandu'],
    ['Erd\\H{o}s', 'Erdős'],
    ['\\AA ngstr\\"om, Stra{\\ss}e, S{\\o}ren, {\\L}ukasz', 'Ångström, Straße, Søren, Łukasz'],
    ['A \\& B, 5\\%, a\\_b, \\#1, \\$5', 'A & B, 5%, a_b, #1, $5'],
    ['1--2 --- 3', '1–2 — 3'],
    ["``quoted'' and `one'", '“quoted” and ‘one’'],
    ['a~b', 'a\u00a0b'],
    ['{BERT}: Pre-training', 'BERT: Pre-training'],
    ['\\emph{really} \\textbf{bold}', 'really bold'],
    ['$n$-gram', 'n-gram'],
    ['two\n  lines', 'two lines'],
    ['\\{kept\\}', '{kept}'],
  ])('reads %j as %j', (latex, text) => {
    expect(latexText(latex)).toBe(text);
  });
});

describe('parseBibliography()', () => {
  test('of nothing is empty', () => {
    expect(parseBibliography('').size).toBe(0);
    expect(parseBibliography('% a comment\n').size).toBe(0);
  });

  test.each([
    ['Raffel, Colin and Shazeer, Noam', ['Raffel|Colin', 'Shazeer|Noam']],
    ['Colin Raffel and Noam Shazeer', ['Raffel|Colin', 'Shazeer|Noam']],
    ['Peter J. Liu', ['Liu|Peter J.']],
    ['{Common Crawl and Friends}', ['Common Crawl and Friends|']],
    ['van der Berg, Jan', ['van der Berg|Jan']],
    ['Jan van der Berg', ['van der Berg|Jan']],
    ['King, Jr., Martin Luther', ['King|Martin Luther']],
    ['Aristotle', ['Aristotle|']],
    ["Andr{\\'e} Brand{\\~a}o", ['Brandão|André']],
  ])('reads the authors %s', (field, names) => {
    expect(
      work(`${PLAIN}, author={${field}}`).authors.map(({ family, given }) => `${family}|${given}`),
    ).toEqual(names);
  });

  test.each([
    ['eprint={1910.10683}, archivePrefix={arXiv}', '1910.10683'],
    ['eprint={1910.10683v2}', '1910.10683v2'],
    ['journal={arXiv preprint arXiv:2406.17557}', '2406.17557'],
    ['url={https://arxiv.org/abs/2306.01116}', '2306.01116'],
    ['doi={10.48550/arXiv.2402.00159}', '2402.00159'],
    ['journal={Nature}', undefined],
  ])('finds the arXiv number in %s', (fields, arxiv) => {
    expect(work(`${PLAIN}, author={A}, ${fields}`).arxiv).toBe(arxiv);
  });

  test.each([
    ['@article{a, title={T}, year=2020}', '"a" has no author'],
    ['@article{a, author={A}, year=2020}', '"a" has no title'],
    ['@article{a, author={A}, title={T}}', '"a" has no year'],
    [`@article{a, author={A}, ${PLAIN}}@book{a, author={B}, ${PLAIN}}`, 'the key "a" stands twice'],
    ['@article{a, author={A', 'Cannot read the bibliography'],
  ])('refuses %s', (bibtex, message) => {
    expect(() => parseBibliography(bibtex)).toThrow(SyntaxError);
    expect(() => parseBibliography(bibtex)).toThrow(message);
  });

  test('refuses an address that would run', () => {
    expect(linkOf(work(`${PLAIN}, author={A}, url={javascript:alert(1)}`))).toBeUndefined();
  });
});

describe('the short name of a work', () => {
  test.each([
    ['A, B', 'A 2020'],
    ['A, B and C, D', 'A & C 2020'],
    ['A, B and C, D and E, F', 'A et al. 2020'],
    ['A, B and others', 'A et al. 2020'],
    ['{Common Crawl}', 'Common Crawl 2020'],
  ])('of %s is %s', (author, text) => {
    expect(citeText(work(`${PLAIN}, author={${author}}`))).toBe(text);
  });
});

describe('the full form of a work', () => {
  test('names up to six authors, else three', () => {
    const names = (n: number): string => Array.from({ length: n }, (_, at) => `F${at}, G`).join(' and ');
    expect(referenceText(work(`${PLAIN}, author={${names(2)}}, journal={J}`))).toBe(
      'G F0 and G F1 (2020). T. J.',
    );
    expect(referenceText(work(`${PLAIN}, author={${names(6)}}`))).toContain('G F4 and G F5');
    expect(referenceText(work(`${PLAIN}, author={${names(7)}}`))).toBe('G F0, G F1, G F2 et al. (2020). T.');
  });

  test('does not say arXiv twice', () => {
    expect(referenceText(work(`${PLAIN}, author={A}, journal={arXiv preprint arXiv:2406.17557}`))).toBe(
      'A (2020). T. arXiv:2406.17557',
    );
  });
});

describe('cite()', () => {
  test('links the work', () => {
    expect(textOf(cite('raffel2020t5'))).toBe('Raffel et al. 2020');
    expect(htmlOf(cite('penedo2024fineweb'))).toContain('href="https://arxiv.org/abs/2406.17557"');
    expect(textOf(cite('raffel2020t5', 'penedo2024fineweb'))).toBe('Raffel et al. 2020; Penedo et al. 2024');
  });

  test('refuses an unknown key, naming near ones if there are any', () => {
    expect(() => cite('raffel2020')).toThrow(RangeError);
    expect(() => cite('raffel2020')).toThrow(/did you mean "raffel2020t5"/);
    expect(() => cite('zzz')).toThrow(
      'Cannot cite "zzz": references.bib has no such key; add an entry to it',
    );
  });
});

describe('references()', () => {
  test('lists each work once, by name', () => {
    const lines = textOf(references(['raffel2020t5', 'penedo2024fineweb', 'raffel2020t5'])).split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('Penedo');
    expect(lines[0]).toContain('arXiv:2406.17557');
    expect(lines[1]).toContain('Raffel');
  });

  test('of no keys is empty; without keys it is all of them', () => {
    expect(textOf(references([]))).toBe('no references');
    expect(htmlOf(references()).match(/<li id="ref-/g)).toHaveLength(bibliography().size);
  });

  test('refuses an unknown key', () => {
    expect(() => references(['raffel2020t6'])).toThrow(/did you mean "raffel2020t5"/);
  });

  test('of every work there is reads as a sentence', () => {
    for (const each of bibliography().values())
      expect(referenceText(each)).toMatch(/^\S.* \(\d{4}\)\. \S.*[.?!]/);
  });
});

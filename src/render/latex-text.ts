const ACCENTS: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
  b: '\u0331',
};

const LETTERS: Readonly<Record<string, string>> = {
  ss: 'ß',
  o: 'ø',
  O: 'Ø',
  l: 'ł',
  L: 'Ł',
  aa: 'å',
  AA: 'Å',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  i: 'ı',
  j: 'ȷ',
  dh: 'ð',
  DH: 'Ð',
  th: 'þ',
  TH: 'Þ',
  dj: 'đ',
  DJ: 'Đ',
  times: '×',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  lambda: 'λ',
  mu: 'μ',
  infty: '∞',
  textendash: '–',
  textemdash: '—',
  textquoteright: '’',
  ldots: '…',
  dots: '…',
  LaTeX: 'LaTeX',
  TeX: 'TeX',
  S: '§',
  copyright: '©',
  textregistered: '®',
};

/**
 * Turns the LaTeX of a BibTeX field into text: accents, special letters, dashes, quotes and escaped signs; braces, dollar signs and
 * commands that only style are taken away.
 *
 * @example
 * latexText("{\\'E}cole~normale -- {G}\\\"odel") // => 'École normale – Gödel'
 */
export function latexText(latex: string): string {
  return latex
    .replace(
      /\\([`'^~="._]|[uvHrdckb](?=[\s{\\]))\s*(?:\{\s*(\\?[a-zA-Z]+)\s*\}|(\\[ij](?![a-zA-Z])|[a-zA-Z]))/g,
      accent,
    )
    .replace(
      /\\(?:emph|text[a-z]{2}|textsc|mathrm|mathbf|mathit|url|mbox|texttt|uppercase|[a-z]{2}shape|bfseries|em|it|bf|tt|sc|rm)(?![a-zA-Z])\s*/g,
      '',
    )
    .replace(/\\([a-zA-Z]+)(?:\s+|\{\}|(?![a-zA-Z]))/g, (whole, name: string) => LETTERS[name] ?? whole)
    .replace(/\\([&%$#_{}])/g, (_, sign: string) => PROTECTED[sign] ?? sign)
    .replace(/---/g, '—')
    .replace(/--/g, '–')
    .replace(/``/g, '“')
    .replace(/''/g, '”')
    .replace(/`/g, '‘')
    .replace(/(?<=\p{L})'/gu, '’')
    .replace(/~/g, '\u00a0')
    .replace(/[{}$]/g, '')
    .replace(/[\ue000-\ue002]/g, (sign) => BACK[sign] ?? sign)
    .replace(/\\ /g, ' ')
    .replace(/[^\S\u00a0]+/g, ' ')
    .trim()
    .normalize('NFC');
}

// braces and dollars that are meant stand aside while those that group are taken away
const PROTECTED: Readonly<Record<string, string>> = { '{': '\ue000', '}': '\ue001', $: '\ue002' };
const BACK: Readonly<Record<string, string>> = { '\ue000': '{', '\ue001': '}', '\ue002': '$' };

function accent(whole: string, sign: string, grouped?: string, single?: string): string {
  const mark = ACCENTS[sign];
  const letter = (grouped ?? single ?? '').replace(/^\\([ij])$/, '$1');
  if (mark === undefined || letter.startsWith('\\')) return whole;
  return (letter[0] ?? '') + mark + letter.slice(1);
}

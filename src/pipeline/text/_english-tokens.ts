/**
 * The words and marks of one run without whitespace, by rules for English: marks are split off at both ends and between
 * letters, but for abbreviations, addresses and faces. The rules are those of spaCy's blank English tokenizer, of
 * which only what decides whether a period stands alone is kept: units and contractions are left whole.
 */

// what is never split although it holds a mark that could end a sentence
const months = 'Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec';
const states =
  'Ak Ala Ariz Ark Calif Colo Conn Del Fla Ga Ia Id Ill Ind Kan Kans Ky La Mass Mich Minn Miss Neb Nebr Nev Okla Ore ' +
  'Pa Tenn Va Wash Wis N.C N.D N.H N.J N.M N.Y S.C D.C';
const titles =
  'Adm Bros co Co Corp Dr Gen Gov Inc Jr Ltd Md Messrs Mo Mont Mr Mrs Ms Mt Ph.D Prof Rep Rev Sen St vs v.s e.g E.g ' +
  'E.G i.e I.e I.E a.m p.m';
const faces = '(._.) ._. 0.0 0.o <.< >.< >.> O.O O.o V.V o.0 o.O o.o v.v';
const letters = 'a b c d e f g h i j k l m n o p q r s t u v w x y z ä ö ü';
const hours = [...Array(12).keys()].flatMap((hour) => [`${hour + 1}a.m.`, `${hour + 1}p.m.`]);
const whole: ReadonlySet<string> = new Set([
  ...[months, states, titles, letters].flatMap((list) => list.split(' ').map((word) => `${word}.`)),
  ...faces.split(' '),
  ...hours,
]);
// a degree sign, its letter and a period are three
const degrees: ReadonlySet<string> = new Set([...'cfkCFK'].map((letter) => `°${letter}.`));

const quotes = '\'"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉〈〉⟦⟧';
const marks = '…,:;!?¿؟¡()\\[\\]{}<>_#*&。？！，、；：～·।،۔؛٪';
// letters of one case only stand on both sides
const lower = '\\p{Ll}\\p{Lo}';
const upper = '\\p{Lu}\\p{Lo}';
const letter = '\\p{Ll}\\p{Lu}\\p{Lo}';

const prefix = new RegExp(
  `^(?:[§%=—–]|\\+(?![0-9])|[${marks}]|\\.\\.+|[${quotes}]|(?:US|[CA])?\\$|\\p{Sc}|\\p{So})`,
  'u',
);
const suffix = new RegExp(
  `(?:[${marks}]|\\.\\.+|[${quotes}]|\\p{So}|['’][sS]|[—–]|(?<=°[FfCcKk])\\.|` +
    `(?<=[0-9${lower}%²\\-+|${marks}${quotes}])\\.|(?<=[${upper}]{2})\\.)$`,
  'u',
);
const infix = new RegExp(
  `\\.\\.+|…|\\p{So}|(?<=[0-9])[+\\-*^](?=[0-9-])|(?<=[${lower}${quotes}])\\.(?=[${upper}${quotes}])|` +
    `(?<=[${letter}]),(?=[${letter}])|(?<=[${letter}0-9])(?:-|–|—|~)(?=[${letter}])|` +
    `(?<=[${letter}0-9])(?:--|---|——)(?=[${letter}])|(?<=[${letter}0-9])[:<>=/](?=[${letter}])`,
  'gu',
);
const octet = '(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})';
const hostLetter = 'A-Za-z0-9\\u00a1-\\uffff';
const address = new RegExp(
  `^(?:[\\p{L}\\p{N}_+.-]{2,}://)?(?:[^@]+@)?` +
    `(?:(?!(?:10|127)(?:\\.[0-9]{1,3}){3})[1-9][0-9]{0,2}(?:\\.${octet}){3}|` +
    `(?:(?:[${hostLetter}][${hostLetter}_-]{0,62})?[${hostLetter}]\\.)+[${lower}]{2,63})` +
    `(?::[0-9]{2,5})?(?:[/?#].*)?$`,
  'su',
);

/** True if the run is never split, such as `Mr.`. */
export function isWhole(run: string): boolean {
  return whole.has(run);
}

/** The tokens of a run, in order; joined, they are the run. */
export function englishTokens(run: string): string[] {
  const tokens = splitRun(run, true);
  return tokens.length > 1 ? rejoined(tokens) : tokens;
}

function splitRun(run: string, keepWhole: boolean): string[] {
  const isKept = (text: string): boolean => keepWhole && (whole.has(text) || degrees.has(text));
  const before: string[] = [];
  const after: string[] = [];
  let rest = run;
  while (rest !== '' && !isKept(rest)) {
    const front = prefix.exec(rest)?.[0] ?? '';
    const unfronted = rest.slice(front.length);
    if (front !== '' && isKept(unfronted)) {
      before.push(front);
      rest = unfronted;
      break;
    }
    const back = suffix.exec(unfronted)?.[0] ?? '';
    const unbacked = rest.slice(0, rest.length - back.length);
    if (back !== '' && isKept(unbacked)) {
      after.push(back);
      rest = unbacked;
      break;
    }
    if (front === '' && back === '') break;
    if (front !== '') before.push(front);
    if (back !== '') after.push(back);
    rest = unfronted.slice(0, unfronted.length - back.length);
  }
  return [...before, ...splitInside(rest, isKept), ...after.reverse()];
}

function splitInside(rest: string, isKept: (text: string) => boolean): string[] {
  if (rest === '') return [];
  if (degrees.has(rest) && isKept(rest)) return [...rest];
  if (isKept(rest) || address.test(rest)) return [rest];
  const tokens: string[] = [];
  let start = 0;
  for (const match of rest.matchAll(infix)) {
    if (match.index === 0) continue;
    if (match.index > start) tokens.push(rest.slice(start, match.index));
    tokens.push(match[0]);
    start = match.index + match[0].length;
  }
  if (start < rest.length) tokens.push(rest.slice(start));
  return tokens;
}

// what is never split is found again among the tokens, so that the period of "x-Mr." stays with its word
let known: { readonly pieces: ReadonlyMap<string, readonly string[]>; readonly longest: number } | undefined;

// made when first needed: it takes longer than all else that importing the library computes
function wholePieces(): NonNullable<typeof known> {
  if (known) return known;
  const split = [...whole].map((text) => [text, splitRun(text, false)] as const);
  const pieces = new Map(split.filter(([, parts]) => parts.length > 1));
  return (known = { pieces, longest: Math.max(...[...pieces.values()].map((parts) => parts.length)) });
}

function rejoined(tokens: readonly string[]): string[] {
  const { pieces, longest } = wholePieces();
  const out: string[] = [];
  for (let at = 0; at < tokens.length;) {
    let taken = 1;
    for (let size = Math.min(longest, tokens.length - at); size > 1; size--) {
      const joined = tokens.slice(at, at + size).join('');
      const split = pieces.get(joined);
      if (split?.length === size && split.every((piece, index) => piece === tokens[at + index])) {
        taken = size;
        break;
      }
    }
    out.push(tokens.slice(at, at + taken).join(''));
    at += taken;
  }
  return out;
}

import { collocation, Orthography, type PunktParameters } from './parameters.js';
import {
  hasLetter,
  isAlphabetic,
  isInitial,
  isNumber,
  markByType,
  punktTokens,
  startsLower,
  startsUpper,
  typeInSentence,
  typeWithoutPeriod,
  type PunktToken,
} from './token.js';

// the thresholds of kiss2006punkt, sections 3 and 4
const minAbbreviationScore = 0.3;
const maxRareCount = 5;
const minCollocationScore = 7.88;
const minStarterScore = 30;

/**
 * Learns Punkt's parameters from plain text, without labels: which words are abbreviations, which pairs stand together
 * across a period, which words begin sentences, and with which case each word is seen where. Texts are learnt in
 * order, each with what the ones before it taught. Deterministic; about 2 MB a second.
 *
 * Algorithm and thresholds: `kiss2006punkt`, as NLTK's `PunktTrainer` carries it out with its defaults.
 *
 * @example
 * trainPunkt(['Mr. Starbuck met Mr. Stubb. Then Mr. Flask came. Mr. Flask sat.']).abbreviations.has('mr') // => true
 */
export function trainPunkt(texts: Iterable<string>): PunktParameters {
  const trainer = new Trainer();
  for (const text of texts) trainer.learn(punktTokens(text));
  return trainer.finish();
}

class Trainer {
  readonly #types = new Counts();
  readonly #pairs = new Counts();
  readonly #starters = new Counts();
  readonly #abbreviations = new Set<string>();
  readonly #orthography = new Map<string, number>();
  #periodCount = 0;
  #breakCount = 0;

  learn(tokens: readonly PunktToken[]): void {
    for (const token of tokens) {
      this.#types.add(token.type);
      if (token.endsInPeriod) this.#periodCount++;
    }
    this.#classify(new Set(tokens.map((token) => token.type)));
    markByType(tokens, this.#abbreviations);
    this.#readCase(tokens);
    for (const token of tokens) if (token.isBreak) this.#breakCount++;
    for (let at = 0; at + 1 < tokens.length; at++) {
      const token = tokens[at]!;
      if (token.endsInPeriod) this.#readPair(token, tokens[at + 1]!);
    }
  }

  finish(): PunktParameters {
    const total = this.#types.total;
    const sentenceStarters = new Set<string>();
    for (const [type, atBreak] of this.#starters.entries()) {
      const count = this.#countBothWays(type);
      if (!type || count < atBreak) continue;
      const score = logLikelihood(this.#breakCount, count, atBreak, total);
      if (score >= minStarterScore && total / this.#breakCount > count / atBreak) sentenceStarters.add(type);
    }
    const collocations = new Set<string>();
    for (const [key, count] of this.#pairs.entries()) {
      const [first = '', second = ''] = key.split('\t');
      if (sentenceStarters.has(second)) continue;
      const firstCount = this.#countBothWays(first);
      const secondCount = this.#countBothWays(second);
      const enough =
        firstCount > 1 && secondCount > 1 && count > 1 && count <= Math.min(firstCount, secondCount);
      if (!enough) continue;
      const score = logLikelihood(firstCount, secondCount, count, total);
      if (score >= minCollocationScore && total / firstCount > secondCount / count) collocations.add(key);
    }
    return {
      abbreviations: this.#abbreviations,
      collocations,
      sentenceStarters,
      orthography: this.#orthography,
    };
  }

  #countBothWays(type: string): number {
    return this.#types.of(type) + this.#types.of(`${type}.`);
  }

  // section 3: a type is an abbreviation if its period sticks to it, it is short, and it has inner periods
  #classify(types: ReadonlySet<string>): void {
    for (const type of types) {
      if (!hasLetter(type) || type === '##number##') continue;
      const withPeriod = type.endsWith('.');
      if (withPeriod === this.#abbreviations.has(type)) continue;
      const bare = withPeriod ? type.slice(0, -1) : type;
      const isAbbreviation = this.#score(bare) >= minAbbreviationScore;
      if (withPeriod && isAbbreviation) this.#abbreviations.add(bare);
      if (!withPeriod && !isAbbreviation) this.#abbreviations.delete(bare);
    }
  }

  #score(bare: string): number {
    const characters = [...bare];
    const periods = characters.filter((character) => character === '.').length + 1;
    const others = characters.length - periods + 1;
    const withPeriod = this.#types.of(`${bare}.`);
    const without = this.#types.of(bare);
    const ratio = abbreviationLikelihood(
      withPeriod + without,
      this.#periodCount,
      withPeriod,
      this.#types.total,
    );
    return ratio * Math.exp(-others) * periods * others ** -without;
  }

  #readCase(tokens: readonly PunktToken[]): void {
    let context: 'begin' | 'middle' | 'unknown' = 'middle';
    for (const token of tokens) {
      // an empty line most likely ends a sentence, the end of a line may
      if (token.startsParagraph && context !== 'unknown') context = 'begin';
      if (token.startsLine && context === 'middle') context = 'unknown';
      const flag = startsLower(token)
        ? Orthography[`${context}Lower`]
        : startsUpper(token)
          ? Orthography[`${context}Upper`]
          : 0;
      if (flag) {
        const type = typeInSentence(token);
        this.#orthography.set(type, (this.#orthography.get(type) ?? 0) | flag);
      }
      if (token.isBreak) context = isNumber(token) || isInitial(token) ? 'unknown' : 'begin';
      else context = token.isEllipsis || token.isAbbreviation ? 'unknown' : 'middle';
    }
  }

  #readPair(token: PunktToken, next: PunktToken): void {
    if (this.#isRareAbbreviation(token, next)) this.#abbreviations.add(typeWithoutPeriod(token));
    if (!token.isBreak) return;
    const isOrdinary = !(isNumber(token) || isInitial(token));
    if (isOrdinary && isAlphabetic(next)) this.#starters.add(next.type);
    if (!isOrdinary && hasLetter(token.type) && hasLetter(next.type)) {
      this.#pairs.add(collocation(typeWithoutPeriod(token), typeInSentence(next)));
    }
  }

  // too rare to be counted: an abbreviation if what follows cannot begin a sentence
  #isRareAbbreviation(token: PunktToken, next: PunktToken): boolean {
    if (token.isAbbreviation || !token.isBreak) return false;
    const type = typeInSentence(token);
    const count = this.#types.of(type) + this.#types.of(type.slice(0, -1));
    if (this.#abbreviations.has(type) || count >= maxRareCount) return false;
    if (/^[,:;]/.test(next.text)) return true;
    if (!startsLower(next)) return false;
    const seen = this.#orthography.get(typeInSentence(next)) ?? 0;
    return (seen & Orthography.beginUpper) !== 0 && (seen & Orthography.middleUpper) === 0;
  }
}

class Counts {
  readonly #counts = new Map<string, number>();
  total = 0;

  add(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    this.total++;
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  entries(): Iterable<[string, number]> {
    return this.#counts;
  }
}

// Dunning's ratio, modified: the alternative is that the period follows in 99 of 100 cases
function abbreviationLikelihood(count: number, periods: number, both: number, total: number): number {
  const p = periods / total;
  const none = both * Math.log(p + 1e-8) + (count - both) * Math.log(1 - p + 1e-8);
  const alternative = both * Math.log(0.99) + (count - both) * Math.log(1 - 0.99);
  return -2 * (none - alternative);
}

// Dunning's ratio: are the two independent, or does the first bring the second?
function logLikelihood(a: number, b: number, both: number, total: number): number {
  const p = b / total;
  const p1 = both / a;
  const p2 = total === a ? 1 : (b - both) / (total - a);
  const rest = total - a - b + both;
  const summand1 = finite(both * Math.log(p) + (a - both) * Math.log(1 - p));
  const summand2 = finite((b - both) * Math.log(p) + rest * Math.log(1 - p));
  const summand3 = a === both || p1 <= 0 || p1 >= 1 ? 0 : both * Math.log(p1) + (a - both) * Math.log(1 - p1);
  const summand4 = b === both || p2 <= 0 || p2 >= 1 ? 0 : (b - both) * Math.log(p2) + rest * Math.log(1 - p2);
  return -2 * (summand1 + summand2 - summand3 - summand4);
}

// a logarithm of zero or of a negative number leaves the summand out
function finite(summand: number): number {
  return Number.isFinite(summand) ? summand : 0;
}

/**
 * Tasks as text: T5 reads every task as a string and writes its answer as a string, so that one model, one loss and one
 * decoder serve all. The prefixes and labels are those of `raffel2020t5`, appendix D.
 */

/** What the model reads, and what it is to write. */
export interface TextPair {
  readonly input: string;
  readonly target: string;
}

/** The labels by which a task's answers are written, in the order of its data set's class numbers. */
export const textLabels = {
  cola: ['unacceptable', 'acceptable'],
  sst2: ['negative', 'positive'],
  mnli: ['entailment', 'neutral', 'contradiction'],
  rte: ['entailment', 'not_entailment'],
  mrpc: ['not_equivalent', 'equivalent'],
} as const;

/** A task whose answer is one of {@link textLabels}. */
export type LabelledTask = keyof typeof textLabels;

/**
 * Translation: the languages stand in the prefix, in English.
 *
 * @example
 * translationText('English', 'German', 'That is good.', 'Das ist gut.')
 * // => { input: 'translate English to German: That is good.', target: 'Das ist gut.' }
 */
export function translationText(from: string, to: string, source: string, translation: string): TextPair {
  return { input: `translate ${from} to ${to}: ${source}`, target: translation };
}

/**
 * Summarization.
 *
 * @example
 * summaryText('A long report.', 'A report.') // => { input: 'summarize: A long report.', target: 'A report.' }
 */
export function summaryText(document: string, summary: string): TextPair {
  return { input: `summarize: ${document}`, target: summary };
}

/**
 * Reading comprehension, as in SQuAD.
 *
 * @example
 * questionText('Who sailed?', 'Ahab sailed.', 'Ahab').input // => 'question: Who sailed? context: Ahab sailed.'
 */
export function questionText(question: string, context: string, answer: string): TextPair {
  return { input: `question: ${question} context: ${context}`, target: answer };
}

/**
 * Linguistic acceptability, as in CoLA.
 *
 * @example
 * acceptabilityText('The course is jumping well.', false)
 * // => { input: 'cola sentence: The course is jumping well.', target: 'unacceptable' }
 */
export function acceptabilityText(sentence: string, isAcceptable: boolean): TextPair {
  return { input: `cola sentence: ${sentence}`, target: textLabels.cola[isAcceptable ? 1 : 0] };
}

/**
 * Sentiment, as in SST-2.
 *
 * @example
 * sentimentText('a delight', true) // => { input: 'sst2 sentence: a delight', target: 'positive' }
 */
export function sentimentText(sentence: string, isPositive: boolean): TextPair {
  return { input: `sst2 sentence: ${sentence}`, target: textLabels.sst2[isPositive ? 1 : 0] };
}

/**
 * Natural language inference, as in MNLI.
 *
 * @example
 * inferenceText('I hate pigeons.', 'My feelings are filled with animosity.', 'entailment').input
 * // => 'mnli hypothesis: My feelings are filled with animosity. premise: I hate pigeons.'
 */
export function inferenceText(
  premise: string,
  hypothesis: string,
  label: (typeof textLabels.mnli)[number],
): TextPair {
  return { input: `mnli hypothesis: ${hypothesis} premise: ${premise}`, target: label };
}

/**
 * Similarity of two sentences from 0 to 5, as in STS-B: a regression written as a class, the score rounded to the nearest
 * fifth.
 *
 * @example
 * similarityText('A man sings.', 'A man is singing.', 4.75).target // => '4.8'
 * @throws {RangeError} If the score is not from 0 to 5.
 */
export function similarityText(sentence1: string, sentence2: string, score: number): TextPair {
  return { input: `stsb sentence1: ${sentence1} sentence2: ${sentence2}`, target: similarityLabel(score) };
}

/**
 * A similarity score as T5 writes it: rounded to the nearest fifth, halves to the even one, with one decimal.
 *
 * @example
 * similarityLabel(2.57) // => '2.6'
 * @throws {RangeError} If the score is not from 0 to 5.
 */
export function similarityLabel(score: number): string {
  if (!(score >= 0 && score <= 5)) {
    throw new RangeError(
      `Cannot write a similarity: the score must be from 0 to 5, current value is ${score}`,
    );
  }
  const fifths = score * 5;
  const below = Math.floor(fifths);
  const rest = fifths - below;
  const rounded = rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
  return (rounded / 5).toFixed(1);
}

/**
 * The class number that a model's answer names, or null: T5 counts an answer that is none of the labels as wrong.
 *
 * @example
 * readLabel('cola', 'acceptable') // => 1
 * readLabel('mnli', 'hamburger') // => null
 */
export function readLabel(task: LabelledTask, answer: string): number | null {
  const number = (textLabels[task] as readonly string[]).indexOf(answer.trim());
  return number < 0 ? null : number;
}

/**
 * The score that a model's answer to {@link similarityText} gives, or null if it is no number from 0 to 5.
 *
 * @example
 * readSimilarity('3.8') // => 3.8
 */
export function readSimilarity(answer: string): number | null {
  const text = answer.trim();
  if (!/^\d+(?:\.\d+)?$/.test(text)) return null;
  const score = Number(text);
  return score <= 5 ? score : null;
}

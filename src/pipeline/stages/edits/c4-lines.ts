import type { Edit } from '../../core/stage.js';
import { editPage } from '../_c4/edit-page.js';
import { asJson, lineRules, reasonNames, type C4LineOptions } from '../_c4/rules.js';
import { scannerOf } from '../_c4/scanner.js';

export type { C4LineOptions, C4Reading } from '../_c4/rules.js';

/**
 * Removes what C4 removes from a page: lines with a word that is too long, without an end mark, with too few words,
 * that mention JavaScript, or are notices of cookies and privacy, tried in this order; and Wikipedia's citation marks
 * before the end mark is looked at. The lines that stay are stripped and joined by `\n`. Each line that goes is a
 * change with the rule as its reason, named as in the implementation's own counters.
 *
 * Source: `raffel2020t5`, section 2.2, and its code, which has rules that the paper does not name: the long word, the
 * citations, the notices, and that `...` is no end mark. Put {@link c4Page} before this: it judges the page by the
 * lines as they stand here. The two share one scan of the text.
 *
 * @example
 * c4Lines({ minWords: 3 }).edit({ id: '1', text: 'Home\nIt was a whale.', meta: {} }).text // => 'It was a whale.'
 * @throws {RangeError} If a reading has no such name, or a limit is not an integer of at least 0.
 */
export function c4Lines(options: C4LineOptions = {}): Edit {
  const rules = lineRules('Cannot make stage "c4-lines"', options);
  const scan = scannerOf(rules);
  const names = reasonNames[rules.reading];
  return {
    kind: 'edit',
    name: 'c4-lines',
    cite: 'raffel2020t5',
    ref: { module: 'stages/edits/c4-lines', export: 'c4Lines', params: asJson(rules) },
    edit: (doc) => editPage(doc.text, scan(doc), names),
  };
}

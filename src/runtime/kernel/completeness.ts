import type { Tslab } from './tslab.js';

/** Whether code may be run as it stands, as `is_complete_reply` tells it. */
export type Completeness =
  | { readonly status: 'complete' }
  | { readonly status: 'incomplete'; readonly indent: string }
  | { readonly status: 'invalid' };

/**
 * Judges whether code is finished: `incomplete` if more may follow, `invalid` if nothing that follows could mend it.
 * Two empty lines at the end finish it in any case.
 */
export function judgeCompleteness({ isCompleteCode, parseErrors }: Tslab, code: string): Completeness {
  const { completed, indent } = isCompleteCode(code);
  if (!completed) return { status: 'incomplete', indent: indent ?? '' };
  if (/(^|\n)\s*\n\s*$/.test(code)) return { status: 'complete' };
  const errors = parseErrors(code);
  if (errors.length === 0) return { status: 'complete' };
  const open = errors.some(
    ({ message, end }) => message.startsWith('Unterminated template') && end >= code.length,
  );
  return open ? { status: 'incomplete', indent: '' } : { status: 'invalid' };
}

import { checkNumber } from '../../core/check.js';
import type { Tag } from '../../core/stage.js';
import { hexModulo, md5Hex } from '../../text/hash.js';
import { normalizeUrl } from '../../text/urls.js';

/** Options for {@link hashSplit}. */
export interface HashSplitOptions {
  /** One page in how many is for validation. @default 1000 */
  readonly validationEvery?: number;
}

/**
 * Puts every page into `meta.split`, `train` or `validation`, by the MD5 of its URL: the same page always falls on the
 * same side. Pages without URL take their id.
 *
 * Rule and default: C4's code (`raffel2020t5`).
 *
 * @example
 * hashSplit({ validationEvery: 1 }).tag({ id: '1', text: '', meta: {} }) // => { split: 'validation' }
 * @throws {RangeError} If validationEvery is not an integer of at least 1.
 */
export function hashSplit({ validationEvery = 1000 }: HashSplitOptions = {}): Tag {
  checkNumber('Cannot make stage "hash-split"', 'validationEvery', validationEvery, {
    min: 1,
    max: 2 ** 48,
    integer: true,
  });
  return {
    kind: 'tag',
    name: 'hash-split',
    cite: 'raffel2020t5',
    ref: { module: 'stages/taggers/hash-split', export: 'hashSplit', params: { validationEvery } },
    tag({ id, url }) {
      const hash = md5Hex(url === undefined ? id : normalizeUrl(url));
      return { split: hexModulo(hash, validationEvery) === 0 ? 'validation' : 'train' };
    },
  };
}

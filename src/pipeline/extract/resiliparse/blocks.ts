import { tagNames } from '../html/tags.js';

const names =
  'address article aside blockquote br center details dd dt div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 ' +
  'h6 header hgroup hr li main nav ol p pre section table tr ul';

const blocks = new Uint8Array(2 ** 16);
for (const name of names.split(' ')) blocks[tagNames.indexOf(name)] = 1;

/** Whether resiliparse starts a new line at a tag: its own list, which differs from the standard's. */
export function isBlock(tag: number): boolean {
  return blocks[tag] === 1;
}

/** The attributes a parsed page keeps: those the extraction rules and the tree construction read. Others are passed over. */
export const attributeNames = [
  'class', 'id', 'style', 'role', 'rel', 'itemprop', 'hidden', 'aria-hidden', 'aria-expanded', 'data-ad',
  'data-advertisement', 'data-text-ad', 'href', 'alt', 'type', 'value', 'placeholder', 'src', 'title', 'lang',
  'name', 'content', 'property', 'color', 'face', 'size', 'encoding', 'aria-label', 'itemscope', 'itemtype',
] as const; // prettier-ignore

/** The name of a kept attribute. */
export type AttributeName = (typeof attributeNames)[number];

/** Number of each kept attribute, from 1; 0 is an attribute that is not kept. */
export const attributeNumbers: Readonly<Record<AttributeName, number>> = Object.fromEntries(
  attributeNames.map((name, i) => [name, i + 1]),
) as Record<AttributeName, number>;

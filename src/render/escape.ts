const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Makes any string safe to stand in HTML or SVG, as text or inside a quoted attribute.
 *
 * @example
 * escapeHtml('<b title="x">') // => '&lt;b title=&quot;x&quot;&gt;'
 */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

const SIGNS: ReadonlyMap<string, string> = new Map(
  Object.entries(ENTITIES).map(([sign, name]) => [name, sign]),
);

/**
 * Takes back what {@link escapeHtml} writes for the five signs of markup.
 *
 * @example
 * unescapeHtml('a &lt; b') // => 'a < b'
 */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (name) => SIGNS.get(name) ?? name);
}

/**
 * Makes what cannot be seen visible, so that text of the web cannot hide or reorder what stands around it: control
 * characters become their control pictures, overrides of the writing direction and lone surrogates become U+FFFD.
 * Line feeds and tabs stay.
 *
 * @example
 * visible('a\u0000b\u202Ec') // => 'a␀b�c'
 */
export function visible(text: string): string {
  return UNSEEN.test(text) ? text.replace(UNSEEN_ALL, picture) : text;
}

const UNSEEN_SOURCE =
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff]|\\p{Cs}';
const UNSEEN = new RegExp(UNSEEN_SOURCE, 'u');
const UNSEEN_ALL = new RegExp(UNSEEN_SOURCE, 'gu');

function picture(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

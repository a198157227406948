/**
 * A URL in the form C4 deduplicates by: without scheme and `www.`, without a query that begins with `utm_`, `ref` or
 * `feed`, without slashes at the end. Rule of `raffel2020t5`'s published code.
 *
 * As in the code, the scheme is taken out wherever it stands, so that a URL inside a query loses its own too, and
 * the query is cut up to the end of its line.
 *
 * @example
 * normalizeUrl('https://www.example.org/a/?utm_source=x') // => 'example.org/a'
 */
export function normalizeUrl(url: string): string {
  const short = url.replace(/https?:\/\/(?:www\.)?/g, '').replace(/\?(?:utm_|ref|feed)[^\n]*/g, '');
  let end = short.length;
  while (end > 0 && short[end - 1] === '/') end--;
  return short.slice(0, end);
}

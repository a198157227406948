const MAX_URL_LENGTH = 512;
const MAX_PARAMETERS = 6;
const MAX_SEGMENTS = 12;
const MAX_REPEATS = 3;

/**
 * Whether a URL looks as if a program would make ever more like it: very long, many parameters, very deep, or the
 * same path segment three times.
 *
 * @example
 * looksEndless('http://a.example/back/home/back/home/back/home') // => true
 */
export function looksEndless(url: string): boolean {
  if (url.length > MAX_URL_LENGTH) return true;
  const { pathname, searchParams } = new URL(url);
  if ([...searchParams].length > MAX_PARAMETERS) return true;
  const segments = pathname.split('/').filter((segment) => segment !== '');
  if (segments.length > MAX_SEGMENTS) return true;
  const counts = new Map<string, number>();
  for (const segment of segments) {
    const count = (counts.get(segment) ?? 0) + 1;
    if (count >= MAX_REPEATS) return true;
    counts.set(segment, count);
  }
  return false;
}

/**
 * A URL with its numbers left out: what a calendar's pages have in common. Undefined where it has no number.
 *
 * @example
 * shapeOf('http://a.example/month/2026/1') // => 'http://a.example/month/#/#'
 */
export function shapeOf(url: string): string | undefined {
  const shape = url.replace(/\d+/g, '#');
  return shape === url ? undefined : shape;
}

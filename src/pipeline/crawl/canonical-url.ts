/** Parameters that name a visit and not a page: campaigns, click ids, sessions. */
const VISIT_PARAMETER =
  /^(?:utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|ref|phpsessid|jsessionid|sid|sessionid|session_id)$/i;

/**
 * The one spelling of a URL that a crawler knows a page by, or undefined for what is no web address.
 *
 * Normalizations of RFC 3986, section 6, that keep the meaning (case, default port, dot segments, percent-encoding,
 * no fragment), and four that keep the page on most sites (as in `lee2005urlnormalization`): no parameters that name
 * a visit, parameters in order, no double slashes, no `index.html`.
 *
 * @param base URL of the page the address stands on.
 * @example
 * canonicalUrl('HTTP://A.example:80/x/../b?z=1&utm_source=n&a=2#top') // => 'http://a.example/b?a=2&z=1'
 */
export function canonicalUrl(address: string, base?: string): string | undefined {
  let url: URL;
  try {
    url = new URL(address, base);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  url.hash = '';
  url.username = '';
  url.password = '';
  url.hostname = url.hostname.replace(/\.$/, '');
  url.pathname = percentEncoding(url.pathname)
    .replace(/;jsessionid=[^/]*/i, '')
    .replace(/\/{2,}/g, '/')
    .replace(/\/(?:index|default)\.(?:html?|php|asp)$/i, '/');
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !VISIT_PARAMETER.test(pair.split('=', 1)[0]!));
  url.search = kept.map(percentEncoding).sort().join('&');
  return url.href;
}

/** Decodes what need not be encoded, and writes the rest with capital digits. */
function percentEncoding(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (whole, digits: string) => {
    const char = String.fromCharCode(Number.parseInt(digits, 16));
    return /[A-Za-z0-9\-._~]/.test(char) ? char : whole.toUpperCase();
  });
}

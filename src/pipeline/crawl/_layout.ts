/** What a page of the local web is made of. */
export interface LayoutOptions {
  readonly host: string;
  readonly menu: readonly (readonly [href: string, label: string])[];
  /** The title element and the main content. */
  readonly content: string;
  /** More elements of the head. @default none */
  readonly head?: string;
  /** @default 'utf-8' */
  readonly charset?: string;
}

/** Sets a banner, a menu and a footer around a page's content, as sites do: what extractors have to take off again. */
export function layout({ host, menu, content, head = '', charset = 'utf-8' }: LayoutOptions): string {
  const [title = `<title>${host}</title>`] = /<title>[^<]*<\/title>/.exec(content) ?? [];
  const main = content.replace(title, '').trim();
  const items = menu
    .map(([href, label]) => `<li><a href="${href.replaceAll('&', '&amp;')}">${label}</a></li>`)
    .join('');
  return `<!doctype html>
<html lang="en">
<head><meta charset="${charset}">${title}${head}<style>nav li { display: inline }</style></head>
<body>
<header class="banner"><p>${host}</p></header>
<nav class="menu"><ul>${items}</ul></nav>
<main>
${main}
</main>
<footer class="footer"><p>This site uses cookies. By using it you agree to that. Imprint and privacy.</p><p>Newsletter: leave your address and hear from us every week.</p></footer>
<script>window.visits = (window.visits || 0) + 1;</script>
</body>
</html>
`;
}

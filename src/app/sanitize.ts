import DOMPurify from 'dompurify';

/** Style properties that output may set inline; nothing that loads, covers or moves. */
const styleProperties = new Set(
  (
    'color background-color background border border-color border-style border-width border-bottom border-top border-left border-right ' +
    'border-collapse border-radius border-spacing caption-side display flex flex-wrap gap grid-template-columns grid-column column-gap row-gap ' +
    'align-items justify-content font-family font-size font-style font-weight font-variant font-variant-numeric height max-height max-width min-height min-width width ' +
    'letter-spacing line-height list-style margin margin-bottom margin-left margin-right margin-top overflow overflow-wrap overflow-x overflow-y ' +
    'padding padding-bottom padding-left padding-right padding-top tab-size text-align text-decoration text-indent text-transform ' +
    'vertical-align white-space word-break opacity fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray ' +
    'stop-color stop-opacity text-anchor dominant-baseline'
  ).split(' '),
);

const purify = DOMPurify(window);
const baseConfig = {
  ADD_ATTR: ['target'],
  FORBID_TAGS: [
    'style',
    'form',
    'input',
    'button',
    'textarea',
    'select',
    'option',
    'dialog',
    'template',
    'slot',
    'iframe',
  ],
  FORBID_ATTR: [
    'is',
    'part',
    'contenteditable',
    'autofocus',
    'tabindex',
    'popover',
    'popovertarget',
    'srcset',
    'formaction',
  ],
  // the purifier asks this of every value: an address with a scheme must have one of these; what has none is text or relative
  ALLOWED_URI_REGEXP:
    /^(?:(?:https?|mailto):|data:image\/(?:png|jpe?g|gif|webp|svg\+xml);|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
};

// the policy forbids inline styles: they are taken out of the markup, judged, and set through the object model
purify.addHook('uponSanitizeAttribute', (node, data) => {
  if (data.attrName === 'style') {
    node.setAttribute('data-lx-style', data.attrValue);
    data.keepAttr = false;
  }
  // references into the drawing itself are all that a drawing may make
  if (
    /^(?:xlink:)?href$/.test(data.attrName) &&
    node.namespaceURI === 'http://www.w3.org/2000/svg' &&
    node.localName !== 'a'
  ) {
    if (!data.attrValue.startsWith('#') && !data.attrValue.startsWith('data:image/')) data.keepAttr = false;
  }
});
purify.addHook('afterSanitizeAttributes', (node) => {
  if (node.localName === 'a' && node.hasAttribute('href')) {
    const local = node.getAttribute('href')?.startsWith('#');
    if (local) node.removeAttribute('target');
    else node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer');
  }
});

/** What became of foreign markup. */
export interface Sanitized {
  readonly fragment: DocumentFragment;
  /** Whether anything but a style sheet of our own had to be taken out. */
  readonly lost: boolean;
}

/** Makes foreign HTML safe to stand in the page: no script, no form, no frame, no style but an allowed few, no clash of ids. */
export function sanitizeHtml(html: string): Sanitized {
  // our own style sheet, which comes with every output, is in the page already
  const plain = html.replace(/<style>[^<]*<\/style>/g, '');
  return clean(plain, { html: true, mathMl: true, svg: true, svgFilters: false });
}

/** Makes a foreign drawing safe to stand in the page, as part of it, so that it follows the theme. Ids keep their names. */
export function sanitizeSvg(svg: string): DocumentFragment {
  return clean(svg, { svg: true, svgFilters: true }).fragment;
}

function clean(
  markup: string,
  USE_PROFILES: { html?: boolean; mathMl?: boolean; svg?: boolean; svgFilters?: boolean },
): Sanitized {
  purify.removed = [];
  const fragment = purify.sanitize(withoutStyle(markup), {
    ...baseConfig,
    USE_PROFILES,
    // ids would let output name the page's own parts; but a drawing's gradients and clips are referred to by id
    SANITIZE_NAMED_PROPS: USE_PROFILES.html === true,
    RETURN_DOM_FRAGMENT: true,
  });
  const lost = purify.removed.some((entry) => !isHarmless(entry));
  for (const node of fragment.querySelectorAll<HTMLElement | SVGElement>('[data-lx-style]')) {
    setStyle(node, node.getAttribute('data-lx-style') ?? '');
    node.removeAttribute('data-lx-style');
  }
  return { fragment, lost };
}

/**
 * The markup with inline styles under another name, so that the browser does not complain of each of them. What this misses
 * the purifier finds.
 */
function withoutStyle(markup: string): string {
  return markup.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ' data-lx-style='));
}

/** Sets the allowed declarations of an inline style. */
function setStyle(node: HTMLElement | SVGElement, text: string): void {
  for (const declaration of text.split(';')) {
    const at = declaration.indexOf(':');
    const name = declaration.slice(0, at).trim().toLowerCase();
    const value = declaration.slice(at + 1).trim();
    if (styleProperties.has(name) && !/url|expression|image|@|\\/i.test(value))
      node.style.setProperty(name, value);
  }
}

/** Whether what was taken out changes nothing: our own style sheet, which the page has, or an inline style, which is set below. */
function isHarmless(entry: object): boolean {
  if ('element' in entry) {
    const element = entry.element as Element;
    return element.localName === 'style' || element.nodeType === Node.COMMENT_NODE;
  }
  const attribute = 'attribute' in entry ? (entry.attribute as Attr | null) : null;
  return attribute !== null && ['style', 'tabindex', 'id', 'name'].includes(attribute.name);
}

/** The releases of resiliparse whose rules are known: 2.0, and 0.16 to 1.1, which agree with one another. */
export type ResiliparseVersion = '2' | '1';

/** What a class or id says of an element. */
export interface Patterns {
  readonly hidden: RegExp;
  readonly skipLink: RegExp;
  readonly signIn: RegExp;
  readonly postMeta: RegExp;
  readonly social: RegExp;
  readonly logo: RegExp;
  readonly advertisement: RegExp;
  readonly junk: RegExp;
  readonly article: RegExp;
  readonly landmarkId: RegExp;
  readonly header: RegExp;
  readonly footer: RegExp;
  readonly navigation: RegExp;
  readonly recommended: RegExp;
  readonly comments: RegExp;
  readonly search: RegExp;
  readonly sidebar: RegExp;
  readonly modal: RegExp;
  readonly gallery: RegExp;
  readonly print: RegExp;
}

/** Inline style that hides an element. */
export const hiddenStyle = pattern('(?:^|;S*)(?:displayS?:S?none|visibilityS?:S?hidden)(?:$|S?;)');

// In the sources below, S is one white-space character, J a joiner that may be absent, and < and > the edges of a word
// between white space, "_" and "-".
const shared = {
  signIn: pattern('<(?:(?:logJin|signJ(?:in|up)|account)|user[_-](?:info|profile|settings|actions))>'),
  postMeta: pattern(
    '<(?:(?:post|entry|article(?:page)?|content|story|section)[_-]*(?:text[_-]*)?(?:footer|teaser|meta(?:Jdata)?|subline|' +
      'sidebar|author(?:name)?|published|timestamp|date|postedJon|info|labels?|tags?|keywords|category)|byJline|dateJline|' +
      'author-date|submitted(?:-by)?)|metaJdata>',
  ),
  social: pattern(
    '(?:^|S|__|--|mobile-|desktop-|l-|m-|c-)(?:social(?:media|search)?|share(?:daddy)?|syndication|newsletter|sharing|' +
      'follow|email|likes?|(?:giveJ)?feedback|(?:brand[_-])?engagement|facebook|twitter|subscribe|wa|jp|aptf-follow)' +
      '(?:J(?:post|links?|section|icons?|btn|buttons?|target))?>',
  ),
  logo: pattern('(?:brand(?:ing)?[_-]*)?logo(?:$|S)'),
  advertisement: pattern(
    '(?:^|S)(?:(?:google|wide)Jads?|ad(?:vert|vertise(?:ment|link)?|$|_[a-f0-9]+)|sponsor(?:ed)?|promoted|paid|' +
      '(?:wide)?banner|donate)>',
  ),
  hidden: pattern(
    '(?:^|S)(?:(?:is|visually)[_-])?(?:display-none|hidden|invisible|collapsed|h-0|nocontent|expandable)' +
      '(?:-xs|-sm|-lg|-2?xl)?(?:$|S)',
  ),
  skipLink: pattern(
    '(?:^|S)(?:linkJ)?(?:skip(?:J(?:to|link))?|scrollJ(?:up|down)|next|prev(?:ious)?|permalink|pagination|' +
      'skip-to-(?:main-)?content)(?:$|S|J(?:post|article))',
  ),
  junk: pattern('(?:^|S)short-view-count|spinner>', ''),
  landmarkId: pattern('^(?:(?:l|wp|global|page|site|full|sticky)[_-]*)?(?:(?:head|foot)(?:er)?|right)$'),
  header: pattern('(?:^|S)(?:l|m|wp|global|page|site|full|sticky)[_-]*header(?:Jwrap(?:per)?|bar)?(?:$|S)'),
  comments: pattern('<(?:(?:article|user|post)[_-]*)?(?:(?:noJ)?comments?|commentJlist|reply)>'),
  print: pattern('(?:^|S)print[_-]'),
};

/** The patterns of each release. They look for English words in names; that is all the main-content heuristic knows. */
export const patterns: Readonly<Record<ResiliparseVersion, Patterns>> = {
  '2': {
    ...shared,
    article: pattern('<(?:article|entry|post|story|singleJpost|(?:main[_-])?content|body|text|page)>'),
    footer: pattern(
      '(?:^|S)(?:(?:global|page|site)J)?(?:footer|copyright|cookie|consent|legal|fcontainer)' +
        '(?:[_-](?:wrap(?:per)?|container|banner|notice|bar|consent))?(?:$|S)',
    ),
    navigation: pattern(
      '(?:^|S)(?:(?:l|m|wp|main|site|page|sub|article|global|sticky)[_-]*)?(?:nav(?:igation|bar)?' +
        '(?:[_-](?:bar|menu|container|wrapper))?|menu(?:[_-]item)?|dropJdown|breadJcrumbs?|' +
        'links?J(?:bar|box|list|container|section|wrapper))(?:$|S)',
    ),
    recommended: pattern(
      '<(?:trends|trending|recommended|featured|popular|editors?[_-]picks|related|read-next|' +
        'relatedJ(?:links|articles|posts|guides|stories))>',
    ),
    search: pattern('(?:^|S)search(?:J(?:bar|facility|box))?(?:$|S)'),
    sidebar: pattern(
      '(?:^|S)(?:(?:l|wp|global|sticky)[_-]*)?(?:(?:side|sticky)J(?:bars?|box)|one-third)(?:$|S)',
    ),
    modal: pattern('(?:^|S)(?:wp-|p-|-l)?(?:modal|popup|lightbox)(?:[_-]*(?:window|pane|box))?(?:$|S)'),
    gallery: pattern('(?:^|S)(?:gallery|carousel)(?:$|S)'),
  },
  '1': {
    ...shared,
    // the words are optional, so this matches two joiners in a row; faithful to the release
    article: pattern('<(?:article|entry|post|story|singleJpost|(?:main[_-])?content|body|text|page)?>'),
    footer: pattern('<(?:global|page|site|copyright)?(?:footer|copyright|cookie|consent|legal|fcontainer)>'),
    // the last alternative has no left edge; faithful to the release
    navigation: pattern(
      '(?:^|S)(?:(?:l|m|wp|main|site|page|sub|article|global|sticky)[_-]*)?(?:nav(?:igation)?|menu(?:[_-]item)?|' +
        'dropJdown|breadJcrumbs?)|(?:links?J(?:bar|box|list|container|section|wrapp(?:er))?)>',
    ),
    recommended: pattern(
      '<(?:trends|trending|recommended|featured|popular|editors?[_-]picks|related|read-next|' +
        '(?:related|more|other)J(?:links|articles|posts|guides|stories))>',
    ),
    search: pattern('<search(?:J(?:bar|facility|box))?(?:$|S)'),
    sidebar: pattern(
      '(?:^|S)(?:(?:l|wp|right|left|global|sticky)[_-]*)?(?:(?:side|sticky)J(?:bars?|box)|one-third)>',
    ),
    modal: pattern('(?:^|S)(?:wp-|p-|-l)?(?:modal|popup|lightbox)(?:[_-]*(?:window|pane|box))?>'),
    gallery: pattern('<(?:gallery|carousel)>'),
  },
};

function pattern(source: string, flags = 'i'): RegExp {
  const expanded = source
    .replaceAll('<', '(?:^|[S_-])')
    .replace(/>/g, '(?:$|[S_-])')
    .replaceAll('J', '[_-]?')
    .replaceAll('[S_-]', '[\\t\\n\\f\\r _-]')
    .replaceAll('S', '[\\t\\n\\f\\r ]');
  return new RegExp(expanded, flags);
}

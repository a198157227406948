import type * as ts from '@tslab/typescript-for-tslab';

/** What an editor shows of a name: its type, and its documentation as plain text and as Markdown. */
export function describeQuickInfo(info: ts.QuickInfo): { 'text/plain': string; 'text/markdown': string } {
  const signature = join(info.displayParts);
  const text = join(info.documentation);
  const tags = (info.tags ?? []).map(({ name, text: parts }) => ({ name, text: join(parts) }));
  const plain = [text, tags.map((tag) => `@${tag.name} ${tag.text}`.trimEnd()).join('\n')];
  const marked = [text, tags.map((tag) => `*@${tag.name}* ${tag.text}`.trimEnd()).join('  \n')];
  return {
    'text/plain': [signature, ...plain].filter(Boolean).join('\n\n'),
    'text/markdown': [`\`\`\`typescript\n${signature}\n\`\`\``, ...marked].filter(Boolean).join('\n\n'),
  };
}

/** The text of display parts, links as the names they lead to. */
function join(parts: readonly ts.SymbolDisplayPart[] = []): string {
  return parts
    .map(({ text, kind }) => (kind === 'link' ? text.replace(/^\{@link(?:code|plain)? ?$|^\}$/, '') : text))
    .join('')
    .trim();
}

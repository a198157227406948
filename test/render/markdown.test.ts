import { parseFragment, type DefaultTreeAdapterMap } from 'parse5';
import { describe, expect, test } from 'vitest';
import { markdown } from '../../src/render/markdown.js';
import { htmlOf, textOf } from './html.js';

const body = (text: string): string =>
  htmlOf(markdown(text))
    .replace(/^<div class="lx-out lx-markdown">\s*/, '')
    .replace(/\s*<\/div>$/, '');

describe('markdown()', () => {
  test('of nothing is empty', () => {
    expect(body('')).toBe('');
    expect(textOf(markdown(''))).toBe('');
  });

  test('renders CommonMark and what GitHub adds', () => {
    expect(body('**a** ~~b~~')).toBe('<p><strong>a</strong> <del>b</del></p>');
    expect(body('| a | b |\n|---|--:|\n| 1 | 2 |')).toContain('<td align="right">2</td>');
    expect(body('- [x] done')).toContain('type="checkbox"');
    expect(body('```ts\nconst a = 1 < 2\n```')).toContain('<code class="language-ts">const a = 1 &lt; 2');
  });

  test('resolves citations, one or several', () => {
    expect(body('See [@penedo2024fineweb].')).toMatch(
      /<p>See <a class="lx-cite" href="https:\/\/arxiv\.org\/abs\/2406\.17557" title="[^"]+" rel="noopener noreferrer">Penedo et al\. 2024<\/a>\.<\/p>/,
    );
    expect(body('[@raffel2020t5; @penedo2024fineweb]').match(/class="lx-cite"/g)).toHaveLength(2);
    expect(textOf(markdown('See [@raffel2020t5; @penedo2024fineweb].'))).toBe(
      'See (Raffel et al. 2020; Penedo et al. 2024).',
    );
  });

  test('leaves what looks like a citation in code, and an address, as it is', () => {
    expect(body('`[@raffel2020t5]`')).toBe('<p><code>[@raffel2020t5]</code></p>');
    expect(textOf(markdown('`[@nobody]` and ``[@nobody] ` ``'))).toBe('`[@nobody]` and ``[@nobody] ` ``');
    expect(textOf(markdown('```\n[@nobody]\n```'))).toBe('```\n[@nobody]\n```');
    expect(body('me@example.org')).toContain('mailto:me@example.org');
  });

  test('refuses an unknown key, naming near ones', () => {
    expect(() => markdown('[@rafel2020t5]')).toThrow(RangeError);
    expect(() => markdown('[@rafel2020t5]')).toThrow(
      'Cannot cite "rafel2020t5": references.bib has no such key; did you mean "raffel2020t5"',
    );
  });

  test('refuses what is no text', () => {
    expect(() => markdown(5 as never)).toThrow(TypeError);
  });

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<img src="https://example.org/track.gif">',
    '![x](https://example.org/track.gif)',
    '![x](javascript:alert(1))',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\nscript:alert(1))',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="//example.org">x</a>',
    '<a href="vbscript:x">x</a>',
    '<iframe src="https://example.org"></iframe>',
    '<object data=x></object><embed src=x>',
    '<form action=x><input name=p><button>go</button></form>',
    '<input type="text" autofocus onfocus=alert(1)>',
    '<style>*{display:none}</style>',
    '<div style="position:fixed">x</div>',
    '<div class="lx-top danger">x</div>',
    '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>',
    '<math><mtext><script>alert(1)</script></mtext></math>',
    '<details ontoggle=alert(1) open>x</details>',
    '<base href="https://example.org/">',
    '<meta http-equiv=refresh content=0>',
    '<link rel=stylesheet href=x>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<b id=location name=cookie>x</b>',
    '[x](<javascript:alert(1)> "t")',
    '<p title="a" onclick="b">x</p>',
    '<template><script>alert(1)</script></template>',
    '<textarea><img src=x onerror=alert(1)></textarea>',
  ])('takes the harm out of %s', (text) => {
    const walk = (node: DefaultTreeAdapterMap['node']): void => {
      if ('tagName' in node) {
        expect([
          'script',
          'iframe',
          'object',
          'embed',
          'form',
          'button',
          'style',
          'svg',
          'math',
          'base',
          'meta',
          'link',
          'template',
          'textarea',
          'noscript',
        ]).not.toContain(node.tagName);
        if (node.tagName === 'input') expect(node.attrs).toContainEqual({ name: 'type', value: 'checkbox' });
        for (const { name, value } of node.attrs) {
          expect(name).not.toMatch(/^(on|style$|id$|name$|srcdoc)/);
          if (name === 'href') expect(value).toMatch(/^(https?:\/\/|mailto:|#)/);
          if (name === 'src') expect(value).toMatch(/^data:image\//);
          if (name === 'class') expect(value).not.toContain('lx-top');
        }
      }
      if ('childNodes' in node) node.childNodes.forEach(walk);
    };
    const html = body(text);
    walk(parseFragment(html));
    expect(html).not.toContain('<script');
  });
});

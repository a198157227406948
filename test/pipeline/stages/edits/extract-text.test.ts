import { describe, expect, test } from 'vitest';
import { extractText } from '../../../../src/pipeline/stages/edits/extract-text.js';

const edit = (text: string, ...options: Parameters<typeof extractText>) =>
  extractText(...options).edit({ id: '1', text, meta: {} });

describe('extractText()', () => {
  test('gives the text, and the whole page as what changed', () => {
    expect(edit('<nav>Menu</nav><p>One', { method: 'wet' })).toEqual({
      kind: 'edit',
      text: 'Menu\nOne',
      changes: [{ start: 0, end: 21, reason: 'extracted', replacement: 'Menu\nOne' }],
    });
  });

  test('takes the main content by default', () => {
    expect(edit('<nav>Menu</nav><p>One').text).toBe('One');
  });

  test('reports no change of a text that stays as it is', () => {
    expect(edit('')).toEqual({ kind: 'edit', text: '', changes: [] });
    expect(edit('One line')).toEqual({ kind: 'edit', text: 'One line', changes: [] });
  });

  test('can be made again from its reference', () => {
    expect(extractText({ method: 'resiliparse', links: true }).ref).toEqual({
      module: 'stages/edits/extract-text',
      export: 'extractText',
      params: { method: 'resiliparse', links: true },
    });
  });

  test('refuses a method that does not exist when it is made', () => {
    expect(() => extractText({ method: 'lynx' as 'wet' })).toThrow(
      'Cannot make extractor: there is no method "lynx"',
    );
  });
});

import type { Display } from '../../src/render/display.js';

/** The HTML of a display without its style sheet. */
export function htmlOf(shown: Display): string {
  return String(shown.data['text/html']).replace(/<style>[^<]*<\/style>/, '');
}

/** The plain text of a display. */
export function textOf(shown: Display): string {
  return String(shown.data['text/plain']);
}

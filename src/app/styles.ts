import { STYLES } from '../render/styles.js';

/** Takes the style sheet of everything the library renders into the page once; the copies in outputs are dropped. */
export function adoptStyles(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** What a key does. */
export type KeyAction = (event: KeyboardEvent) => void;

/**
 * Binds keys of the page. They are not heard while something is typed, in a dialog, or with a modifier that belongs to
 * the browser.
 *
 * @param bindings - By key, `Shift+Enter` with its modifiers.
 */
export function bindKeys(bindings: Readonly<Record<string, KeyAction>>): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || document.querySelector('dialog[open]'))
      return;
    const { target } = event;
    if (
      !(target instanceof Element) ||
      target.closest('input, textarea, select, [contenteditable="true"], .menu')
    )
      return;
    const control = event.ctrlKey || event.metaKey ? 'Mod+' : '';
    const shift = event.shiftKey && event.key.length > 1 ? 'Shift+' : '';
    const name = `${control}${shift}${event.key}`;
    // Enter and Space on a control are the control's
    if (/^(?:Enter| )$/.test(name) && target.closest('button, a, summary')) return;
    const action = bindings[name];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
}

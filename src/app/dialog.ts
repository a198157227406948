import { byId, el } from './dom.js';

/** Opens a dialog over the page; Escape or a click beside it closes it, and the focus goes back. Gives a function that closes it. */
export function openDialog(name: string, label: string, ...children: Node[]): () => void {
  document.querySelector<HTMLDialogElement>('dialog')?.close();
  const dialog = el(
    'dialog',
    { class: `dialog ${name}`, 'aria-label': label },
    el('div', { class: 'dialog-body' }, ...children),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  byId('overlays').append(dialog);
  dialog.showModal();
  return () => dialog.close();
}

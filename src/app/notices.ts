import { byId, el } from './dom.js';

/** Says something in passing, to the eye and to a screen reader; gone after some seconds. */
export function tell(text: string, level: 'info' | 'warning' = 'info'): void {
  byId('live').textContent = text;
  const notice = el('div', { class: `toast toast-${level}`, text });
  const place =
    document.querySelector('.toasts') ?? byId('overlays').appendChild(el('div', { class: 'toasts' }));
  for (const other of place.children) if (other.textContent === text) other.remove();
  place.append(notice);
  setTimeout(() => notice.remove(), level === 'warning' ? 12_000 : 4500);
}

/** A banner under the head: something that stays until it is put right, with what can be done. Without text it is taken away. */
export function banner(
  id: string,
  text: string | undefined,
  actions: readonly { text: string; run: () => void }[] = [],
): void {
  const old = document.getElementById(`banner-${id}`);
  if (old?.dataset['text'] === text) return;
  old?.remove();
  if (text === undefined) return;
  const place =
    document.querySelector('.banners') ?? byId('overlays').appendChild(el('div', { class: 'banners' }));
  place.append(
    el(
      'div',
      { class: 'banner', id: `banner-${id}`, role: 'alert', 'data-text': text },
      el('span', { text }),
      ...actions.map((action) => el('button', { class: 'pill', text: action.text, onclick: action.run })),
    ),
  );
}

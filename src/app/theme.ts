/** Switches between light and dark; the choice is kept in this browser, and what is drawn follows. */
export function toggleTheme(): void {
  const root = document.documentElement;
  setTheme(root.dataset['theme'] === 'dark' ? 'light' : 'dark');
  localStorage.setItem('lectern-theme', root.dataset['theme'] ?? 'light');
}

/** Follows the system as long as nothing was chosen here. */
export function followSystemTheme(): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
    if (localStorage.getItem('lectern-theme') === null) setTheme(matches ? 'dark' : 'light');
  });
}

function setTheme(theme: 'light' | 'dark'): void {
  document.documentElement.dataset['theme'] = theme;
  dispatchEvent(new Event('lectern-theme'));
}

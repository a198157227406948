// Runs before the first paint, so that a dark page never flashes white. The choice is kept in this browser.
const chosen = localStorage.getItem('lectern-theme');
const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';

export {};

import { el } from './dom.js';

/** Tallest a frame grows; beyond it scrolls. */
const maxHeight = 4000;

/**
 * A sandboxed frame for HTML that the page will not take in: a document of opaque origin without network, made when it
 * scrolls into view, as tall as its content.
 */
export function frameOutput(html: string): HTMLElement {
  const place = el('div', { class: 'frame', role: 'group', 'aria-label': 'Output in a frame of its own' });
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      place.append(makeFrame(html));
    },
    { rootMargin: '600px' },
  );
  seen.observe(place);
  return place;
}

function makeFrame(html: string): HTMLIFrameElement {
  const frame = el('iframe', {
    src: '/frame',
    sandbox: 'allow-scripts',
    title: 'Output of the cell',
    referrerpolicy: 'no-referrer',
  });
  const show = () => {
    const theme = document.documentElement.dataset['theme'] ?? 'light';
    frame.contentWindow?.postMessage({ html, theme }, '*');
  };
  const hear = ({ source, data }: MessageEvent): void => {
    if (!frame.isConnected && frame.contentWindow === null) return removeEventListener('message', hear);
    if (source === null || source !== frame.contentWindow || typeof data !== 'object' || data === null)
      return;
    const { height, ready } = data as { height?: unknown; ready?: unknown };
    if (ready === true) show();
    // all that is taken from the frame is a number
    if (typeof height === 'number' && Number.isFinite(height)) {
      frame.style.height = `${Math.min(Math.max(height, 20), maxHeight)}px`;
    }
  };
  addEventListener('message', hear);
  addEventListener('lectern-theme', show);
  return frame;
}

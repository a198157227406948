/** What an element is made with: attributes by name, `on…` listeners, `class`, and `text` for its content. */
export type Props = Readonly<
  Record<string, string | number | boolean | undefined | ((event: never) => void)>
>;

/**
 * Makes an HTML element. True attributes are set empty, false and undefined ones left out.
 *
 * @example
 * el('button', { class: 'pill', onclick: save }, 'Save')
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: (Node | string | undefined | false)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (name === 'text') element.textContent = String(value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...present(children));
  return element;
}

/** The children that are there. */
export function present(children: readonly (Node | string | undefined | false)[]): (Node | string)[] {
  return children.filter((child): child is Node | string => child !== undefined && child !== false);
}

/** Finds the one element of an id that the page's own HTML holds. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`Cannot find the element "${id}" of the page`);
  return found;
}

const shapes = {
  brand: 'M3 6h14M5.2 10h9.6M7.4 14h5.2',
  run: 'M6.5 4.5v11l9-5.5z',
  stop: 'M6 6h8v8H6z',
  link: 'M8.5 11.5l3-3M9 6.5l1.6-1.6a3.2 3.2 0 0 1 4.5 4.5L13.5 11M11 13.5l-1.6 1.6a3.2 3.2 0 0 1-4.5-4.5L6.500 9',
  undo: 'M7 5L4 8l3 3M4 8h7.500a4 4 0 0 1 0 8H9',
  toHere: 'M10 3v9M6.500 8.500L10 12l3.500-3.500M4 16h12',
  edit: 'M4 16l.8-3.200L13 4.600l2.400 2.400-8.200 8.200z',
  menu: 'M3 6h14M3 10h14M3 14h14',
  sun: 'M10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7M10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M4.300 15.700l1.100-1.100M14.600 5.400l1.100-1.100',
  search: 'M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4M12.700 12.700L16.500 16.500',
  all: 'M4 5v10l6-5zM11 5v10l6-5z',
  check: 'M4.500 10.500l3.500 3.500 7.500-8',
} as const;

/** A line icon; it says nothing to a screen reader, the control that holds it does. */
export function icon(name: keyof typeof shapes): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', shapes[name]);
  svg.append(path);
  return svg;
}

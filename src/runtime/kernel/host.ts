import { currentCell, type Bundle, type Cell } from './cell.js';

/** What a library that runs inside a cell finds under `globalThis[Symbol.for('lectern.kernel')]`. */
export interface KernelHost {
  /** Shows a MIME bundle as an output of the running cell. */
  display(data: Bundle, metadata?: Bundle, transient?: { readonly display_id?: string }): void;
  /** Shows a bundle in every place where the display id was shown before. */
  update(id: string, data: Bundle, metadata?: Bundle): void;
  /** Takes away the outputs of the running cell; with `wait`, when the next one comes. */
  clear(wait?: boolean): void;
  /** Shows a bundle in the client's pager, beside the notebook, where it has one. */
  page(data: Bundle): void;
}

/** The key under which the host stands. */
export const hostKey = Symbol.for('lectern.kernel');

/**
 * Puts the host where libraries look for it.
 *
 * @param fallback The cell to show in when the calling code can be traced to none.
 */
export function installHost(fallback: () => Cell | undefined): void {
  const cell = (): Cell => {
    const found = currentCell.getStore() ?? fallback();
    if (!found) throw new Error('Cannot show: no cell has been run yet');
    return found;
  };
  const host: KernelHost = {
    display: (data, metadata, transient) => cell().display(data, metadata, transient),
    update: (id, data, metadata) => cell().display(data, metadata, { display_id: id }, true),
    clear: (wait = false) => cell().clear(wait),
    page: (data) => cell().page(data),
  };
  Object.defineProperty(globalThis, hostKey, { value: Object.freeze(host) });
}

import { createRequire } from 'node:module';
import path from 'node:path';
import { packageRoot } from '#setup/cache-folder.mjs';
import { textWidth } from './text-width.js';

/** A rectangle of the drawing, in pixels. */
export interface Bounds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** A drawing as Vega leaves it: the inside of an SVG, and the rectangle it fills. */
export interface Drawing {
  readonly svg: string;
  readonly bounds: Bounds;
}

/** A drawing that is laid out but not yet written: it can be laid out again at another width. */
export interface Layout {
  /** The rectangle it fills now. */
  bounds(): Bounds;
  /** Gives the plot, or each plot of a facet, another width. */
  resize(pixels: number): void;
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
  readonly limit?: number;
}

interface Logger {
  level(): number;
  error(...parts: unknown[]): Logger;
  warn(...parts: unknown[]): Logger;
  info(...parts: unknown[]): Logger;
  debug(...parts: unknown[]): Logger;
}

interface Scene {
  readonly bounds: Bounds;
}

interface View {
  run(): View;
  signal(name: string, value: number): View;
  finalize(): View;
  loader(): unknown;
  scenegraph(): { readonly root: Scene };
}

interface Renderer {
  initialize(
    element: null,
    width: number,
    height: number,
    origin: readonly [number, number],
    scale: number,
  ): Renderer;
  render(scene: Scene): Renderer;
  svg(): string;
}

interface Compiled {
  readonly width?: unknown;
  readonly signals?: readonly { readonly name: string; readonly value?: unknown }[];
}

// what this file needs of vega and vega-lite, so that no declaration of ours names theirs
interface Vega {
  compile(spec: object, options: { config: object; logger: Logger }): { spec: Compiled };
  parse(spec: object): object;
  View: new (runtime: object, options: object) => View;
  SVGStringRenderer: new (loader: unknown) => Renderer;
  textMetrics: { width: (item: TextItem, text: unknown) => number };
  resetSVGDefIds(): void;
  setRandom(random: () => number): void;
  randomLCG(seed: number): () => number;
}

let vega: Vega | undefined;

/** Loads the bundle on the first figure: it takes a tenth of a second that a cell without figures need not spend. */
function load(): Vega {
  if (vega) return vega;
  const file = path.join(packageRoot, 'dist', 'vendor', 'vega.cjs');
  try {
    vega = createRequire(import.meta.url)(file) as Vega;
  } catch (cause) {
    throw new Error(`Cannot draw a figure: ${file} cannot be loaded; run "npm run build" to make it`, {
      cause,
    });
  }
  vega.textMetrics.width = widthOf;
  return vega;
}

function widthOf({ fontSize = 11, fontWeight, limit = 0 }: TextItem, text: unknown): number {
  const weight = fontWeight === 'bold' ? 700 : Number(fontWeight) || 400;
  const width = textWidth(String(text ?? '').trim(), fontSize, weight);
  return limit > 0 ? Math.min(width, limit) : width;
}

/**
 * Compiles a Vega-Lite specification and draws it, at once and alike on every machine: text is measured by a table, what is
 * random is seeded, and nothing is fetched.
 *
 * Compiling is most of the work, and a layout at another width the least, so `arrange` may try several.
 *
 * @param arrange is given the first layout and may change its sizes
 * @throws {Error} If Vega or Vega-Lite refuse the specification or warn of it.
 */
export function draw(spec: object, config: object, arrange?: (layout: Layout) => void): Drawing {
  const { compile, parse, View, SVGStringRenderer, resetSVGDefIds, setRandom, randomLCG } = load();
  const troubles: string[] = [];
  const logger = collectInto(troubles);
  setRandom(randomLCG(7));
  resetSVGDefIds();
  const compiled = attempt(() => compile(spec, { config, logger }).spec);
  const view = new View(
    attempt(() => parse(compiled)),
    { renderer: 'none', logger, loader: REFUSING },
  );
  const run = (): void => {
    // without data to fetch the whole dataflow runs before `run` returns
    attempt(() => view.run());
    if (troubles.length > 0) throw new Error(`Cannot draw the figure: ${[...new Set(troubles)].join('; ')}`);
  };
  try {
    run();
    arrange?.({
      bounds: () => boundsOf(view),
      resize(pixels) {
        const name = widthSignal(compiled);
        if (name === undefined) return;
        view.signal(name, pixels);
        run();
      },
    });
    const bounds = boundsOf(view);
    const svg = new SVGStringRenderer(view.loader())
      .initialize(null, bounds.x2 - bounds.x1, bounds.y2 - bounds.y1, [0, 0], 1)
      .render(view.scenegraph().root)
      .svg();
    return { svg: svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, ''), bounds };
  } finally {
    view.finalize();
  }
}

/** What Vega-Lite calls the width that it was given: `width`, or `child_width` and the like where plots are arranged. */
function widthSignal({ width, signals = [] }: Compiled): string | undefined {
  if (typeof width === 'number') return 'width';
  return signals.find(({ name, value }) => /(?:^|_)width$/.test(name) && typeof value === 'number')?.name;
}

function boundsOf(view: View): Bounds {
  const { x1, y1, x2, y2 } = view.scenegraph().root.bounds;
  if (![x1, y1, x2, y2].every(Number.isFinite))
    throw new Error('Cannot draw the figure: it is empty, no mark was drawn');
  return { x1, y1, x2, y2 };
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw new Error(`Cannot draw the figure: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

const REFUSING = {
  load: refuse,
  sanitize: refuse,
  http: refuse,
  file: refuse,
};

function refuse(uri: unknown): Promise<never> {
  return Promise.reject(new Error(`Cannot load ${String(uri)}: a figure holds its data itself`));
}

function collectInto(troubles: string[]): Logger {
  const take = (...parts: unknown[]): Logger => {
    const words = parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
    // no rows, or none with a value, make an empty plot: that is the data's affair
    if (!words.startsWith('Infinite extent')) troubles.push(words);
    return logger;
  };
  const logger: Logger = { level: () => 2, error: take, warn: take, info: () => logger, debug: () => logger };
  return logger;
}

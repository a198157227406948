import type { Pipeline, Stage } from './stage.js';

/** The method each kind of stage must have. */
const METHODS: Readonly<Record<Stage['kind'], string>> = {
  filter: 'judge',
  edit: 'edit',
  expand: 'expand',
  tag: 'tag',
  keyed: 'finish',
  fit: 'fit',
};

/**
 * Checks that a value is a pipeline: an array of stages with unique names.
 *
 * @throws {TypeError} If it is not an array, or an item is not a stage.
 * @throws {RangeError} If two stages have the same name.
 */
export function checkPipeline(pipeline: Pipeline): void {
  if (!Array.isArray(pipeline)) {
    throw new TypeError(
      `Cannot run pipeline: it must be an array of stages, current value is ${typeof pipeline}`,
    );
  }
  const names = new Map<string, number>();
  (pipeline as readonly (Partial<Stage> | null | undefined)[]).forEach((stage, index) => {
    const place = `Cannot run pipeline: item ${index + 1}`;
    if (typeof stage === 'function') {
      throw new TypeError(`${place} is a function, not a stage; call the factory, such as ${named(stage)}()`);
    }
    const method = stage?.kind === undefined ? undefined : METHODS[stage.kind];
    if (!stage || method === undefined || typeof stage.name !== 'string' || stage.name === '') {
      throw new TypeError(
        `${place} is not a stage; a stage has a name and a kind (${Object.keys(METHODS).join(', ')})`,
      );
    }
    if (typeof (stage as unknown as Record<string, unknown>)[method] !== 'function') {
      throw new TypeError(`${place}, ${stage.kind} "${stage.name}", has no method ${method}()`);
    }
    const other = names.get(stage.name);
    if (other !== undefined) {
      throw new RangeError(
        `${place} has the same name as item ${other + 1}, "${stage.name}"; names must be unique, as reports go by them`,
      );
    }
    names.set(stage.name, index);
  });
}

function named(factory: unknown): string {
  return (factory as { name?: string }).name || 'stage';
}

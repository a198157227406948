import AjvModule, { type ErrorObject, type ValidateFunction } from 'ajv-draft-04';
import { cellSchemas, notebookSchema, outputSchemas } from './schema.js';

// the package is CommonJS: what its types call the default export is a member of the real one
const Ajv = AjvModule as unknown as typeof AjvModule.default;

let validators:
  | {
      notebook: ValidateFunction;
      cells: Map<unknown, ValidateFunction>;
      outputs: Map<unknown, ValidateFunction>;
    }
  | undefined;

/**
 * The first thing that is wrong with a value as a notebook of nbformat 4, in words that name the cell and the field;
 * undefined when all is well. Cell ids are judged only where they stand.
 *
 * @example
 * findFault({ nbformat: 4, nbformat_minor: 5, metadata: {} }) // => 'cells is missing'
 */
export function findFault(value: unknown): string | undefined {
  const { notebook, cells, outputs } = (validators ??= compile());
  const relaxed = isNewerMinor(value);
  const fault = judge(notebook, value, relaxed);
  if (fault !== undefined) return fault;
  for (const [index, cell] of (value as { cells: Record<string, unknown>[] }).cells.entries()) {
    const place = `cell ${index + 1}${typeof cell['id'] === 'string' ? ` (id "${cell['id']}")` : ''}`;
    const validate = cells.get(cell['cell_type']);
    if (!validate)
      return `${place}: cell_type must be one of ${list([...cells.keys()])}, found ${show(cell['cell_type'])}`;
    const cellFault = judge(validate, cell, relaxed);
    if (cellFault !== undefined) return `${place}: ${cellFault}`;
    if (!Array.isArray(cell['outputs'])) continue;
    for (const [outputIndex, output] of (cell['outputs'] as Record<string, unknown>[]).entries()) {
      const validateOutput = outputs.get(output['output_type']);
      const outputFault = validateOutput
        ? judge(validateOutput, output, relaxed)
        : `output_type must be one of ${list([...outputs.keys()])}, found ${show(output['output_type'])}`;
      if (outputFault !== undefined) return `${place}, output ${outputIndex + 1}: ${outputFault}`;
    }
  }
  return undefined;
}

function compile(): NonNullable<typeof validators> {
  const ajv = new Ajv({
    allErrors: false,
    strict: false,
    verbose: true,
    ownProperties: true,
    allowUnionTypes: true,
  });
  const compileAll = (schemas: Record<string, object>): Map<unknown, ValidateFunction> =>
    new Map(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
  return {
    notebook: ajv.compile(notebookSchema),
    cells: compileAll(cellSchemas),
    outputs: compileAll(outputSchemas),
  };
}

/** A later minor version may add fields: nbformat changes its major version for anything that breaks readers. */
function isNewerMinor(value: unknown): boolean {
  const minor = (value as { nbformat_minor?: unknown } | null)?.nbformat_minor;
  return typeof minor === 'number' && minor > 5;
}

function judge(validate: ValidateFunction, value: unknown, relaxed: boolean): string | undefined {
  if (validate(value)) return undefined;
  const error = validate.errors?.[0];
  if (!error) return 'it does not fit the schema';
  if (relaxed && error.keyword === 'additionalProperties') return undefined;
  return describe(error);
}

function describe({ keyword, instancePath, params, data, schema }: ErrorObject): string {
  const field = instancePath
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
  const named = (name: unknown): string => (field === '' ? String(name) : `${field}.${String(name)}`);
  const subject = field === '' ? 'it' : field;
  switch (keyword) {
    case 'required':
      return `${named(params['missingProperty'])} is missing`;
    case 'additionalProperties':
      return `${named(params['additionalProperty'])} is not a field that nbformat 4 knows here`;
    case 'enum':
      return `${subject} must be ${list(schema as unknown[])}, found ${show(data)}`;
    case 'type':
      return `${subject} must be of type ${[schema].flat().join(' or ')}, found ${show(data)}`;
    case 'uniqueItems':
      return `${subject} must not hold the same item twice, found ${show(data)}`;
    case 'minimum':
      return `${subject} must be ${String(schema)} or more, found ${show(data)}`;
    case 'pattern':
      return `${subject} must match ${String(schema)}, found ${show(data)}`;
    default:
      return `${subject} breaks the rule ${keyword} ${show(schema)}, found ${show(data)}`;
  }
}

function list(values: readonly unknown[]): string {
  return values.length === 1 ? show(values[0]) : values.map(show).join(', ');
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

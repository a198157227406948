import AjvModule, { type ErrorObject, type ValidateFunction } from 'ajv-draft-04';
import { cellSchemas, notebookSchema, outputSchemas } from './schema.js';

// the package is CommonJS: what its types call the default export is a member of the real one
const Ajv = AjvModule as unknown as typeof AjvModule.default;

let ajv: InstanceType<typeof Ajv> | undefined;
const validators = new Map<object, ValidateFunction>();
const relaxedValidators = new Map<object, ValidateFunction>();

/**
 * The first thing that is wrong with a value as a notebook of nbformat 4, in words that name the cell and the field;
 * undefined when all is well. Cell ids are judged only where they stand.
 *
 * @example
 * findFault({ nbformat: 4, nbformat_minor: 5, metadata: {} }) // => 'cells is missing'
 */
export function findFault(value: unknown): string | undefined {
  const relaxed = isNewerMinor(value);
  const fault = judge(notebookSchema, value, relaxed);
  if (fault !== undefined) return fault;
  for (const [index, cell] of (value as { cells: Record<string, unknown>[] }).cells.entries()) {
    const place = `cell ${index + 1}${typeof cell['id'] === 'string' ? ` (id "${cell['id']}")` : ''}`;
    const cellFault = judgeKind(cellSchemas, 'cell_type', cell, relaxed);
    if (cellFault !== undefined) return `${place}: ${cellFault}`;
    if (!Array.isArray(cell['outputs'])) continue;
    for (const [outputIndex, output] of (cell['outputs'] as Record<string, unknown>[]).entries()) {
      const outputFault = judgeKind(outputSchemas, 'output_type', output, relaxed);
      if (outputFault !== undefined) return `${place}, output ${outputIndex + 1}: ${outputFault}`;
    }
  }
  return undefined;
}

/** Judges by the schema of the kind that a field names. */
function judgeKind(
  schemas: Readonly<Record<string, object>>,
  field: string,
  value: Record<string, unknown>,
  relaxed: boolean,
): string | undefined {
  const kind = value[field];
  if (typeof kind !== 'string' || !Object.hasOwn(schemas, kind)) {
    return `${field} must be one of ${list(Object.keys(schemas))}, found ${show(kind)}`;
  }
  return judge(schemas[kind]!, value, relaxed);
}

/** Compiles a schema when it is first needed: few notebooks hold every kind of cell and output. */
function validator(schema: object, relaxed: boolean): ValidateFunction {
  const known = (relaxed ? relaxedValidators : validators).get(schema);
  if (known) return known;
  ajv ??= new Ajv({
    strict: false,
    verbose: true,
    ownProperties: true,
    allowUnionTypes: true,
    validateSchema: false,
  });
  const validate = ajv.compile(relaxed ? { ...schema, additionalProperties: true } : schema);
  (relaxed ? relaxedValidators : validators).set(schema, validate);
  return validate;
}

/** A later minor version may add fields: nbformat changes its major version for anything that breaks readers. */
function isNewerMinor(value: unknown): boolean {
  const minor = (value as { nbformat_minor?: unknown } | null)?.nbformat_minor;
  return typeof minor === 'number' && minor > 5;
}

function judge(schema: object, value: unknown, relaxed: boolean): string | undefined {
  const validate = validator(schema, relaxed);
  if (validate(value)) return undefined;
  const error = validate.errors?.[0];
  if (!error) return 'it does not fit the schema';
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

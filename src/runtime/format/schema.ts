/**
 * JSON Schemas (draft 04) of the parts of a notebook, one for each kind so that a message can name the field at fault.
 * Texts are strings or lists of strings, as files hold them.
 *
 * Source: `jupyter2024nbformat` in references.bib, versions 4.0 to 4.5. Differences:
 * - `kernelspec.display_name` may be missing: many programs leave it out, and nothing needs it;
 * - `id` may be missing: versions before 4.5 have none, and it is asked for apart from the schema;
 * - `metadata.lectern` is described.
 */

const text = { type: ['string', 'array'], items: { type: 'string' } };

const mimeData = {
  type: 'object',
  patternProperties: { '^application/(.*\\+)?json$': {} },
  additionalProperties: text,
};

const openObject = { type: 'object' };
const count = { type: ['integer', 'null'], minimum: 0 };

const lesson = {
  type: 'object',
  properties: {
    role: { enum: ['knob', 'predict', 'exercise', 'figure', 'facts'] },
    cites: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true },
    zh: text,
    knob: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        label: { type: 'string' },
        min: { type: 'number' },
        max: { type: 'number' },
        step: { type: 'number', minimum: 0 },
        options: { type: 'array' },
      },
    },
  },
};

function cellMetadata(properties: object): object {
  return {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1 },
      tags: { type: 'array', items: { type: 'string', pattern: '^[^,]+$' }, uniqueItems: true },
      jupyter: openObject,
      slideshow: { type: 'object', properties: { slide_type: { type: 'string' } } },
      lectern: lesson,
      ...properties,
    },
  };
}

function closed(required: readonly string[], properties: object): object {
  return { type: 'object', required, properties, additionalProperties: false };
}

const id = { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,64}$' };
const attachments = { type: 'object', additionalProperties: mimeData };

/** The notebook itself, without looking into its cells. */
export const notebookSchema = closed(['metadata', 'nbformat_minor', 'nbformat', 'cells'], {
  metadata: {
    type: 'object',
    properties: {
      kernelspec: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, display_name: { type: 'string' } },
      },
      language_info: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string' },
          codemirror_mode: { type: ['string', 'object'] },
          file_extension: { type: 'string' },
          mimetype: { type: 'string' },
          pygments_lexer: { type: 'string' },
        },
      },
      orig_nbformat: { type: 'integer', minimum: 1 },
      title: { type: 'string' },
      authors: { type: 'array' },
    },
  },
  nbformat_minor: { type: 'integer', minimum: 0 },
  nbformat: { enum: [4] },
  cells: { type: 'array', items: { type: 'object' } },
});

/** Each type of cell, without looking into its outputs. */
export const cellSchemas = {
  code: closed(['cell_type', 'metadata', 'source', 'outputs', 'execution_count'], {
    id,
    cell_type: { enum: ['code'] },
    metadata: cellMetadata({
      execution: openObject,
      collapsed: { type: 'boolean' },
      scrolled: { enum: [true, false, 'auto'] },
    }),
    source: text,
    outputs: { type: 'array', items: { type: 'object' } },
    execution_count: count,
  }),
  markdown: closed(['cell_type', 'metadata', 'source'], {
    id,
    cell_type: { enum: ['markdown'] },
    metadata: cellMetadata({}),
    attachments,
    source: text,
  }),
  raw: closed(['cell_type', 'metadata', 'source'], {
    id,
    cell_type: { enum: ['raw'] },
    metadata: cellMetadata({ format: { type: 'string' } }),
    attachments,
    source: text,
  }),
};

/** Each type of output. */
export const outputSchemas = {
  execute_result: closed(['output_type', 'data', 'metadata', 'execution_count'], {
    output_type: { enum: ['execute_result'] },
    execution_count: count,
    data: mimeData,
    metadata: openObject,
  }),
  display_data: closed(['output_type', 'data', 'metadata'], {
    output_type: { enum: ['display_data'] },
    data: mimeData,
    metadata: openObject,
  }),
  stream: closed(['output_type', 'name', 'text'], {
    output_type: { enum: ['stream'] },
    name: { type: 'string' },
    text,
  }),
  error: closed(['output_type', 'ename', 'evalue', 'traceback'], {
    output_type: { enum: ['error'] },
    ename: { type: 'string' },
    evalue: { type: 'string' },
    traceback: { type: 'array', items: { type: 'string' } },
  }),
};

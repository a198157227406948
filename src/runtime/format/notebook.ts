/** A value that JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** Representations of one thing by media type: text types hold one string, JSON types any value. */
export type MimeData = JsonObject;

/** Text that a cell wrote to a stream. */
export interface StreamOutput {
  output_type: 'stream';
  name: 'stdout' | 'stderr';
  text: string;
}

/** Something that a cell showed. */
export interface DisplayOutput {
  output_type: 'display_data';
  data: MimeData;
  metadata: JsonObject;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  output_type: 'execute_result';
  execution_count: number | null;
  data: MimeData;
  metadata: JsonObject;
}

/** The error that ended a cell. */
export interface ErrorOutput {
  output_type: 'error';
  ename: string;
  evalue: string;
  traceback: string[];
}

/** What a cell left behind, as nbformat 4 stores it, with texts as single strings. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** How a knob, a constant that a reader may set, is offered. */
export interface KnobMetadata {
  /** Name of the constant that the cell declares. */
  name?: string;
  label?: string;
  min?: number;
  max?: number;
  step?: number;
  /** The values to choose from, in place of a range. */
  options?: Json[];
}

/** What a lesson says of a cell, under `metadata.lectern`. */
export interface LessonMetadata {
  /** What the cell is in the lesson: a cell without a role is plain prose or code. */
  role?: 'knob' | 'predict' | 'exercise' | 'figure' | 'facts';
  /** Keys of `references.bib` that the cell rests on. */
  cites?: string[];
  /** The Chinese text of a Markdown cell. */
  zh?: string | string[];
  /** The parameters of a knob. */
  knob?: KnobMetadata;
  [key: string]: Json | KnobMetadata | undefined;
}

/** How a cell takes part in a slide show, as nbconvert reads it. */
export interface SlideMetadata {
  slide_type?: string;
  [key: string]: Json | undefined;
}

/** Metadata of a cell: open, so that what other programs wrote is kept. */
export interface CellMetadata {
  tags?: string[];
  lectern?: LessonMetadata;
  slideshow?: SlideMetadata;
  [key: string]: Json | LessonMetadata | SlideMetadata | undefined;
}

interface CellBase {
  id: string;
  metadata: CellMetadata;
  /** The whole text of the cell, lines ended by `\n`. */
  source: string;
}

/** A cell that runs. */
export interface CodeCell extends CellBase {
  cell_type: 'code';
  execution_count: number | null;
  outputs: Output[];
}

/** A cell of prose. */
export interface MarkdownCell extends CellBase {
  cell_type: 'markdown';
  attachments?: { [name: string]: MimeData };
}

/** A cell that is passed on as it is. */
export interface RawCell extends CellBase {
  cell_type: 'raw';
  attachments?: { [name: string]: MimeData };
}

/** One cell of a notebook. */
export type Cell = CodeCell | MarkdownCell | RawCell;

/** Metadata of a notebook: open, so that what other programs wrote is kept. */
export interface NotebookMetadata {
  kernelspec?: { name: string; display_name?: string; [key: string]: Json | undefined };
  language_info?: { name: string; [key: string]: Json | undefined };
  [key: string]: Json | { [key: string]: Json | undefined } | undefined;
}

/** A notebook of nbformat 4.5, with every text as one string. Made by `parseNotebook`, written by `formatNotebook`. */
export interface Notebook {
  cells: Cell[];
  metadata: NotebookMetadata;
  nbformat: 4;
  nbformat_minor: number;
}

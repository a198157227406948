import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatNotebook } from '../format/format-notebook.js';
import { parseNotebook } from '../format/parse-notebook.js';
import type { Answer } from './jupyter-api.js';
import type { Lessons } from './lessons.js';
import { RequestError } from './read-json.js';

/** Largest text file that is given out. */
const maxText = 10 * 2 ** 20;

/**
 * The contents part of Jupyter Server's REST API: folders, notebooks and text files are read; a notebook that is saved goes
 * to the student's copy, and the next read gives that. Nothing is made, renamed or deleted in the lecture's folder.
 *
 * Source: `jupyter2024restapi` in references.bib.
 */
export async function answerContents(
  lessons: Lessons,
  {
    method,
    path,
    body,
    content,
  }: { method: string; path: string; body: Record<string, unknown>; content: boolean },
): Promise<Answer> {
  if (path.endsWith('/checkpoints')) {
    if (method === 'GET') return { status: 200, body: [] };
    if (method === 'POST')
      return { status: 201, body: { id: 'checkpoint', last_modified: new Date(0).toISOString() } };
  }
  if (method === 'GET') return { status: 200, body: await model(lessons, path, content) };
  if (method === 'PUT') return { status: 200, body: await save(lessons, path, body) };
  throw new RequestError(
    403,
    `Cannot ${method} "${path.slice(0, 200)}": the lecture's folder is only read; save a notebook with PUT`,
  );
}

async function model(lessons: Lessons, path: string, content: boolean): Promise<unknown> {
  const { file, path: clean } = lessons.resolve(path);
  const info = await stat(file).catch(() => {
    throw new RequestError(404, `Cannot find "${clean}"`);
  });
  const base = {
    name: clean.replace(/^.*\//, ''),
    path: clean,
    created: info.birthtime.toISOString(),
    last_modified: info.mtime.toISOString(),
    size: info.size,
    writable: clean.endsWith('.ipynb'),
    mimetype: null,
    format: null,
    content: null,
  };
  if (info.isDirectory()) {
    if (!content) return { ...base, type: 'directory', writable: false };
    const names = (await readdir(file))
      .filter((name) => !name.startsWith('.') && name !== 'node_modules')
      .sort();
    const entries = await Promise.all(
      names.map((name) => model(lessons, join(clean, name), false).catch(() => undefined)),
    );
    return { ...base, type: 'directory', writable: false, format: 'json', content: entries.filter(Boolean) };
  }
  if (clean.endsWith('.ipynb')) {
    if (!content) return { ...base, type: 'notebook' };
    const notebook: unknown = JSON.parse(formatNotebook(await lessons.read(clean)));
    return { ...base, type: 'notebook', format: 'json', content: notebook };
  }
  if (!content) return { ...base, type: 'file' };
  if (info.size > maxText)
    throw new RequestError(413, `Cannot read "${clean}": it is larger than ${maxText} bytes`);
  const bytes = await readFile(file);
  const text = bytes.toString('utf8');
  const binary = Buffer.compare(Buffer.from(text), bytes) !== 0;
  return binary
    ? {
        ...base,
        type: 'file',
        mimetype: 'application/octet-stream',
        format: 'base64',
        content: bytes.toString('base64'),
      }
    : { ...base, type: 'file', mimetype: 'text/plain', format: 'text', content: text };
}

async function save(lessons: Lessons, path: string, body: Record<string, unknown>): Promise<unknown> {
  if (body['type'] !== 'notebook') {
    throw new RequestError(
      403,
      `Cannot save "${path.slice(0, 200)}": only notebooks are saved, as the student's copy`,
    );
  }
  let notebook;
  try {
    notebook = parseNotebook(JSON.stringify(body['content'] ?? null));
  } catch (error) {
    throw new RequestError(
      400,
      `Cannot save "${path.slice(0, 200)}": ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  await lessons.write(path, notebook);
  return model(lessons, path, false);
}

/** What to write in place of what a cell cannot have, by the message of the engine's error. */
const hints: readonly { readonly message: RegExp; readonly hint: string }[] = [
  {
    message: /^__dirname is not defined$/,
    hint: 'a cell is no file: write `process.cwd()` for the folder of the notebook',
  },
  { message: /^__filename is not defined$/, hint: 'a cell is no file and has no name' },
  {
    message: /^Cannot use 'import\.meta' outside a module$/,
    hint: 'a cell is no file: write `process.cwd()` for the folder of the notebook',
  },
  {
    message: /^A dynamic import callback was not specified/,
    hint: 'code made from text cannot import: write `await import(…)` in the cell itself',
  },
];

/** A sentence to end an error's message with; empty if there is nothing to say. */
export function hintFor(message: string): string {
  const found = hints.find((entry) => entry.message.test(message));
  return found ? `; ${found.hint}` : '';
}

/** What the user asked for cannot be begun: an input that is missing, an output in the way. The command line exits with 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

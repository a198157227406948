import type { IncomingMessage } from 'node:http';

/** A request that cannot be served, with the status that says so. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads the JSON body of a request; an empty body is an empty object.
 *
 * @param limit - Most bytes read, inclusive. @default 32 MiB
 * @throws {RequestError} 413 if the body is larger, 400 if it is not a JSON object, 415 if it claims to be something else.
 */
export async function readJson(
  request: IncomingMessage,
  limit = 32 * 2 ** 20,
): Promise<Record<string, unknown>> {
  const type = request.headers['content-type'];
  // a form of a foreign page can send text/plain without asking first; JSON it cannot
  if (
    type !== undefined &&
    !/^application\/(?:json|problem\+json)\b/i.test(type) &&
    type !== 'text/plain;charset=UTF-8'
  ) {
    throw new RequestError(
      415,
      `Cannot read the body: the type must be application/json, not "${type.slice(0, 80)}"`,
    );
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw new RequestError(413, `Cannot read the body: it is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  if (bytes === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new RequestError(
      400,
      `Cannot read the body: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestError(400, 'Cannot read the body: it must be a JSON object');
  }
  return value as Record<string, unknown>;
}

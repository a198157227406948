import { randomUUID } from 'node:crypto';
import type { Lessons } from './lessons.js';
import { RequestError } from './read-json.js';
import { RunningKernel, type KernelStarter } from './running-kernel.js';

/** An answer of the API: a status and a JSON value, or nothing. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface ApiSession {
  readonly id: string;
  path: string;
  name: string;
  type: string;
  kernel: RunningKernel;
}

const spec = {
  name: 'tslab',
  spec: {
    argv: [],
    env: {},
    display_name: 'TypeScript (tslab)',
    language: 'typescript',
    interrupt_mode: 'signal',
    metadata: {},
  },
  resources: {},
};

/**
 * The part of Jupyter Server's REST API that deals with kernels: kernelspecs, kernels, sessions. Lessons that are open have
 * their kernels here too, so that another client can join one.
 *
 * Source: `jupyter2024restapi` in references.bib. Not there: other kernels than ours, terminals, gateways.
 */
export class JupyterApi {
  readonly #start: KernelStarter;
  readonly #lessons: Lessons;
  readonly #cwd: string;
  readonly #kernels = new Map<string, RunningKernel>();
  readonly #sessions = new Map<string, ApiSession>();
  readonly #started = new Date();

  constructor(start: KernelStarter, lessons: Lessons, cwd: string) {
    this.#start = start;
    this.#lessons = lessons;
    this.#cwd = cwd;
  }

  /** A kernel by id: one that was started here, or a lesson's. */
  async kernel(id: string): Promise<RunningKernel> {
    const kernel =
      this.#kernels.get(id) ??
      (await this.#lessons.sessions()).find((session) => session.kernel.id === id)?.kernel;
    if (!kernel) throw new RequestError(404, `Cannot find kernel "${id.slice(0, 60)}"`);
    return kernel;
  }

  /** Answers a request below `/api`, or returns undefined if it is none of these. */
  async answer(
    method: string,
    path: readonly string[],
    body: Record<string, unknown>,
  ): Promise<Answer | undefined> {
    const [area, id, action] = path;
    const route = `${method} ${area ?? ''}`;
    if (path.length === 0) return ok({ version: '2.14.0' });
    if (route === 'GET status') {
      const kernels = (await this.#running()).length;
      const time = this.#started.toISOString();
      return ok({ connections: 0, kernels, last_activity: time, started: time });
    }
    if (route === 'GET me') {
      const identity = {
        username: 'student',
        name: 'Student',
        display_name: 'Student',
        initials: 'S',
        avatar_url: null,
        color: null,
      };
      return ok({ identity, permissions: {} });
    }
    if (route === 'GET kernelspecs') {
      if (id === undefined) return ok({ default: spec.name, kernelspecs: { [spec.name]: spec } });
      if (id !== spec.name)
        throw new RequestError(404, `Cannot find kernelspec "${id.slice(0, 60)}"; there is "${spec.name}"`);
      return ok(spec);
    }
    if (route === 'GET terminals') return ok([]);
    if (area === 'kernels') return this.#answerKernels(method, id, action, body);
    if (area === 'sessions') return this.#answerSessions(method, id, body);
    return undefined;
  }

  /** Ends the kernels that were started through the API. */
  async close(): Promise<void> {
    await Promise.all([...this.#kernels.values()].map((kernel) => kernel.shutdown()));
  }

  async #answerKernels(
    method: string,
    id: string | undefined,
    action: string | undefined,
    body: Record<string, unknown>,
  ): Promise<Answer | undefined> {
    if (id === undefined) {
      if (method === 'GET') return ok((await this.#running()).map(kernelModel));
      if (method !== 'POST') return undefined;
      const kernel = await this.#launch(body['name'], body['path']);
      return created(kernelModel(kernel), `/api/kernels/${kernel.id}`);
    }
    const kernel = await this.kernel(id);
    if (action === undefined && method === 'GET') return ok(kernelModel(kernel));
    if (action === undefined && method === 'DELETE') {
      await kernel.shutdown();
      this.#kernels.delete(id);
      for (const session of this.#sessions.values())
        if (session.kernel === kernel) this.#sessions.delete(session.id);
      return { status: 204 };
    }
    if (action === 'interrupt' && method === 'POST') {
      kernel.interrupt();
      return { status: 204 };
    }
    if (action === 'restart' && method === 'POST') {
      await kernel.restart();
      return ok(kernelModel(kernel));
    }
    return undefined;
  }

  async #answerSessions(
    method: string,
    id: string | undefined,
    body: Record<string, unknown>,
  ): Promise<Answer | undefined> {
    if (id === undefined) {
      if (method === 'GET') return ok([...this.#sessions.values()].map(sessionModel));
      if (method !== 'POST') return undefined;
      const path = text(body['path']);
      const same = [...this.#sessions.values()].find((session) => session.path === path);
      if (same) return created(sessionModel(same), `/api/sessions/${same.id}`);
      const asked = body['kernel'] as { id?: unknown; name?: unknown } | undefined;
      const kernel =
        typeof asked?.id === 'string'
          ? await this.kernel(asked.id)
          : await this.#launch(asked?.name ?? null, path);
      const type = text(body['type']) || 'notebook';
      const session = { id: randomUUID(), path, name: text(body['name']), type, kernel };
      this.#sessions.set(session.id, session);
      return created(sessionModel(session), `/api/sessions/${session.id}`);
    }
    const session = this.#sessions.get(id);
    if (!session) throw new RequestError(404, `Cannot find session "${id.slice(0, 60)}"`);
    if (method === 'GET') return ok(sessionModel(session));
    if (method === 'DELETE') {
      this.#sessions.delete(id);
      await session.kernel.shutdown();
      this.#kernels.delete(session.kernel.id);
      return { status: 204 };
    }
    if (method !== 'PATCH') return undefined;
    for (const key of ['path', 'name', 'type'] as const) session[key] = text(body[key]) || session[key];
    const asked = body['kernel'] as { id?: unknown; name?: unknown } | undefined;
    if (typeof asked?.id === 'string') session.kernel = await this.kernel(asked.id);
    else if (asked?.name !== undefined) session.kernel = await this.#launch(asked.name, session.path);
    return ok(sessionModel(session));
  }

  async #launch(name: unknown, path: unknown): Promise<RunningKernel> {
    if (name !== undefined && name !== null && name !== '' && name !== spec.name) {
      throw new RequestError(
        404,
        `Cannot start kernel "${text(name).slice(0, 60)}"; there is "${spec.name}"`,
      );
    }
    let cwd = this.#cwd;
    if (typeof path === 'string' && path.includes('/'))
      cwd = this.#lessons.resolve(path.replace(/\/[^/]*$/, '')).file;
    const kernel = new RunningKernel(this.#start, cwd);
    this.#kernels.set(kernel.id, kernel);
    try {
      await kernel.ready();
    } catch (error) {
      this.#kernels.delete(kernel.id);
      throw new RequestError(500, error instanceof Error ? error.message : String(error));
    }
    return kernel;
  }

  async #running(): Promise<RunningKernel[]> {
    const lessons = (await this.#lessons.sessions())
      .map((session) => session.kernel)
      .filter((kernel) => kernel.live);
    return [...this.#kernels.values(), ...lessons];
  }
}

function kernelModel(kernel: RunningKernel): unknown {
  return {
    id: kernel.id,
    name: spec.name,
    last_activity: kernel.lastActivity.toISOString(),
    execution_state: kernel.state,
    connections: 1,
  };
}

function sessionModel({ id, path, name, type, kernel }: ApiSession): unknown {
  return { id, path, name, type, kernel: kernelModel(kernel), notebook: { path, name } };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function created(body: unknown, location: string): Answer {
  return { status: 201, body, headers: { location } };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, extname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { connectChannels } from './channels.js';
import { answerContents } from './contents-api.js';
import { createGuard, type Guard } from './guard.js';
import { JupyterApi, type Answer } from './jupyter-api.js';
import { connectLesson } from './lesson-socket.js';
import { Lessons } from './lessons.js';
import { listen } from './listen.js';
import type { ReferenceCard } from './protocol/lesson.js';
import { readJson, RequestError } from './read-json.js';
import type { KernelStarter } from './running-kernel.js';
import { sandboxHeaders, securityHeaders } from './security-headers.js';
import { StaticFiles } from './static-files.js';
import { binaryProtocol } from './wire.js';

/** Options for {@link openServer}. */
export interface ServerOptions {
  /** The folder whose notebooks are served. */
  readonly folder: string;
  readonly startKernel: KernelStarter;
  /** What the lecture is called, at the head of the contents. @default 'Lecture' */
  readonly title?: string;
  /** The notebook the page opens first, as a path from the folder. @default the first of the contents */
  readonly first?: string;
  /** Where the student's copies are kept. @default `.lectern/work` in the folder */
  readonly workFolder?: string;
  /** The port; absent, the first free one from 8417 on. */
  readonly port?: number;
  /** The secret of the address. @default a random one */
  readonly token?: string;
  /** The works that cells cite, by key. @default none */
  readonly references?: () => Promise<Readonly<Record<string, ReferenceCard>>>;
  /** The page's built files. @default `dist/app` of this package */
  readonly appFolder?: string;
  /** Milliseconds of quiet before the student's copy is saved. @default 400 */
  readonly saveDelay?: number;
}

/** A server that is listening. */
export interface OpenServer {
  readonly port: number;
  readonly token: string;
  /** The address that opens the page, with its token. */
  readonly url: string;
  /** Ends every kernel, saves all work and stops listening. Gives, where work could not be saved, why. */
  close(): Promise<readonly string[]>;
}

/** Largest message of a page or a client. */
const maxMessage = 64 * 2 ** 20;

/**
 * Serves a folder of notebooks on the loopback interface: the page, the lessons behind it, and the kernel part of Jupyter's
 * server API. Listens at once; kernels are started when they are needed.
 *
 * @throws {PortTakenError} If the port asked for is taken.
 * @throws {Error} If the page has not been built.
 */
export async function openServer(options: ServerOptions): Promise<OpenServer> {
  const {
    folder,
    startKernel,
    title = 'Lecture',
    workFolder = join(folder, '.lectern', 'work'),
    token = randomBytes(24).toString('base64url'),
    appFolder = builtApp(),
  } = options;
  if (!existsSync(join(appFolder, 'index.html'))) {
    throw new Error(
      `Cannot open the lecture: the page is not built, ${appFolder} has no index.html; run "npm run build"`,
    );
  }
  const { saveDelay } = options;
  const lessons = new Lessons({
    folder,
    workFolder,
    title,
    startKernel,
    ...(saveDelay === undefined ? {} : { saveDelay }),
  });
  const api = new JupyterApi(startKernel, lessons, folder);
  const files = new StaticFiles(appFolder);
  let port = 0;
  const guard = createGuard({ token, port: () => port });
  const site: Site = { guard, lessons, api, files, options };

  const server = createServer((request, response) => {
    answer(site, request, response).catch((error: unknown) => fail(request, response, error));
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessage,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(binaryProtocol) ? binaryProtocol : false),
  });
  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy());
    upgrade(site, sockets, request, socket, head).catch((error: unknown) => {
      const status = error instanceof RequestError ? error.status : 500;
      socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    });
  });
  port = await listen(server, options.port === undefined ? {} : { port: options.port });

  // the first page is asked for in a moment: what it needs is read meanwhile
  const warming = setTimeout(() => void warm(site).catch(() => undefined), 20);
  let closing: Promise<readonly string[]> | undefined;
  const close = async (): Promise<readonly string[]> => {
    clearTimeout(warming);
    for (const socket of sockets.clients) socket.close(1001, 'the server is closing');
    const [unsaved] = await Promise.all([lessons.close(), api.close()]);
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return unsaved;
  };
  return {
    port,
    token,
    url: `http://127.0.0.1:${port}/?token=${token}`,
    close: () => (closing ??= close()),
  };
}

interface Site {
  readonly guard: Guard;
  readonly lessons: Lessons;
  readonly api: JupyterApi;
  readonly files: StaticFiles;
  readonly options: ServerOptions;
}

/** Reads the contents, the references and the notebook that is opened first; what fails is told when it is asked for. */
async function warm({ lessons, options }: Site): Promise<void> {
  const { entries } = await lessons.contents();
  const first = options.first ?? entries[0]?.path;
  if (first !== undefined) await lessons.open(first);
  await options.references?.();
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { guard, files, lessons } = site;
  for (const [name, value] of Object.entries(securityHeaders())) response.setHeader(name, value);
  const admission = guard.admit(request);
  if (admission.kind === 'refuse') throw new RequestError(admission.status, admission.reason);
  if (admission.kind === 'enter') {
    response.writeHead(303, {
      'set-cookie': admission.cookie,
      location: admission.location,
      'cache-control': 'no-store',
    });
    response.end();
    return;
  }
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = decode(url.pathname);
  if (path.startsWith('/api/') || path === '/api') {
    const body = method === 'GET' || method === 'HEAD' ? {} : await readJson(request);
    const found = await answerApi(site, { method, path: path.slice(5), url, body });
    if (!found)
      throw new RequestError(404, `Cannot ${method} ${path.slice(0, 200)}: there is nothing of this name`);
    sendJson(response, found);
    return;
  }
  if (method !== 'GET' && method !== 'HEAD') throw new RequestError(405, `Cannot ${method} a page; use GET`);
  if (path === '/frame') {
    for (const [name, value] of Object.entries(sandboxHeaders())) response.setHeader(name, value);
    response.removeHeader('x-frame-options');
    await files.serve('frame.html', request, response);
    return;
  }
  if (path.startsWith('/app/') && (await files.serve(path.slice(5), request, response))) return;
  if (path.startsWith('/files/')) return sendPicture(lessons, path.slice(7), response);
  if (path === '/' || path.startsWith('/read/')) return sendPage(site, request, response);
  throw new RequestError(404, `Cannot find ${path.slice(0, 200)}`);
}

async function answerApi(
  { api, lessons, options }: Site,
  { method, path, url, body }: { method: string; path: string; url: URL; body: Record<string, unknown> },
): Promise<Answer | undefined> {
  if (method === 'GET' && path === 'lecture')
    return { status: 200, body: { ...(await lessons.contents()), first: options.first } };
  if (method === 'GET' && path === 'references')
    return { status: 200, body: (await options.references?.()) ?? {} };
  if (path === 'contents' || path.startsWith('contents/')) {
    const content = url.searchParams.get('content') !== '0';
    return answerContents(lessons, { method, path: path.slice(9), body, content });
  }
  return api.answer(
    method,
    path.split('/').filter((part) => part !== ''),
    body,
  );
}

/** The page, with a nonce of its own for the styles that the editor makes. */
async function sendPage({ files }: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const nonce = randomBytes(18).toString('base64');
  for (const [name, value] of Object.entries(securityHeaders(nonce, `http://${request.headers.host}`))) {
    response.setHeader(name, value);
  }
  const html = (await files.text('index.html')).replaceAll('%NONCE%', nonce);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : html);
}

const pictures: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
};

/** A picture that a notebook's prose names. Nothing else of the folder is given out this way. */
async function sendPicture(lessons: Lessons, path: string, response: ServerResponse): Promise<void> {
  const { file } = lessons.resolve(path);
  const type = pictures[extname(file).toLowerCase()];
  if (!type) throw new RequestError(404, `Cannot send "${path.slice(0, 200)}": only pictures are served`);
  const bytes = await readFile(file).catch(() => {
    throw new RequestError(404, `Cannot find "${path.slice(0, 200)}"`);
  });
  // a picture that is opened by itself is a document: it may do nothing
  response.writeHead(200, { 'content-type': type, 'content-security-policy': "default-src 'none'; sandbox" });
  response.end(bytes);
}

async function upgrade(
  { guard, lessons, api }: Site,
  sockets: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const admission = guard.admit(request);
  if (admission.kind !== 'pass')
    throw new RequestError(admission.kind === 'refuse' ? admission.status : 401, 'refused');
  // every browser names the origin of a socket; what comes by cookie without one is none
  if (admission.by === 'cookie' && request.headers.origin === undefined)
    throw new RequestError(403, 'no origin');
  const url = new URL(request.url ?? '/', 'http://localhost');
  const channels = /^\/api\/kernels\/([\w-]+)\/channels$/.exec(url.pathname)?.[1];
  if (channels !== undefined) {
    const kernel = await api.kernel(channels);
    sockets.handleUpgrade(request, socket, head, (client) => connectChannels(client, kernel));
  } else if (url.pathname === '/api/lesson') {
    const path = url.searchParams.get('path') ?? '';
    const session = await lessons
      .open(path)
      .catch((error: unknown) => (error instanceof Error ? error : undefined));
    sockets.handleUpgrade(request, socket, head, (client) => {
      if (session && !(session instanceof Error)) return connectLesson(client, session);
      // the page can read why a socket was closed, but not why it was refused
      client.send(
        JSON.stringify({
          kind: 'notice',
          level: 'warning',
          text: session?.message ?? 'Cannot open the notebook',
        }),
      );
      client.close(4004, 'the notebook cannot be opened');
    });
  } else {
    throw new RequestError(404, 'no such socket');
  }
}

function sendJson(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { ...headers, 'cache-control': 'no-store', 'content-type': 'application/json' });
  response.end(status === 204 ? undefined : JSON.stringify(body));
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = error instanceof RequestError ? error.status : 500;
  const message = error instanceof Error ? error.message : String(error);
  if (!request.complete) response.setHeader('connection', 'close');
  const html = !request.url?.startsWith('/api') && (request.headers.accept ?? '').includes('text/html');
  response.writeHead(status, {
    'content-type': html ? 'text/html; charset=utf-8' : 'application/json',
    'cache-control': 'no-store',
  });
  const escaped = message.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  response.end(
    html
      ? `<!doctype html><html lang="en"><title>Lectern</title><h1>Lectern</h1><p>${escaped}.</p>`
      : JSON.stringify({ message, reason: null }),
  );
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new RequestError(
      400,
      `Cannot read the address: "${path.slice(0, 200)}" is not percent-encoded UTF-8`,
    );
  }
}

/** `dist/app` of the package this module belongs to, whether it runs from the source or built. */
function builtApp(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, 'dist', 'app');
}

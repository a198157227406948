import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { formatNotebook } from '../../../src/runtime/format/format-notebook.js';
import { openServer, type OpenServer } from '../../../src/runtime/serve/open-server.js';
import { lacking } from '../../support/require.js';
import { FakeKernel } from './support/fake-kernel.js';
import { code, notebook, prose } from './support/lesson.js';

const base = mkdtempSync(join(tmpdir(), 'lectern-serve-'));
const folder = join(base, 'lecture');
const appFolder = join(base, 'app');
const original = formatNotebook(notebook(prose('t', '# Title'), code('a', 'print one', 'stored\n')));
const smallDisk = mountSmallDisk();
let server: OpenServer;

beforeAll(async () => {
  mkdirSync(folder);
  mkdirSync(appFolder);
  writeFileSync(join(folder, '1-a.ipynb'), original);
  writeFileSync(join(folder, 'broken.ipynb'), '{"cells": 7}');
  writeFileSync(join(folder, 'old.ipynb'), '{"nbformat": 3, "worksheets": []}');
  writeFileSync(join(folder, 'dot.png'), Buffer.from([0x89, 0x50]));
  writeFileSync(join(folder, 'notes.txt'), 'text');
  writeFileSync(join(base, 'outside.txt'), 'secret');
  writeFileSync(join(appFolder, 'index.html'), '<!doctype html><script nonce="%NONCE%"></script>');
  writeFileSync(join(appFolder, 'frame.html'), '<!doctype html>frame');
  writeFileSync(join(appFolder, 'main-ABCDEFGH.js'), 'let x');
  server = await openServer({
    folder,
    appFolder,
    token: 'secret',
    port: 0,
    startKernel: async () => new FakeKernel(),
    references: async () => ({ a2020: { label: 'A 2020', authors: 'A', year: '2020', title: 'T' } }),
    saveDelay: 5,
  });
});
afterAll(async () => {
  await server.close();
  if (smallDisk !== undefined) spawnSync('umount', [smallDisk]);
});

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request as written, so that paths and headers arrive untouched; with the cookie unless told otherwise. */
function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  return new Promise<Answered>((resolve, reject) => {
    const cookie = `lectern-${server.port}=secret`;
    const sent = httpRequest(
      { host: '127.0.0.1', port: server.port, path, method, headers: { cookie, ...headers } },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('the page', () => {
  test('is refused without the token, and told how to get it', async () => {
    const { status, text } = await ask('/', { headers: { cookie: '', accept: 'text/html' } });
    expect(status).toBe(401);
    expect(text).toContain('use the address that &#34;lectern open&#34; printed');
  });

  test('sets a cookie that no script can read and takes the token out of the address', async () => {
    const { status, headers } = await ask('/?token=secret', { headers: { cookie: '' } });
    expect(status).toBe(303);
    expect(headers.location).toBe('/');
    expect(headers['set-cookie']?.[0]).toBe(
      `lectern-${server.port}=secret; Path=/; HttpOnly; SameSite=Strict`,
    );
  });

  test('is refused under another host and from another origin', async () => {
    expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(403);
    expect(
      (await ask('/api/kernels', { method: 'POST', headers: { origin: 'http://evil.example' } })).status,
    ).toBe(403);
  });

  test('comes with a policy that lets nothing inline or foreign run, and a nonce of its own each time', async () => {
    const [first, second] = [await ask('/'), await ask('/read/1-a.ipynb')];
    const policy = String(first.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toMatch(/script-src[^;]*(?:unsafe|nonce|\*|http)/);
    expect(policy).toContain(`frame-src http://127.0.0.1:${server.port}/frame;`);
    expect(policy).toContain("frame-ancestors 'none'");
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(first.text).toContain(`nonce="${nonce}"`);
    expect(second.headers['content-security-policy']).not.toContain(nonce);
    expect(first.headers).not.toHaveProperty('access-control-allow-origin');
    expect(first.headers['x-content-type-options']).toBe('nosniff');
  });

  test('frames a sandbox without origin and network', async () => {
    const { headers, text } = await ask('/frame');
    expect(text).toContain('frame');
    expect(headers['content-security-policy']).toMatch(/^sandbox allow-scripts; default-src 'none';/);
    expect(headers['content-security-policy']).not.toContain('allow-same-origin');
  });

  test('brings its files packed and for ever, and no others', async () => {
    const file = await ask('/app/main-ABCDEFGH.js', { headers: { 'accept-encoding': 'gzip' } });
    expect(file.headers['content-encoding']).toBe('gzip');
    expect(file.headers['cache-control']).toContain('immutable');
    const again = await ask('/app/main-ABCDEFGH.js', {
      headers: { 'if-none-match': String(file.headers.etag) },
    });
    expect(again.status).toBe(304);
    for (const path of [
      '/app/../lecture/notes.txt',
      '/app/..%2flecture%2fnotes.txt',
      '/app/',
      '/app/none.js',
    ]) {
      expect((await ask(path)).status, path).toBe(404);
    }
  });
});

describe('paths', () => {
  test.each([
    '/files/../outside.txt',
    '/files/..%2foutside.txt',
    '/files/%2e%2e/outside.txt',
    '/files/notes.txt',
    '/files/.lectern/work/1-a.ipynb',
    '/api/contents/../outside.txt',
    '/api/contents/..%2foutside.txt',
    '/api/contents/%2fetc/passwd',
    '/api/contents/.lectern',
    '/etc/passwd',
  ])('%s leads nowhere', async (path) => {
    const { status, text } = await ask(path);
    expect(status).toBe(404);
    expect(text).not.toContain('secret');
  });

  test('a path that is not percent-encoded text is refused', async () => {
    expect((await ask('/read/%ff')).status).toBe(400);
  });

  test('a picture of the folder is served so that it can do nothing', async () => {
    const { status, headers } = await ask('/files/dot.png');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('image/png');
    expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox");
  });
});

describe('the API', () => {
  test('lists the lecture with what cannot be read', async () => {
    const { entries } = JSON.parse((await ask('/api/lecture')).text) as {
      entries: { path: string; title: string; problem?: string }[];
    };
    expect(entries.map(({ path }) => path)).toEqual(['1-a.ipynb', 'broken.ipynb', 'old.ipynb']);
    expect(entries[0]?.title).toBe('Title');
  });

  test('passes references through', async () => {
    expect(JSON.parse((await ask('/api/references')).text)).toEqual({
      a2020: { label: 'A 2020', authors: 'A', year: '2020', title: 'T' },
    });
  });

  test('reads contents, and refuses to make, rename or delete', async () => {
    const model = JSON.parse((await ask('/api/contents/1-a.ipynb')).text) as {
      type: string;
      content: { cells: { source: string[] }[] };
    };
    expect(model.type).toBe('notebook');
    expect(model.content.cells[1]?.source).toEqual(['print one']);
    const list = JSON.parse((await ask('/api/contents')).text) as { content: { name: string }[] };
    expect(list.content.map(({ name }) => name)).toEqual([
      '1-a.ipynb',
      'broken.ipynb',
      'dot.png',
      'notes.txt',
      'old.ipynb',
    ]);
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      expect((await ask('/api/contents/1-a.ipynb', { method })).status, method).toBe(403);
    }
  });

  test('saves a notebook as the student’s copy and never touches the original', async () => {
    const content = JSON.parse(original) as { cells: { id: string; source: string[] }[] };
    content.cells[1]!.source = ['print mine'];
    const body = JSON.stringify({ type: 'notebook', format: 'json', content });
    expect((await ask('/api/contents/1-a.ipynb', { method: 'PUT', body })).status).toBe(200);
    expect(readFileSync(join(folder, '1-a.ipynb'), 'utf8')).toBe(original);
    expect(readFileSync(join(folder, '.lectern', 'work', '1-a.ipynb'), 'utf8')).toContain('print mine');
    expect((await ask('/api/contents/1-a.ipynb')).text).toContain('print mine');
  });

  test.each([
    ['what is no notebook', { type: 'notebook', content: { cells: 7 } }, 400],
    ['nothing', { type: 'notebook' }, 400],
    ['a file', { type: 'file', format: 'text', content: 'x' }, 403],
  ])('refuses to save %s', async (_, body, status) => {
    const answered = await ask('/api/contents/1-a.ipynb', { method: 'PUT', body: JSON.stringify(body) });
    expect(answered.status).toBe(status);
    expect(JSON.parse(answered.text)).toHaveProperty(
      'message',
      expect.stringMatching(/^Cannot save "1-a.ipynb": /),
    );
  });

  test('refuses a body that is too large, no JSON, or of a type that a foreign form can send', async () => {
    expect((await ask('/api/kernels', { method: 'POST', body: '{' })).status).toBe(400);
    expect((await ask('/api/kernels', { method: 'POST', body: '[]' })).status).toBe(400);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await ask('/api/kernels', { method: 'POST', body: 'a=b', headers: form })).status).toBe(415);
    expect(
      (
        await ask('/api/kernels', { method: 'POST', body: ' '.repeat(33 * 2 ** 20) }).catch(() => ({
          status: 413,
        }))
      ).status,
    ).toBe(413);
  });

  test('refuses a kernel it does not know, by name', async () => {
    const { status, text } = await ask('/api/kernels', { method: 'POST', body: '{"name": "python3"}' });
    expect(status).toBe(404);
    expect(JSON.parse(text)).toHaveProperty('message', 'Cannot start kernel "python3"; there is "tslab"');
  });

  test('lists, interrupts, restarts and ends kernels', async () => {
    const made = await ask('/api/kernels', { method: 'POST', body: '{"name": "tslab"}' });
    expect(made.status).toBe(201);
    const { id } = JSON.parse(made.text) as { id: string };
    expect(made.headers.location).toBe(`/api/kernels/${id}`);
    expect((await ask(`/api/kernels/${id}/interrupt`, { method: 'POST' })).status).toBe(204);
    expect(JSON.parse((await ask(`/api/kernels/${id}/restart`, { method: 'POST' })).text)).toHaveProperty(
      'id',
      id,
    );
    expect((await ask(`/api/kernels/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(`/api/kernels/${id}`)).status).toBe(404);
  });
});

/** A file system of 64 kB, where this program may mount one. */
function mountSmallDisk(): string | undefined {
  const place = mkdtempSync(join(tmpdir(), 'lectern-full-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', place]);
  return status === 0 ? place : undefined;
}

/** Serves a folder, edits a cell, and gives what the page is told when that cannot be saved. */
async function editAndHear(
  own: string,
): Promise<{ message: string; close: () => Promise<readonly string[]> }> {
  const blocked = await openServer({
    folder: own,
    appFolder,
    token: 't',
    port: 0,
    startKernel: async () => new FakeKernel(),
    saveDelay: 5,
  });
  const socket = new WebSocket(`ws://127.0.0.1:${blocked.port}/api/lesson?path=a.ipynb&token=t`);
  const told = new Promise<string>((resolve) => {
    socket.on('message', (data) => {
      const event = JSON.parse(String(data)) as { kind: string; save?: { message?: string } };
      if (event.kind === 'save' && event.save?.message) resolve(event.save.message);
    });
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ kind: 'edit', cell: 'a', source: 'mine', from: 'w' }));
  const message = await told;
  const again = await new Promise<string>((resolve) => {
    const second = new WebSocket(`ws://127.0.0.1:${blocked.port}/api/lesson?path=a.ipynb&token=t`);
    second.once('message', (data) => resolve(String(data)));
  });
  expect(again).toContain('"source":"mine"');
  return { message, close: () => blocked.close() };
}

/** Opens a socket and gives its first message, or the status with which it was refused. */
function firstMessage(path: string, headers: Record<string, string>) {
  return new Promise<{ status?: number; event?: { kind: string; text?: string } }>((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on('unexpected-response', (_, response) => resolve({ status: response.statusCode ?? 0 }));
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      resolve({ event: JSON.parse(String(data)) as { kind: string } });
      socket.close();
    });
  });
}

describe('sockets', () => {
  const own = () => ({ cookie: `lectern-${server.port}=secret`, origin: `http://127.0.0.1:${server.port}` });

  test('open with cookie and origin, and begin with the lesson', async () => {
    expect(await firstMessage('/api/lesson?path=1-a.ipynb', own())).toMatchObject({
      event: { kind: 'snapshot' },
    });
  });

  test('are refused without token, without origin, and from a foreign origin', async () => {
    expect(await firstMessage('/api/lesson?path=1-a.ipynb', { origin: own().origin })).toEqual({
      status: 401,
    });
    expect(await firstMessage('/api/lesson?path=1-a.ipynb', { cookie: own().cookie })).toEqual({
      status: 403,
    });
    expect(
      await firstMessage('/api/lesson?path=1-a.ipynb', { ...own(), origin: 'http://evil.example' }),
    ).toEqual({ status: 403 });
    expect(await firstMessage('/api/nothing', own())).toEqual({ status: 404 });
  });

  test.each([
    ['broken.ipynb', /^Cannot open broken.ipynb: /],
    ['old.ipynb', /nbformat 3/],
    ['none.ipynb', /^Cannot open none.ipynb: there is no such notebook$/],
    ['../outside.txt', /it leads out of the folder$/],
  ])('tell why %s cannot be opened', async (path, reason) => {
    const { event } = await firstMessage(`/api/lesson?path=${encodeURIComponent(path)}`, own());
    expect(event?.text).toMatch(reason);
  });
});

describe('openServer()', () => {
  test('says who is to blame and what to do when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const open = openServer({ folder, appFolder, port, startKernel: async () => new FakeKernel() });
    await expect(open).rejects.toThrow(
      `Cannot listen on port ${port}: it is taken by another program; close that program, or choose another with --port ${port + 1}`,
    );
    await new Promise((resolve) => other.close(resolve));
  });

  test('says that the page is not built', async () => {
    await expect(
      openServer({ folder, appFolder: base, startKernel: async () => new FakeKernel() }),
    ).rejects.toThrow(/^Cannot open the lecture: the page is not built, .* run "npm run build"$/);
  });

  test('saves and ends kernels when it closes', async () => {
    const own = mkdtempSync(join(tmpdir(), 'lectern-close-'));
    writeFileSync(join(own, 'a.ipynb'), original);
    const kernels: FakeKernel[] = [];
    const start = async () => {
      const kernel = new FakeKernel();
      kernels.push(kernel);
      return kernel;
    };
    const closing = await openServer({
      folder: own,
      appFolder,
      token: 't',
      port: 0,
      startKernel: start,
      saveDelay: 60_000,
    });
    const socket = new WebSocket(`ws://127.0.0.1:${closing.port}/api/lesson?path=a.ipynb&token=t`);
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send(JSON.stringify({ kind: 'edit', cell: 'a', source: 'wait', from: 'w' }));
    socket.send(JSON.stringify({ kind: 'run', cells: ['a'] }));
    await expect.poll(() => kernels[0]?.ran).toEqual(['wait']);
    await closing.close();
    expect(kernels[0]?.alive).toBe(false);
    expect(readFileSync(join(own, '.lectern', 'work', 'a.ipynb'), 'utf8')).toContain('"wait"');
  });

  test('tells the page why its work cannot be saved, and keeps it', async () => {
    const own = mkdtempSync(join(tmpdir(), 'lectern-blocked-'));
    writeFileSync(join(own, 'a.ipynb'), original);
    // no folder can be made where a file is: this holds for root too, unlike permissions
    writeFileSync(join(own, '.lectern'), '');
    const { message, close } = await editAndHear(own);
    expect(message).toMatch(
      /^Cannot save .*a\.ipynb: its folder cannot be made \(E(?:XIST|NOTDIR)\); .*What you typed is kept here/,
    );
    expect(await close()).toEqual([message]);
  });

  test.skipIf(lacking('a small tmpfs', smallDisk !== undefined))(
    'tells the page that the disk is full, and keeps its work',
    async () => {
      writeFileSync(join(smallDisk!, 'a.ipynb'), original);
      writeFileSync(join(smallDisk!, 'ballast'), Buffer.alloc(1), { flag: 'w' });
      try {
        writeFileSync(join(smallDisk!, 'ballast'), Buffer.alloc(2 ** 20));
      } catch {
        // the disk is full now: that is what is wanted
      }
      const { message, close } = await editAndHear(smallDisk!);
      expect(message).toMatch(/^Cannot save .*disk is full.*What you typed is kept here/s);
      await close();
    },
  );
});

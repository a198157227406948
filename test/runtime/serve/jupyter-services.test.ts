import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ContentsManager,
  KernelManager,
  KernelSpecManager,
  ServerConnection,
  SessionManager,
  type KernelMessage,
} from '@jupyterlab/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { formatNotebook } from '../../../src/runtime/format/format-notebook.js';
import { KernelClient } from '../../../src/runtime/kernel/client.js';
import { openServer, type OpenServer } from '../../../src/runtime/serve/open-server.js';
import { code, notebook } from './support/lesson.js';

// the client that JupyterLab itself is built on, against our server and a real kernel
let server: OpenServer;
let settings: ServerConnection.ISettings;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-jupyter-'));
  writeFileSync(join(folder, 'a.ipynb'), formatNotebook(notebook(code('a', '1 + 1'))));
  const appFolder = mkdtempSync(join(tmpdir(), 'lectern-app-'));
  writeFileSync(join(appFolder, 'index.html'), '');
  server = await openServer({
    folder,
    appFolder,
    token: 'secret',
    port: 0,
    startKernel: (cwd) => KernelClient.start({ cwd }),
  });
  const address = `127.0.0.1:${server.port}`;
  settings = ServerConnection.makeSettings({
    baseUrl: `http://${address}`,
    wsUrl: `ws://${address}`,
    token: 'secret',
    appendToken: true,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    fetch,
    Request,
    Headers,
  });
});
afterAll(() => server.close());

describe('@jupyterlab/services', () => {
  test('finds the kernelspec', async () => {
    const specs = new KernelSpecManager({ serverSettings: settings });
    await specs.ready;
    expect(specs.specs?.default).toBe('tslab');
    expect(specs.specs?.kernelspecs['tslab']?.language).toBe('typescript');
    specs.dispose();
  });

  test('starts a kernel, runs code with live output, completes, restarts and ends it', async () => {
    const kernels = new KernelManager({ serverSettings: settings });
    const kernel = await kernels.startNew({ name: 'tslab' });
    expect((await kernel.info).language_info.name).toBe('typescript');
    const future = kernel.requestExecute({ code: 'console.log("hello")\n6 * 7' });
    const seen: KernelMessage.IIOPubMessage[] = [];
    future.onIOPub = (message) => void seen.push(message);
    expect((await future.done).content.status).toBe('ok');
    expect(seen.find((message) => message.header.msg_type === 'stream')?.content).toMatchObject({
      text: 'hello\n',
    });
    expect(seen.find((message) => message.header.msg_type === 'execute_result')?.content).toMatchObject({
      data: { 'text/plain': '42' },
    });
    const sessions = new Set(seen.map((message) => message.header.session));
    expect(sessions.size).toBe(1);
    expect(sessions.has(kernel.clientId)).toBe(false);
    const { content } = await kernel.requestComplete({ code: 'Math.fl', cursor_pos: 7 });
    expect('matches' in content && content.matches).toContain('floor');
    await kernel.restart();
    expect((await kernel.requestExecute({ code: '1' }).done).content.execution_count).toBe(1);
    await kernel.shutdown();
    await kernels.refreshRunning();
    expect([...kernels.running()]).toEqual([]);
    kernels.dispose();
  });

  test('joins a kernel with a second client, and each hears what the other runs', async () => {
    const kernels = new KernelManager({ serverSettings: settings });
    const first = await kernels.startNew({ name: 'tslab' });
    const second = kernels.connectTo({ model: first.model });
    await second.info;
    const heard = new Promise<KernelMessage.IIOPubMessage>((resolve) => {
      second.anyMessage.connect((_, { msg, direction }) => {
        if (direction === 'recv' && msg.header.msg_type === 'stream')
          resolve(msg as KernelMessage.IIOPubMessage);
      });
    });
    await first.requestExecute({ code: 'console.log("shared")' }).done;
    expect((await heard).content).toMatchObject({ text: 'shared\n' });
    await first.shutdown();
    kernels.dispose();
  });

  test('opens a session on a notebook and reads and saves its contents', async () => {
    const kernels = new KernelManager({ serverSettings: settings });
    const sessions = new SessionManager({ kernelManager: kernels, serverSettings: settings });
    const session = await sessions.startNew({
      path: 'a.ipynb',
      name: 'a.ipynb',
      type: 'notebook',
      kernel: { name: 'tslab' },
    });
    expect(session.kernel?.name).toBe('tslab');
    const contents = new ContentsManager({ serverSettings: settings });
    const model = await contents.get('a.ipynb');
    const content = model.content as { cells: { source: string }[] };
    content.cells[0]!.source = '2 + 2';
    await contents.save('a.ipynb', { type: 'notebook', format: 'json', content });
    expect(JSON.stringify((await contents.get('a.ipynb')).content)).toContain('2 + 2');
    await session.shutdown();
    contents.dispose();
    sessions.dispose();
    kernels.dispose();
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KernelClient } from '../../../src/runtime/kernel/client.js';
import { emptyFolder, failure, request, result, startForTest, startKernel, stream } from './_kernels.js';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.kill());

describe('output', () => {
  test('100,000 lines of one cell arrive, in order', async () => {
    const cell = await kernel.execute('for (let i = 0; i < 100_000; i++) console.log(i)', {
      maxOutputBytes: 10_000_000,
    });
    expect(stream(cell, 'stdout')).toBe(Array.from({ length: 100_000 }, (_, line) => `${line}\n`).join(''));
  });

  test('stdout and stderr keep their order among each other', async () => {
    const { outputs } = await kernel.execute(
      'for (let i = 0; i < 100; i++) { console.log(i); console.error(String(-i)) }',
    );
    const expected = Array.from({ length: 100 }, (_, i) => [`${i}\n`, `${-i}\n`]).flat();
    expect(outputs.map((output) => 'text' in output && output.text)).toEqual(expected);
  });

  test('a character written in two halves is put together', async () => {
    const cell = await kernel.execute(
      'process.stdout.write(Buffer.from([0xc3])); process.stdout.write(Buffer.from([0xa9, 0x0a])); undefined',
    );
    expect(stream(cell, 'stdout')).toBe('é\n');
  });

  test('what is written in another encoding arrives as text', async () => {
    const cell = await kernel.execute("process.stdout.write('c3a9', 'hex'); undefined");
    expect(stream(cell, 'stdout')).toBe('é');
  });

  test('the callback of a write is called', async () => {
    const cell = await kernel.execute(
      "await new Promise<void>((done) => process.stdout.write('x', () => done())); 'done'",
    );
    expect(result(cell)).toBe("'done'");
  });

  test('late output goes to the cell that started it, by timer, promise or emitter', async () => {
    const first = await kernel.execute(`
      setTimeout(() => console.log('timer'), 150);
      void (async () => { await new Promise((r) => setTimeout(r, 160)); console.log('promise') })();
      import { EventEmitter } from 'node:events';
      const emitter = new EventEmitter();
      setTimeout(() => emitter.emit('x'), 170);
      emitter.on('x', () => console.log('emitter'));`);
    const second = await kernel.execute(
      "await new Promise((r) => setTimeout(r, 400)); console.log('second')",
    );
    expect(stream(first, 'stdout')).toBe('timer\npromise\nemitter\n');
    expect(stream(second, 'stdout')).toBe('second\n');
  });

  test('output before process.exit is not lost', async () => {
    const own = await startForTest();
    const cell = await own.execute("for (let i = 0; i < 5000; i++) console.log('line'); process.exit(3)");
    expect([cell.status, cell.kernelLost]).toEqual(['dead', true]);
    expect(stream(cell, 'stdout')).toBe('line\n'.repeat(5000));
    expect(await own.exited).toMatchObject({ code: 3 });
  });
});

describe('results', () => {
  test.each([
    ['1 + 1', '2'],
    ["'text'", "'text'"],
    ['null', 'null'],
    ['undefined', undefined],
    ['const a = 1', undefined],
    ['Promise.resolve(42)', '42'],
    ['Promise.resolve(undefined)', undefined],
    ['await Promise.resolve({ a: [1] })', '{ a: [ 1 ] }'],
    ['await (async () => 7)()', '7'],
    ['(async () => 8)()', '8'],
    ['[3, 1, 2].toSorted().with(0, 9).findLast((x) => x > 1)', '3'],
    ['new Float64Array([2, 1]).toSorted()', 'Float64Array(2) [ 1, 2 ]'],
    ["'\\uD800'.isWellFormed()", 'false'],
    ['import("node:os").then((os) => typeof os.default.cpus)', "'function'"],
    ['await import("node:path").then(({ sep }) => sep.length)', '1'],
  ])('%s gives %s', async (code, expected) => {
    const cell = await kernel.execute(code);
    expect([failure(cell), result(cell)]).toEqual([undefined, expected]);
  });

  test('a value with a MIME bundle is shown by it, with its metadata; bytes become base64', async () => {
    const { outputs } = await kernel.execute(`
      const data = { 'text/html': '<b>x</b>', 'text/plain': 'x', 'image/png': new Uint8Array([1, 2, 3]) };
      ({ data, metadata: { 'text/html': { isolated: true } }, [Symbol.for('Jupyter.display')]: () => data })`);
    expect(outputs).toMatchObject([
      {
        output_type: 'execute_result',
        data: { 'text/html': '<b>x</b>', 'text/plain': 'x', 'image/png': 'AQID' },
        metadata: { 'text/html': { isolated: true } },
      },
    ]);
  });

  test('a bundle may be promised, and gets a text if it has none', async () => {
    const { outputs } = await kernel.execute(
      "({ n: 1, async [Symbol.for('Jupyter.display')]() { return { 'text/html': 'x' } } })",
    );
    expect(outputs).toMatchObject([
      { data: { 'text/html': 'x', 'text/plain': expect.stringContaining('n: 1') } },
    ]);
  });

  test('a display that fails, or has no JSON, fails the cell', async () => {
    const failing = "({ [Symbol.for('Jupyter.display')]() { throw new RangeError('no picture') } })";
    expect(failure(await kernel.execute(failing))).toBe('RangeError: no picture');
    const endless = "({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': { n: 1n } }) })";
    expect(failure(await kernel.execute(endless))).toBe(
      'TypeError: Cannot show application/json: the value has no JSON',
    );
  });

  test('the host sends whole bundles, updates them and clears', async () => {
    const { outputs } = await kernel.execute(`
      const host = (globalThis as any)[Symbol.for('lectern.kernel')];
      host.display({ 'text/plain': 'gone' });
      host.clear();
      host.display({ 'text/plain': 'a', 'text/html': '<i>a</i>' }, { k: 1 }, { display_id: 'd1' });
      host.update('d1', { 'text/plain': 'b' });`);
    expect(outputs).toMatchObject([{ output_type: 'display_data', data: { 'text/plain': 'b' } }]);
  });

  test('the display of tslab shows and updates', async () => {
    const { outputs } = await kernel.execute(`
      import * as tslab from 'tslab';
      const shown = tslab.newDisplay();
      shown.text('first');
      shown.text('second');
      tslab.display.html('<b>x</b>');`);
    expect(outputs).toMatchObject([
      { data: { 'text/plain': 'second' } },
      { data: { 'text/html': '<b>x</b>' } },
    ]);
  });
});

describe('errors', () => {
  test('a type error tells line and column of each place, with the code', async () => {
    const { error } = await kernel.execute('const n: number = 1;\nconst s: string = n;\nn.foo');
    expect(error).toEqual({
      ename: 'TypeScriptError',
      evalue:
        "2:7 - Type 'number' is not assignable to type 'string'. (TS2322)\n" +
        "3:3 - Property 'foo' does not exist on type 'number'. (TS2339)",
      traceback: [
        "2:7 - Type 'number' is not assignable to type 'string'. (TS2322)",
        '  1 | const n: number = 1;',
        '> 2 | const s: string = n;',
        '    |       ^',
        '',
        "3:3 - Property 'foo' does not exist on type 'number'. (TS2339)",
        '  2 | const s: string = n;',
        '> 3 | n.foo',
        '    |   ^^^',
      ],
    });
  });

  test('a syntax error is called one', async () => {
    const { error } = await kernel.execute('const = 3');
    expect(error).toMatchObject({ ename: 'SyntaxError', evalue: expect.stringMatching(/^1:7 - /) });
  });

  test('a thrown error is told in lines of the cell that threw it, whatever the compiler took out', async () => {
    await kernel.execute(
      'interface Gone {\n  a: number;\n}\n\nfunction fails(): never {\n  throw new RangeError("far");\n}',
    );
    const { error, executionCount } = await kernel.execute('type A = string;\n\nfails()');
    const definition = `cell-${executionCount! - 1}.ts`;
    expect(error).toEqual({
      ename: 'RangeError',
      evalue: 'far',
      traceback: [
        'RangeError: far',
        '  5 | function fails(): never {',
        '> 6 |   throw new RangeError("far");',
        '    |         ^',
        `    at fails (${definition}:6:9)`,
        `    at cell-${executionCount}.ts:3:1`,
      ],
    });
  });

  test('an error past an await is told where it arose', async () => {
    const { error, executionCount } = await kernel.execute('await 1; throw new Error("x")');
    expect(error!.traceback.at(-1)).toBe(`    at cell-${executionCount}.ts:1:16`);
    const second = await kernel.execute(
      'await new Promise((r) => setTimeout(r, 1));\n\nthrow new Error("x")',
    );
    expect(second.error!.traceback.at(-1)).toBe(`    at cell-${second.executionCount}.ts:3:7`);
  });

  test.each([
    ["throw 'text'", 'Error: text'],
    ['throw undefined', 'Error: undefined'],
    ['throw { code: 1 }', 'Error: { code: 1 }'],
    ["class Own extends Error { override name = 'Own' }; throw new Own('x')", 'Own: x'],
    ["await Promise.reject(new TypeError('t'))", 'TypeError: t'],
    ["Promise.reject(new TypeError('u'))", 'TypeError: u'],
    ["void Promise.reject(new TypeError('v'))", 'TypeError: v'],
    ["void (async () => { throw new TypeError('w') })()", 'TypeError: w'],
    [
      "setTimeout(() => { throw new TypeError('late') }, 20); await new Promise((r) => setTimeout(r, 5000))",
      'TypeError: late',
    ],
    [
      "new Proxy(new Error('p'), { get() { throw new Error('trap') } }); throw new Proxy({}, { get() { throw 1 } })",
      undefined,
    ],
  ])('%s fails the cell as %s', async (code, expected) => {
    const cell = await kernel.execute(code);
    expect(cell.status).toBe('error');
    if (expected !== undefined) expect(failure(cell)).toBe(expected);
  });

  test('causes, members and properties of an error are told', async () => {
    const { error } = await kernel.execute(
      "throw Object.assign(new Error('outer', { cause: new RangeError('inner') }), { code: 'E1' })",
    );
    const text = error!.traceback.join('\n');
    expect(text).toContain("{ code: 'E1' }");
    expect(text).toContain('caused by RangeError: inner');
  });

  test('an error of a timer after the end of its cell is told on that cell, and fails no other', async () => {
    const first = await kernel.execute("setTimeout(() => { throw new RangeError('after') }, 50); 1");
    const second = await kernel.execute('await new Promise((r) => setTimeout(r, 200)); 2');
    expect([first.status, second.status, result(second)]).toEqual(['ok', 'ok', '2']);
    expect(stream(first, 'stderr')).toContain('Uncaught, after the cell had ended: RangeError: after');
  });

  test('what a cell cannot have is said with what to write instead', async () => {
    const of = async (code: string) => failure(await kernel.execute(code));
    expect(await of('__dirname')).toContain('write `process.cwd()`');
    expect(await of('import.meta.url')).toContain('write `process.cwd()`');
    expect(await of("export * from 'node:fs'")).toBe(
      `SyntaxError: Cannot use "export * from" in a cell: write \`import * as all from 'node:fs'\`, or name what you need, instead`,
    );
    expect(await of('/** @browser */\n1')).toContain('@browser cells are not supported');
  });
});

describe('the language', () => {
  test('export is let stand, in every form', async () => {
    const cell = await kernel.execute(`export const one = 1;
export default function two() { return 2 }
export type Three = 3;
export { one as uno };
export { join } from 'node:path';
const three: Three = 3;
[one, two(), three, join('a', 'b')]`);
    expect([failure(cell), result(cell)]).toEqual([undefined, "[ 1, 2, 3, 'a/b' ]"]);
    expect(result(await kernel.execute('one + two()'))).toBe('3');
  });

  test('for await alone makes a cell wait', async () => {
    const cell = await kernel.execute('for await (const x of [1, Promise.resolve(2)]) console.log(x)');
    expect([failure(cell), stream(cell, 'stdout')]).toEqual([undefined, '1\n2\n']);
  });

  test('an await within functions alone does not', async () => {
    const cell = await kernel.execute('const wait = async () => { await 1; return 2 }; await 0; wait()');
    expect(result(cell)).toBe('2');
  });

  test('names are declared anew, with another type, and go on from cell to cell', async () => {
    await kernel.execute("const v = 1; class C { x = 1 } enum E { A } let w = 'a'");
    await kernel.execute("const v = 'text'; function f(c: C) { return c.x + v }");
    expect(result(await kernel.execute('[f(new C()), E.A, w]'))).toBe("[ '1text', 0, 'a' ]");
  });

  test('a cell that fails to compile changes nothing', async () => {
    await kernel.execute('const kept = 1');
    await kernel.execute('const kept: string = 2');
    expect(result(await kernel.execute('kept'))).toBe('1');
  });

  test('console, timers and the types of Node are known where nothing is installed', async () => {
    const cell =
      await kernel.execute(`const t: NodeJS.Timeout = setTimeout(() => undefined, 0); clearTimeout(t);
import { readFileSync } from 'fs';
import * as http2 from 'node:http2';
const bytes: Buffer = Buffer.from('abc');
typeof readFileSync + typeof http2.connect + bytes.toString('hex') + new URL('http://h/p').pathname`);
    expect([failure(cell), result(cell)]).toEqual([undefined, "'functionfunction616263/p'"]);
  });

  test('what the light types of a new kernel do not know is found all the same', async () => {
    const own = await startForTest();
    expect(failure(await own.execute("console.trace('x'); console.log(globalThis.process.pid > 0)"))).toBe(
      undefined,
    );
    const second = await startForTest();
    expect(failure(await second.execute('const p = proces.pid'))).toContain("Did you mean 'process'?");
  });
});

describe('imports', () => {
  test('lectern is typed and found from any folder', async () => {
    const cell = await kernel.execute(`import { KEEP } from 'lectern'; const kind: 'keep' = KEEP.kind; kind`);
    expect([failure(cell), result(cell), stream(cell, 'stderr')]).toEqual([undefined, "'keep'", '']);
    expect(failure(await kernel.execute("import { nothingOfThisName } from 'lectern'"))).toContain(
      "has no exported member 'nothingOfThisName'",
    );
  });

  test('packages of the folder are found: CommonJS, ES modules, types by exports, top-level await', async () => {
    const folder = emptyFolder();
    const add = (name: string, files: Record<string, string>): void => {
      const at = join(folder, 'node_modules', name);
      mkdirSync(at, { recursive: true });
      for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text);
    };
    add('common', { 'package.json': '{"name":"common"}', 'index.js': 'exports.value = 1' });
    add('esm', {
      'package.json':
        '{"name":"esm","type":"module","exports":{".":{"types":"./t.d.ts","default":"./m.js"}}}',
      'm.js': 'export const value = 2; export default "d"',
      't.d.ts': 'export declare const value: number; declare const d: string; export default d;',
    });
    add('waits', {
      'package.json': '{"name":"waits","type":"module","exports":"./m.js"}',
      'm.js': 'export const value = await Promise.resolve(3)',
    });
    add('only-import', {
      'package.json': '{"name":"only-import","type":"module","exports":{"import":"./m.js"}}',
      'm.js': 'export const value = 4',
    });
    add('tslab', { 'package.json': '{"name":"tslab","main":"dist/main.js"}' });
    mkdirSync(join(folder, 'node_modules/tslab/dist'));
    for (const file of ['main', 'converter', 'executor', 'public']) {
      writeFileSync(join(folder, `node_modules/tslab/dist/${file}.js`), 'globalThis.planted = true');
    }
    writeFileSync(join(folder, 'local.ts'), 'export const twice = (n: number): number => n * 2;');
    const own = await startForTest({ cwd: folder });
    const of = async (code: string) => {
      const cell = await own.execute(code);
      return failure(cell) ?? result(cell);
    };
    expect(await of("import { value } from 'common'; value")).toBe('1');
    expect(await of("import d, { value as two } from 'esm'; const n: number = two; d + n")).toBe("'d2'");
    expect(await of("import { value as v3 } from 'waits'; v3")).toBe(
      'Error: Cannot import "waits" with an import statement: it is an ES module that cannot be loaded at once; ' +
        'write `const { … } = await import("waits")` instead',
    );
    expect(await of("const { value: v4 } = await import('waits'); v4")).toBe('3');
    expect(await of("(await import('only-import')).value")).toBe('4');
    expect(await of("import { twice } from './local'; twice(4)")).toBe('8');
    writeFileSync(join(folder, 'local.ts'), 'export const twice = (n: number): string => `${n}${n}`;');
    expect(await of("import { twice } from './local'; const s: string = twice(4); s")).toBe("'44'");
    expect(
      await of("import * as tslab from 'tslab'; [typeof tslab.display, (globalThis as any).planted]"),
    ).toBe("[ 'object', undefined ]");
  });

  test('a cell may be a module of its own', async () => {
    expect(failure(await kernel.execute('/** @module mine */\nexport const inner = 5;'))).toBe(undefined);
    expect(result(await kernel.execute("import { inner } from './mine'; inner"))).toBe('5');
    expect(failure(await kernel.execute('/** @module broken */\nexport const x: string = 1;'))).toContain(
      '2:14 - ',
    );
  });
});

describe('the queue', () => {
  const run = (code: string, more: object = {}) => request(kernel, 'execute_request', { code, ...more });

  test('stop_on_error refuses what was waiting, and nothing sent later', async () => {
    const [failed, waiting, also] = await Promise.all([run("throw new Error('x')"), run('1'), run('2')]);
    expect(failed.reply.content).toMatchObject({ status: 'error', ename: 'Error', evalue: 'x' });
    for (const { reply, published } of [waiting, also]) {
      expect(reply.content).toMatchObject({ status: 'aborted', execution_count: expect.any(Number) });
      expect(published.map(({ content }) => content['execution_state'])).toEqual(['busy', 'idle']);
    }
    expect((await run('3')).reply.content).toMatchObject({ status: 'ok' });
  });

  test('stop_on_error: false runs what was waiting', async () => {
    const [, waiting] = await Promise.all([run("throw new Error('x')", { stop_on_error: false }), run('1')]);
    expect(waiting.reply.content).toMatchObject({ status: 'ok' });
  });

  test('what was sent while a loop kept the kernel from reading is refused too', async () => {
    const loop = 'const end = Date.now() + 300; while (Date.now() < end); throw new Error("x")';
    const failing = run(loop);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const waiting = await run('1');
    expect((await failing).reply.content).toMatchObject({ status: 'error' });
    expect(waiting.reply.content).toMatchObject({ status: 'aborted' });
  });

  test('a silent cell shows nothing and counts nothing', async () => {
    const before = (await run('0')).reply.content['execution_count'];
    const { reply, published } = await run('console.log(1); 2', { silent: true });
    expect(published.map(({ header }) => header.msg_type)).toEqual(['status', 'status']);
    expect(reply.content).toMatchObject({ status: 'ok', execution_count: before });
  });

  test('a cell that is not to be stored keeps its number to itself', async () => {
    const before = (await run('0')).reply.content['execution_count'] as number;
    const { published } = await run('7', { store_history: false });
    expect(published.map(({ header }) => header.msg_type)).toEqual([
      'status',
      'execute_input',
      'execute_result',
      'status',
    ]);
    expect((await run('0')).reply.content['execution_count']).toBe(before + 1);
  });

  test('expressions asked for beside a cell are evaluated, each for itself', async () => {
    const { reply } = await run('const base = 20', { user_expressions: { sum: 'base + 1', bad: 'nothing' } });
    expect(reply.content['user_expressions']).toMatchObject({
      sum: { status: 'ok', data: { 'text/plain': '21' } },
      bad: { status: 'error', ename: 'TypeScriptError' },
    });
  });

  test('other requests are answered while a cell waits, and the kernel is busy again after them', async () => {
    await run('0');
    const states: unknown[] = [];
    const stop = kernel.onMessage(({ channel, content }) => {
      if (channel === 'iopub' && content['execution_state']) states.push(content['execution_state']);
    });
    const waiting = run('await new Promise((r) => setTimeout(r, 400)); 1');
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { reply } = await request(kernel, 'is_complete_request', { code: 'f(' });
    expect(reply.content).toEqual({ status: 'incomplete', indent: '  ' });
    await waiting;
    stop();
    expect(states).toEqual(['busy', 'busy', 'idle', 'busy', 'idle']);
  });
});

describe('requests', () => {
  test('kernel_info tells the truth', async () => {
    const { reply } = await request(kernel, 'kernel_info_request', {});
    expect(reply.content).toMatchObject({
      status: 'ok',
      implementation: 'tslab',
      implementation_version: '1.0.22',
      language_info: { name: 'typescript', version: '5.0.4', file_extension: '.ts' },
    });
    expect(reply.header.msg_type).toBe('kernel_info_reply');
  });

  test('comm_info is answered as itself, and a comm that is opened is closed', async () => {
    const { reply } = await request(kernel, 'comm_info_request', {});
    expect([reply.header.msg_type, reply.content]).toEqual(['comm_info_reply', { status: 'ok', comms: {} }]);
  });

  test('a request that is not known is answered with an error', async () => {
    const { reply } = await request(kernel, 'debug_request', {}, 'control');
    expect(reply.header.msg_type).toBe('debug_reply');
    expect(reply.content).toMatchObject({ status: 'error', ename: 'UnknownRequest' });
  });

  test('positions are counted in code points', async () => {
    const code = '/* 🙂🙂 */ Math.hyp';
    const { reply } = await request(kernel, 'complete_request', { code, cursor_pos: [...code].length });
    expect(reply.content).toMatchObject({ matches: ['hypot'], cursor_start: 14, cursor_end: 17 });
    const inspected = await request(kernel, 'inspect_request', { code, cursor_pos: 11, detail_level: 0 });
    expect(inspected.reply.content).toMatchObject({
      found: true,
      data: { 'text/plain': expect.stringMatching(/^var Math: Math\n/) },
    });
  });

  test.each([
    ['parseInt("1")', 2, 'Converts a string to an integer.'],
    ['console.log(1)', 10, 'Prints to `stdout` with newline.'],
    ['import { readFileSync } from "fs"; readFileSync("x")', 37, 'Returns the contents of the `path`.'],
    ['/** Mine. */ function own() {} own()', 31, 'Mine.'],
  ])('the documentation of a name is shown: %s', async (code, cursor_pos, words) => {
    const { reply } = await request(kernel, 'inspect_request', { code, cursor_pos, detail_level: 0 });
    const data = reply.content['data'] as Record<string, string>;
    expect(data['text/plain']).toContain(words);
    expect(data['text/markdown']).toMatch(/^```typescript\n/);
  });

  test('where nothing stands, nothing is found', async () => {
    const { reply } = await request(kernel, 'inspect_request', {
      code: '  ',
      cursor_pos: 1,
      detail_level: 0,
    });
    expect(reply.content).toMatchObject({ status: 'ok', found: false, data: {} });
  });
});

describe('the end', () => {
  test('SIGINT stops a loop, and the next cell runs', async () => {
    const cell = kernel.execute('while (true) {}');
    setTimeout(() => kernel.interrupt(), 300);
    expect(failure(await cell)).toBe('Interrupted: The cell was interrupted');
    expect(result(await kernel.execute('1'))).toBe('1');
  });

  test.each(['await new Promise(() => undefined)', 'new Promise(() => undefined)'])(
    'SIGINT stops a cell that waits: %s',
    async (code) => {
      const cell = kernel.execute(code);
      setTimeout(() => kernel.interrupt(), 300);
      expect(failure(await cell)).toBe('Interrupted: The cell was interrupted');
    },
  );

  test.each([
    'await 0; while (true) {}',
    'while (true) await null',
    'for await (const x of [1]) while (true) {}',
  ])('SIGINT stops what promises alone continue: %s', async (code) => {
    const cell = kernel.execute(code);
    setTimeout(() => kernel.interrupt(), 300);
    expect(failure(await cell)).toBe('Interrupted: The cell was interrupted');
    expect(result(await kernel.execute('await Promise.resolve(3)'))).toBe('3');
  });

  test('interrupt_request on the control channel stops a cell that waits', async () => {
    const cell = kernel.execute('await new Promise(() => undefined)');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await request(kernel, 'interrupt_request', {}, 'control')).reply.content).toEqual({
      status: 'ok',
    });
    expect(failure(await cell)).toBe('Interrupted: The cell was interrupted');
  });

  test('SIGINT is not lost while a new kernel gets ready for its first cell', async () => {
    const own = await startForTest();
    const cell = own.execute('while (true) {}');
    setTimeout(() => own.interrupt(), 20);
    expect(failure(await cell)).toBe('Interrupted: The cell was interrupted');
  });

  test('SIGINT while nothing runs changes nothing', async () => {
    kernel.interrupt();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(result(await kernel.execute('2'))).toBe('2');
  });

  test('shutdown ends the process though timers are open', async () => {
    const own = await startForTest();
    await own.execute(
      "setInterval(() => undefined, 1000); import('node:net').then((n) => void n.createServer().listen(0))",
    );
    const { reply } = await request(own, 'shutdown_request', { restart: false }, 'control');
    expect(reply.content).toEqual({ status: 'ok', restart: false });
    expect(await own.exited).toMatchObject({ code: 0 });
  });

  test('both transports work', async () => {
    const own = await startForTest({ transport: 'tcp' });
    expect(result(await own.execute('1 + 1'))).toBe('2');
  });
});

import { describe, expect, test, vi } from 'vitest';
import { InputError } from '../../src/pipeline/core/input-error.js';
import { UsageError } from '../../src/cli/_usage-error.js';
import { capture } from './_capture.js';

vi.mock('../../src/cli/_commands.js', () => ({
  commands: {
    works: {
      summary: 'works',
      load: async () => ({ run: async (args: string[]) => (process.stdout.write(args.join(' ')), 3) }),
    },
    fails: {
      summary: 'fails',
      load: async () => ({
        run: async ([kind]: string[]) => {
          if (kind === 'usage') throw new UsageError('no input is named');
          if (kind === 'input') throw new InputError('Cannot read x: there is no such file');
          throw new Error('two\n  lines');
        },
      }),
    },
  },
}));
const { main } = await import('../../src/cli/main.js');
const call = (...args: string[]) => capture(() => main(args));

describe('main()', () => {
  test('gives the rest of the arguments to the command, and its exit code back', async () => {
    expect(await call('works', 'a', '--b')).toEqual({ code: 3, out: 'a --b', err: '' });
  });

  test('lists the commands with an example; without a command it is a mistake', async () => {
    const help = await call('--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain('  works  works\n');
    expect(help.out).toContain('Example:\n');
    expect(await call()).toEqual({ code: 2, out: '', err: help.out });
    expect(await call('help')).toEqual(help);
  });

  test("help NAME is the command's own", async () => {
    expect((await call('help', 'works')).out).toBe('--help');
  });

  test('tells its version', async () => {
    expect(await call('--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+.*\n$/) as string,
    });
  });

  test('an unknown command is told, with the nearest', async () => {
    expect(await call('wroks')).toEqual({
      code: 2,
      out: '',
      err: 'lectern: there is no command "wroks"; did you mean "works"?\nTry "lectern --help".\n',
    });
    expect((await call('zzzzzzzz')).err).toBe(
      'lectern: there is no command "zzzzzzzz"\nTry "lectern --help".\n',
    );
    expect((await call('constructor')).code).toBe(2);
  });

  test('an error is one line: usage exits with 2 and a hint, unreadable input with 2, all else with 1', async () => {
    expect(await call('fails', 'usage')).toEqual({
      code: 2,
      out: '',
      err: 'lectern fails: no input is named\nTry "lectern fails --help".\n',
    });
    expect(await call('fails', 'input')).toEqual({
      code: 2,
      out: '',
      err: 'lectern fails: Cannot read x: there is no such file\n',
    });
    expect(await call('fails')).toEqual({ code: 1, out: '', err: 'lectern fails: two lines\n' });
  });

  test('shows the stack to those who look for it', async () => {
    vi.stubEnv('LECTERN_DEBUG', '1');
    const shown = vi.spyOn(console, 'error').mockImplementation(() => {});
    await call('fails');
    expect(shown).toHaveBeenCalledWith(expect.objectContaining({ message: 'two\n  lines' }));
    shown.mockRestore();
    vi.unstubAllEnvs();
  });
});

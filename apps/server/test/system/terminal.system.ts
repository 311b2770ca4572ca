import { describe, expect, test } from 'vitest';
import { builtProgram } from '../support/child-process.ts';
import { newInstallation, startServer } from '../support/server-process.ts';
import { runPython } from './python.ts';

const [ask, again] = ['Password (empty: make one): ', 'The same again: '];
const password = 'a password that is typed';

describe('latchkey admin create, in a terminal,', () => {
  async function create(...answers: [prompt: string, text: string][]) {
    const installation = await newInstallation('SQLite');
    const program = [process.execPath, builtProgram('cli.js'), 'admin', 'create', 'root@example.com'];
    const result = await runPython('type-in-terminal.py', { program, environment: installation, answers });
    return { installation, result };
  }

  test('asks for the password twice and shows nothing of it', async () => {
    const { installation, result } = await create([ask, `${password}\r`], [again, `${password}\r`]);
    expect(result).toEqual({
      code: 0,
      screen: `${ask}\n${again}\nroot@example.com is an admin now, with the id 1.\n`,
    });
    await (await startServer(installation)).login('root@example.com', password);
  });

  test('wants the same password twice', async () => {
    const { result } = await create([ask, `${password}\r`], [again, 'another one\r']);
    expect(result).toEqual({ code: 1, screen: `${ask}\n${again}\nThe two passwords differ.\n` });
  });

  test('makes a password where none is typed, and shows it', async () => {
    const { result } = await create([ask, '\r']);
    expect(result).toMatchObject({
      code: 0,
      screen: expect.stringMatching(/^Password: \S{20}\n/m) as string,
    });
  });

  test.each([
    ['Ctrl+C', '\u0003'],
    ['Ctrl+D', '\u0004'],
  ])('ends with 1 on %s', async (_name, keys) => {
    const { result } = await create([ask, keys]);
    expect(result).toEqual({ code: 1, screen: `${ask}\nNo password was given.\n` });
  });

  test('takes both lines where they are pasted at once', async () => {
    const { result } = await create([ask, `${password}\r${password}\r`]);
    expect(result).toEqual({
      code: 0,
      screen: `${ask}\n${again}\nroot@example.com is an admin now, with the id 1.\n`,
    });
  });
});

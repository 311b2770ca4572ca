import { describe, expect, test } from 'vitest';
import { backUp, installationWithKey } from '../support/backups.ts';
import { builtProgram } from '../support/child-process.ts';
import { readDatabase } from '../support/read-database.ts';
import { newInstallation, runLatchkey, startServer } from '../support/server-process.ts';
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

describe('latchkey restore, in a terminal,', () => {
  const question = 'Type replace to go on: ';

  async function restoreOver(text: string) {
    const installation = await installationWithKey('SQLite');
    await runLatchkey(installation, ['admin', 'create', 'before@example.com'], password);
    const file = await backUp(installation);
    await runLatchkey(installation, ['admin', 'create', 'after@example.com'], password);
    const program = [process.execPath, builtProgram('cli.js'), 'restore', file];
    const answers = [[question, text]];
    const result = await runPython('type-in-terminal.py', { program, environment: installation, answers });
    const addresses = (await readDatabase(installation, 'select email from accounts order by id')).map(
      ({ email }) => email,
    );
    return { result: result as { code: number; screen: string }, addresses };
  }

  test('says what would be replaced, and does it for whoever types the word', async () => {
    const { result, addresses } = await restoreOver('replace\r');
    expect(result.code).toBe(0);
    expect(result.screen).toMatch(
      /holds 2 accounts, 0 sessions and 0 changes of settings\. A restore replaces all/,
    );
    // In the place of what told how far it had come.
    expect(result.screen).toContain('\u001b[KRestored from the backup of ');
    expect(addresses).toEqual(['before@example.com']);
  });

  test.each(['\r', 'yes\r', '\u0004'])('changes nothing on %j', async (text) => {
    const { result, addresses } = await restoreOver(text);
    expect(result.code).toBe(1);
    expect(result.screen).toContain('Nothing was changed.');
    expect(addresses).toEqual(['before@example.com', 'after@example.com']);
  });
});

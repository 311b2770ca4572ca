import { describe, expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { readDatabase } from '../support/read-database.ts';
import { runLatchkey } from '../support/server-process.ts';
import { startBeside } from '../support/start-beside.ts';
import { operate } from '../support/operate.ts';

const password = 'a password from the input';
const otherPassword = 'another password altogether';

onEveryDatabase('latchkey, while the server runs', (kind) => {
  test('admin create makes an admin with the password of the standard input, and repeats it nowhere', async () => {
    const { server, installation } = await startBeside(kind);
    const made = await runLatchkey(
      installation,
      ['admin', 'create', 'Root@example.com'],
      `${password}\nrest\n`,
    );
    expect(made).toEqual({
      code: 0,
      stderr: '',
      stdout: 'Root@example.com is an admin now, with the id 1.\n',
    });
    await server.login('root@example.com', password);
    expect(await adminsOf(installation)).toEqual(['Root@example.com']);

    const create = (email: string, input: string) =>
      runLatchkey(installation, ['admin', 'create', email], input);
    const [again, weak, nobody] = await Promise.all([
      create('root@example.com', otherPassword),
      create('new@example.com', 'short'),
      create('no address', password),
    ]);
    expectRefusal(again, 'root@example.com has an account', 'latchkey admin promote root@example.com');
    expectRefusal(weak, 'password: ');
    expectRefusal(nobody, 'email: ');
    expect(await adminsOf(installation)).toEqual(['Root@example.com']);
  });

  test('admin promote makes an admin of an existing account', async () => {
    const { server, installation } = await startBeside(kind);
    await server.register('user@example.com');
    const promote = (email: string) => runLatchkey(installation, ['admin', 'promote', email]);
    const [done, refused] = await Promise.all([promote('User@Example.com'), promote('nobody@example.com')]);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expectRefusal(refused, 'There is no account with the address nobody@example.com.');
    expect(await adminsOf(installation)).toEqual(['user@example.com']);
  });

  test('admin reset-password lets in with the new password alone, and ends the sessions', async () => {
    const { server, installation } = await startBeside(kind);
    await server.register('user@example.com', password);
    const { refresh_token } = await server.login('user@example.com', password);
    const reset = (email: string, input: string) =>
      runLatchkey(installation, ['admin', 'reset-password', email], input);

    const [weak, nobody] = await Promise.all([
      reset('user@example.com', 'short'),
      reset('nobody@example.com', otherPassword),
    ]);
    expectRefusal(weak, 'password: ');
    expectRefusal(nobody, 'There is no account');
    await server.login('user@example.com', password);
    const done = await reset('user@example.com', otherPassword);
    expect(done).toEqual({
      code: 0,
      stderr: '',
      stdout: 'user@example.com has a new password; 2 sessions ended.\n',
    });
    expectProblem(await server.refresh(refresh_token), 401, 'session_ended', 'password_changed');
    const old = await server.post('/api/login/', { email: 'user@example.com', password });
    expectProblem(old, 401, 'invalid_credentials');
    await server.login('user@example.com', otherPassword);
  });

  test('accounts disable ends the sessions and keeps the account out until accounts enable', async () => {
    const { server, installation } = await startBeside(kind);
    await server.register('user@example.com', password);
    const { refresh_token } = await server.login('user@example.com', password);
    const login = () => server.post('/api/login/', { email: 'user@example.com', password });
    const turn = (word: string, email: string) => runLatchkey(installation, ['accounts', word, email]);

    const [done, nobody] = await Promise.all([
      turn('disable', 'user@example.com'),
      turn('disable', 'nobody@example.com'),
    ]);
    expect(done).toEqual({ code: 0, stderr: '', stdout: 'user@example.com is disabled.\n' });
    expectRefusal(nobody, 'There is no account');
    expectProblem(await server.refresh(refresh_token), 401, 'session_ended', 'account_disabled');
    expectProblem(await login(), 401, 'invalid_credentials');
    expect(await turn('enable', 'user@example.com')).toMatchObject({
      code: 0,
      stdout: 'user@example.com is enabled.\n',
    });
    expect((await login()).status).toBe(200);
    expectProblem(await server.refresh(refresh_token), 401, 'session_ended', 'account_disabled');
  });

  test('accounts disable leaves the last active admin', async () => {
    const { server, installation } = await startBeside(kind);
    const disable = (email: string) => runLatchkey(installation, ['accounts', 'disable', email]);
    const admins = ['one@example.com', 'two@example.com'];
    for (const email of admins) await operate(server).makeAdmin(email, password);
    const both = await Promise.all(admins.map(disable));
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
    for (const exit of both) if (exit.code === 1) expectRefusal(exit, 'last active admin');
    const active = await readDatabase(
      installation,
      'select id from accounts where is_staff = 1 and is_active = 1',
    );
    expect(active).toHaveLength(1);
  });
});

describe('latchkey admin create', () => {
  test('without a password makes one and shows it once', async () => {
    const { server, installation } = await startBeside('SQLite');
    const { code, stdout, stderr } = await runLatchkey(installation, ['admin', 'create', 'root@example.com']);
    const [, made = ''] =
      /^root@example\.com is an admin now, with the id 1\.\nPassword: (\S{20})\n$/.exec(stdout) ?? [];
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await server.login('root@example.com', made);
  });

  test('without an address takes ADMIN_EMAIL and ADMIN_PASSWORD', async () => {
    const { server, installation } = await startBeside('SQLite');
    const admin = { ...installation, ADMIN_EMAIL: 'root@example.com', ADMIN_PASSWORD: password };
    const [made, refused] = await Promise.all([
      runLatchkey(admin, ['admin', 'create'], 'not this'),
      runLatchkey(installation, ['admin', 'create'], password),
    ]);
    expect(made).toMatchObject({ code: 0, stdout: 'root@example.com is an admin now, with the id 1.\n' });
    expectRefusal(refused, 'Give the e-mail address');
    await server.login('root@example.com', password);
  });
});

async function adminsOf(installation: Environment): Promise<unknown[]> {
  const rows = await readDatabase(installation, 'select email from accounts where is_staff = 1');
  return rows.map(({ email }) => email);
}

import { expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { readDatabase } from '../support/read-database.ts';
import { newInstallation, runLatchkey, startServer } from '../support/server-process.ts';

const password = 'a password from the input';
const otherPassword = 'another password altogether';

onEveryDatabase('latchkey, while the server runs', (kind) => {
  test('admin create makes an admin with the password of the standard input, and repeats it nowhere', async () => {
    const installation = await newInstallation(kind);
    const server = await startServer(installation);
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

    const again = await runLatchkey(installation, ['admin', 'create', 'root@example.com'], otherPassword);
    expectRefusal(again, 'root@example.com has an account', 'latchkey admin promote root@example.com');
    const weak = await runLatchkey(installation, ['admin', 'create', 'new@example.com'], 'short');
    expectRefusal(weak, 'password: ');
    const nobody = await runLatchkey(installation, ['admin', 'create', 'no address'], password);
    expectRefusal(nobody, 'email: ');
    expect(await adminsOf(installation)).toEqual(['Root@example.com']);
  });

  test('admin create without a password makes one and shows it once', async () => {
    const installation = await newInstallation(kind);
    const server = await startServer(installation);
    const { code, stdout, stderr } = await runLatchkey(installation, ['admin', 'create', 'root@example.com']);
    const [, made = ''] =
      /^root@example\.com is an admin now, with the id 1\.\nPassword: (\S{20})\n$/.exec(stdout) ?? [];
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await server.login('root@example.com', made);
  });

  test('admin create without an address takes ADMIN_EMAIL and ADMIN_PASSWORD', async () => {
    const installation = await newInstallation(kind);
    const server = await startServer(installation);
    const admin = { ...installation, ADMIN_EMAIL: 'root@example.com', ADMIN_PASSWORD: password };
    const made = await runLatchkey(admin, ['admin', 'create'], 'not this');
    expect(made).toMatchObject({ code: 0, stdout: 'root@example.com is an admin now, with the id 1.\n' });
    await server.login('root@example.com', password);
    expectRefusal(await runLatchkey(installation, ['admin', 'create'], password), 'Give the e-mail address');
  });

  test('admin promote makes an admin of an existing account', async () => {
    const installation = await newInstallation(kind);
    const server = await startServer(installation);
    await server.register('user@example.com');
    const promote = (email: string) => runLatchkey(installation, ['admin', 'promote', email]);
    expect(await promote('User@Example.com')).toMatchObject({ code: 0, stderr: '' });
    expect(await adminsOf(installation)).toEqual(['user@example.com']);
    expectRefusal(
      await promote('nobody@example.com'),
      'There is no account with the address nobody@example.com.',
    );
  });

  test('admin reset-password lets in with the new password alone, and ends the sessions', async () => {
    const installation = await newInstallation(kind);
    const server = await startServer(installation);
    await server.register('user@example.com', password);
    const { refresh_token } = await server.login('user@example.com', password);
    const reset = (email: string, input: string) =>
      runLatchkey(installation, ['admin', 'reset-password', email], input);

    expectRefusal(await reset('user@example.com', 'short'), 'password: ');
    expectRefusal(await reset('nobody@example.com', otherPassword), 'There is no account');
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
    const installation = await newInstallation(kind);
    const server = await startServer(installation);
    await server.register('user@example.com', password);
    const { refresh_token } = await server.login('user@example.com', password);
    const login = () => server.post('/api/login/', { email: 'user@example.com', password });
    const turn = (word: string, email: string) => runLatchkey(installation, ['accounts', word, email]);

    expect(await turn('disable', 'user@example.com')).toMatchObject({
      code: 0,
      stdout: 'user@example.com is disabled.\n',
    });
    expectProblem(await server.refresh(refresh_token), 401, 'session_ended', 'account_disabled');
    expectProblem(await login(), 401, 'invalid_credentials');
    expect(await turn('enable', 'user@example.com')).toMatchObject({
      code: 0,
      stdout: 'user@example.com is enabled.\n',
    });
    expect((await login()).status).toBe(200);
    expectProblem(await server.refresh(refresh_token), 401, 'session_ended', 'account_disabled');
    expectRefusal(await turn('disable', 'nobody@example.com'), 'There is no account');
  });

  test('accounts disable leaves the last active admin', async () => {
    const installation = await newInstallation(kind);
    const run = (...args: string[]) => runLatchkey(installation, args, password);
    await run('admin', 'create', 'one@example.com');
    expectRefusal(await run('accounts', 'disable', 'one@example.com'), 'last active admin');
    await run('admin', 'create', 'two@example.com');
    const both = await Promise.all([
      run('accounts', 'disable', 'one@example.com'),
      run('accounts', 'disable', 'two@example.com'),
    ]);
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
    const active = await readDatabase(
      installation,
      'select id from accounts where is_staff = 1 and is_active = 1',
    );
    expect(active).toHaveLength(1);
  });
});

async function adminsOf(installation: Environment): Promise<unknown[]> {
  const rows = await readDatabase(installation, 'select email from accounts where is_staff = 1');
  return rows.map(({ email }) => email);
}

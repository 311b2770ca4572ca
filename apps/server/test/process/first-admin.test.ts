import { describe, expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import type { Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { readDatabase } from '../support/read-database.ts';
import { readLog } from '../support/read-log.ts';
import {
  newInstallation,
  runLatchkey,
  runServer,
  startServer,
  type ServerProcess,
} from '../support/server-process.ts';
import { startBeside } from '../support/start-beside.ts';

const [first, second] = ['first@example.com', 'second@example.com'];
const password = 'a password of the first admin';

const configured = (installation: Environment, email: string): Environment => ({
  ...installation,
  ADMIN_EMAIL: email,
  ADMIN_PASSWORD: password,
});

onEveryDatabase('ADMIN_EMAIL and ADMIN_PASSWORD', (kind) => {
  test('make the first admin, and only while there has never been one', async () => {
    const installation = await newInstallation(kind);
    const server = await startServer(configured(installation, first));
    await server.login(first, password);
    await server.stop();
    await (await startServer(configured(installation, second))).stop();
    const accounts = await readDatabase(installation, 'select email, is_staff from accounts');
    expect(accounts).toEqual([{ email: first, is_staff: 1 }]);
  });

  test('make one first admin where several servers start at once', async () => {
    const installation = await newInstallation(kind, { SECRET_KEY: 'a secret key of the first admin tests' });
    await Promise.all([1, 2, 3].map(() => startServer(configured(installation, first))));
    const accounts = await readDatabase(installation, 'select email, is_staff from accounts');
    expect(accounts).toEqual([{ email: first, is_staff: 1 }]);
  });

  test('never promote an existing account: the server starts, and the log says what to do', async () => {
    const { server: before, installation } = await startBeside(kind);
    await before.register(first, 'the password of whoever was first');
    const server = await startServer(configured(installation, first.toUpperCase()));
    await server.login(first, 'the password of whoever was first');
    const { stdout } = await server.stop();
    expect(await readDatabase(installation, 'select is_staff from accounts')).toEqual([{ is_staff: 0 }]);
    const warnings = readLog(stdout).filter(({ level }) => Number(level) >= 40);
    expect(warnings.map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/ADMIN_EMAIL.*latchkey admin promote/),
    ]);
  });
});

describe('ADMIN_EMAIL and ADMIN_PASSWORD', () => {
  test('do nothing where the command line has made an admin before', async () => {
    const installation = await newInstallation('SQLite');
    await runLatchkey(installation, ['admin', 'create', first], password);
    await (await startServer(configured(installation, second))).stop();
    expect(await readDatabase(installation, 'select email from accounts')).toEqual([{ email: first }]);
  });

  test('that cannot be used are reported by name, without the password', async () => {
    const { installation } = await startBeside('SQLite');
    const [address, weak] = await Promise.all([
      runServer(configured(installation, 'no address')),
      runServer({ ...configured(installation, first), ADMIN_PASSWORD: 'hidden' }),
    ]);
    expect(address.stderr).toMatch(/^ {2}ADMIN_EMAIL: /m);
    expect(weak.stderr).toMatch(/^ {2}ADMIN_PASSWORD: /m);
    expect([address.code, weak.code]).toEqual([1, 1]);
    expect(weak.stderr).not.toContain('hidden');
    expect(await readDatabase(installation, 'select id from accounts')).toEqual([]);
  });
});

onEveryDatabase('where there has never been an admin', (kind) => {
  const linkIn = (text: string): string | undefined => /\/admin\/setup#([\w-]{32})\n/.exec(text)?.[1];
  const claim = (server: ServerProcess, token: string | undefined, email: string): Promise<Answer> =>
    server.post('/api/admin/setup/', { token, email, password });

  test('the terminal shows a link that makes one, the log does not, and a later start shows none', async () => {
    const installation = await newInstallation(kind);
    const server = await startServer({ ...installation, LOG_LEVEL: 'trace' });
    const token = await eventually('the link', () => linkIn(server.stderr()));
    expect((await claim(server, token, first)).status).toBe(201);
    await server.login(first, password);
    const { stdout } = await server.stop();
    expect(stdout).toMatch(/./);
    expect(stdout).not.toContain(token);
    const { stderr } = await (await startServer(installation)).stop();
    expect(stderr).toMatch(/Admin .*\/admin\/\n/);
    expect(linkIn(stderr)).toBeUndefined();
  });

  test('latchkey admin link shows a new one, and none once there has been an admin', async () => {
    const { server, installation } = await startBeside(kind);
    const { code, stdout } = await runLatchkey(installation, ['admin', 'link']);
    expect(code).toBe(0);
    const body = { token: linkIn(stdout), email: first, password };
    expect((await server.post('/api/admin/setup/', body)).status).toBe(201);
    expectRefusal(await runLatchkey(installation, ['admin', 'link']), 'There has been an admin already');
  });
});

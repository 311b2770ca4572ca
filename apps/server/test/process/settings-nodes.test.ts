import { expect, test } from 'vitest';
import { callWith } from '../support/admin.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { query } from '../support/postgres-admin.ts';
import { newInstallation, runLatchkey, startServer, type ServerProcess } from '../support/server-process.ts';

const path = '/api/admin/settings/';
const admin = { email: 'admin@example.com', password: 'the password of the admin' };

/** Two servers on one database, and an admin's calls to the first of them. */
async function startTwo(kind: Parameters<typeof newInstallation>[0]) {
  const installation = await newInstallation(kind, {
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
  });
  const first = await startServer(installation);
  const second = await startServer(installation);
  const { access_token } = await first.login(admin.email, admin.password);
  const call = callWith(first, access_token);
  const setLifetime = async (version: number, seconds: number): Promise<void> => {
    const values = { ACCESS_TOKEN_LIFETIME: seconds };
    expect((await call('PATCH', path, { version, values })).status).toBe(200);
  };
  return { installation, first, second, call, setLifetime };
}

/** How long it takes, in milliseconds, until tokens of a server live for that long. */
async function timeUntilLifetime(server: ServerProcess, token: string, seconds: number): Promise<number> {
  const begin = performance.now();
  let current = token;
  await eventually(`tokens of ${seconds} s`, async () => {
    const { body } = await server.refresh(current);
    current = body.refresh_token;
    return body.expires_in === seconds;
  });
  return performance.now() - begin;
}

onEveryDatabase('two servers on one database', (kind) => {
  test('a change through one shows in the tokens of the other within a second', async () => {
    const { second, setLifetime } = await startTwo(kind);
    const { refresh_token } = await second.login(admin.email, admin.password);
    await setLifetime(0, 61);
    expect(await timeUntilLifetime(second, refresh_token, 61)).toBeLessThan(1_000);
  });

  test('a change by the command line shows in the tokens of the server within a second', async () => {
    const { installation, second } = await startTwo(kind);
    const { refresh_token } = await second.login(admin.email, admin.password);
    const { code, stdout } = await runLatchkey(installation, [
      'settings',
      'set',
      'ACCESS_TOKEN_LIFETIME',
      '2m',
    ]);
    expect(stdout).toMatch(/^ACCESS_TOKEN_LIFETIME is 120 seconds \(2 minutes\) now\.\n/);
    expect(code).toBe(0);
    expect(await timeUntilLifetime(second, refresh_token, 120)).toBeLessThan(1_000);
  });

  test('the admin site can see which version each node runs', async () => {
    const { call, setLifetime } = await startTwo(kind);
    await setLifetime(0, 61);
    await eventually('two nodes with version 1', async () => {
      const { body } = await call('GET', '/api/admin/overview/');
      const { nodes } = body as unknown as { nodes: { settings_version: number }[] };
      return nodes.length === 2 && nodes.every((node) => node.settings_version === 1);
    });
  });
});

test('a change reaches the other node within a second also where the connections that would tell of it were cut', async () => {
  const { installation, second, setLifetime } = await startTwo('PostgreSQL');
  const { refresh_token } = await second.login(admin.email, admin.password);
  const cut = await query(
    installation['DATABASE_URL'] ?? '',
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'latchkey listener'`,
  );
  expect(cut).toHaveLength(2);
  await setLifetime(0, 61);
  expect(await timeUntilLifetime(second, refresh_token, 61)).toBeLessThan(1_000);
});

test('a node whose listening connection was cut listens again', async () => {
  const { installation, first } = await startTwo('PostgreSQL');
  const url = installation['DATABASE_URL'] ?? '';
  const listeners = (): Promise<{ pid: number }[]> =>
    query<{ pid: number }>(
      url,
      `select pid from pg_stat_activity
       where datname = current_database() and application_name = 'latchkey listener' and query like 'listen%'`,
    );
  const before = (await listeners()).map(({ pid }) => pid);
  for (const pid of before) await query(url, `select pg_terminate_backend(${pid})`);
  await eventually('two new listeners', async () => {
    const now = (await listeners()).map(({ pid }) => pid);
    return now.length === 2 && now.every((pid) => !before.includes(pid));
  });
  expect((await first.stop()).code).toBe(0);
});

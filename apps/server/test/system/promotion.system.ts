import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { secretKey } from '../support/app.ts';
import { defaultEmail, defaultPassword, type Client } from '../support/client.ts';
import { eventually, pause } from '../support/eventually.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { query } from '../support/postgres-admin.ts';
import { startPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { startServer } from '../support/server-process.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const portOf = (server: PostgresServer): number => Number(new URL(server.url).port);

/** A server that follows another one as a standby does. @param through the port at which it reaches the other. */
async function addStandby(primary: PostgresServer, through: number): Promise<PostgresServer> {
  await primary.halt('SIGINT');
  const standby = await primary.copy((data) => {
    writeFileSync(join(data, 'standby.signal'), '');
    const source = `host=127.0.0.1 port=${through} user=postgres application_name=standby`;
    appendFileSync(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
  });
  onTestFinished(() => standby.stop());
  await primary.start();
  await standby.start();
  await eventually('a standby that follows', async () => {
    const [row] = await query(primary.url, `select from pg_stat_replication where state = 'streaming'`);
    return row !== undefined;
  });
  return standby;
}

/** The server on a primary that a standby follows; everything between them can be cut. */
async function startPair() {
  const primary = await startPostgres();
  onTestFinished(() => primary.stop());
  const toDatabase = await startTcpProxy(portOf(primary));
  const replication = await startTcpProxy(portOf(primary));
  const standby = await addStandby(primary, replication.port);
  const url = new URL(primary.url);
  url.port = String(toDatabase.port);
  const server = await startServer({
    DATABASE_URL: url.href,
    SECRET_KEY: secretKey,
    REFRESH_REUSE_GRACE: '1',
  });
  await server.register();
  return { primary, standby, server, toDatabase, replication };
}

/** The primary is gone, and the standby takes its place. */
async function promote(
  primary: PostgresServer,
  standby: PostgresServer,
  toDatabase: TcpProxy,
): Promise<void> {
  await primary.halt('SIGKILL');
  await query(standby.url, 'select pg_promote(true)');
  toDatabase.leadTo(portOf(standby));
  toDatabase.cut();
}

/** Refreshes as an honest client does: once more, with the same key, where the answer was 503. */
async function refresh(server: Client, token: string): Promise<string> {
  const key = randomUUID();
  const answer = await eventually('a refresh that is served', async () => {
    const given = await server.refresh(token, key);
    return given.status === 503 ? undefined : given;
  });
  expect(answer.text).toContain('refresh_token');
  return answer.body.refresh_token;
}

test('a standby that is promoted without the last rotations logs nobody out, and what it has of logouts holds', async () => {
  const { primary, standby, server, toDatabase, replication } = await startPair();
  const pairs = await Promise.all(Array.from({ length: 5 }, () => server.login()));
  const [loggedOut, ...tokens] = pairs.map((pair) => pair.refresh_token);
  expect((await server.logout(loggedOut ?? '')).status).toBe(200);
  await eventually('a standby that has all of it', async () => {
    const [row] = await query(
      primary.url,
      'select from pg_stat_replication where replay_lsn = pg_current_wal_flush_lsn()',
    );
    return row !== undefined;
  });

  replication.stall();
  for (let i = 0; i < 3; i += 1)
    for (const [one, token] of tokens.entries()) tokens[one] = await refresh(server, token);
  await promote(primary, standby, toDatabase);

  for (const [one, token] of tokens.entries()) tokens[one] = await refresh(server, token);
  for (const token of tokens) await refresh(server, token);
  expectProblem(await server.refresh(loggedOut ?? ''), 401, 'session_ended', 'logout');
  const [{ generation } = {}] = await query<{ generation: number }>(
    standby.url,
    'select max(generation)::int as generation from sessions',
  );
  expect(generation).toBe(5);
});

test('with synchronous_standby_names a logout waits for the standby and survives its promotion; rotations do not wait', async () => {
  const { primary, standby, server, toDatabase, replication } = await startPair();
  await query(primary.url, `alter system set synchronous_standby_names = 'standby'`);
  await query(primary.url, 'select pg_reload_conf()');
  await eventually('a standby that is waited for', async () => {
    const [row] = await query(primary.url, `select from pg_stat_replication where sync_state = 'sync'`);
    return row !== undefined;
  });
  const pairs = await Promise.all(Array.from({ length: 3 }, () => server.login()));
  const [answered = '', unanswered = '', lasting = ''] = pairs.map((pair) => pair.refresh_token);
  expect((await server.logout(answered)).status).toBe(200);

  replication.stall();
  let outcome = 0;
  const waiting = server.logout(unanswered).then(({ status }) => (outcome = status));
  const changing = server.post('/api/login/', { email: defaultEmail, password: defaultPassword });
  let token = lasting;
  for (let i = 0; i < 3; i += 1) token = await refresh(server, token);
  await pause(1_000);
  expect(outcome).toBe(0);
  expect((await server.get('/health/ready')).status).toBe(200);
  // Ended while it waits: it has happened here, and the standby does not know.
  await query(
    primary.url,
    `select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`,
  );
  expect(await waiting).toBe(503);
  expect((await changing).status).toBe(503);
  expectProblem(await server.refresh(unanswered), 401, 'session_ended', 'logout');
  const again = server.logout(unanswered).then(({ status }) => (outcome = status));
  await pause(1_000);
  expect(outcome).toBe(503);
  await promote(primary, standby, toDatabase);
  expect(await again).toBe(503);

  expectProblem(
    await eventually('an answer about the session', async () => {
      const answer = await server.refresh(answered);
      return answer.status === 503 ? undefined : answer;
    }),
    401,
    'session_ended',
    'logout',
  );
  await refresh(server, await refresh(server, token));
});

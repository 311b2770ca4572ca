import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { findSecrets } from '../support/find-secrets.ts';
import { startMailServer } from '../support/mail-server.ts';
import { query } from '../support/postgres-admin.ts';
import { readLog } from '../support/read-log.ts';
import { newInstallation, startServer, type ServerProcess } from '../support/server-process.ts';
import { useMailThoroughly } from '../support/use-mail-thoroughly.ts';
import { sendRaw, useThoroughly } from '../support/use-thoroughly.ts';

const configured = {
  PUBLIC_URL: 'https://auth.example.com',
  REFRESH_REUSE_GRACE: '0',
  SECRET_KEY: 'the secret key of the log tests',
  JWT_SIGNING_KEY: 'the signing key of the log tests, 32 bytes',
  MAIL_FROM: 'auth@example.com',
  EMAIL_VERIFICATION: 'optional',
  ADMIN_EMAIL: 'root@example.com',
  ADMIN_PASSWORD: 'the password of the first admin',
};

onEveryDatabase('a log of every level', (kind) => {
  test.each(kind === 'SQLite' ? ['debug', 'trace'] : ['trace'])(
    '%s gives no password, token, key or cookie away',
    async (LOG_LEVEL) => {
      const mails = await startMailServer();
      const environment = { ...configured, SMTP_URL: mails.url, LOG_LEVEL };
      const server = await startServer(await newInstallation(kind, environment));
      const used = await Promise.all([useThoroughly(server), useMailThoroughly(server, mails)]);
      const secrets = new Set(used.flatMap((some) => [...some]));
      for (const name of ['SECRET_KEY', 'JWT_SIGNING_KEY', 'ADMIN_PASSWORD'] as const)
        secrets.add(configured[name]);
      secrets.add('not-even-http');
      await sendRaw(server.port, 'NOT HTTP not-even-http\r\n\r\n');
      if (kind === 'PostgreSQL') await breakConnections(server.environment['DATABASE_URL'] ?? '');
      await eventually('a server that works again', () => registers(server));
      await useThoroughly(server).then((more) => more.forEach((secret) => secrets.add(secret)));
      // A path is logged: what stands in it must be found, or the search finds nothing at all.
      const planted = 'planted-in-the-path';
      await server.get(`/${planted}`);

      const { stdout, stderr } = await server.stop();
      expect(secrets.size).toBeGreaterThan(50);
      expect(findSecrets(stdout + stderr, secrets)).toEqual([]);
      expect(findSecrets(stdout + stderr, [planted])).toEqual([planted]);
      const requests = readLog(stdout).filter((line) => 'method' in line);
      expect(requests.length).toBeGreaterThan(60);
      for (const line of requests) expect(line['request_id']).toMatch(/^[\w-]+$/);
    },
  );
});

test('the search finds a secret in every form that can be undone', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoxfQ.c2lnbmF0dXJl';
  for (const [secret, line] of [
    ['a "quoted" password', String.raw`{"body":"a \"quoted\" password"}`],
    ['p/ss w:rd', '{"url":"/?password=p%2Fss%20w%3Ard"}'],
    ['hunter2hunter2', `Basic ${Buffer.from('hunter2hunter2').toString('base64')}`],
    [token, '{"signature":"c2lnbmF0dXJl"}'],
    [token, '{"claims":"eyJ1c2VyX2lkIjoxfQ"}'],
  ] as const) {
    expect(findSecrets(line, [secret])).toEqual([secret]);
  }
  expect(findSecrets('{"path":"/api/me/"}', ['hunter2hunter2', token])).toEqual([]);
});

/** Not by `/health/ready`, which may answer from a look taken before the connections broke. */
async function registers(server: ServerProcess): Promise<boolean> {
  const account = { email: `${randomUUID()}@example.com`, password: randomUUID() };
  return (await server.post('/api/register/', account)).status === 201;
}

/** What the server is doing with the database fails, and is logged. */
async function breakConnections(database: string): Promise<void> {
  await query(
    database,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

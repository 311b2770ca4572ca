import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { secretKey } from '../support/app.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { scratchFolder } from '../support/installed-server.ts';
import { startPostgres } from '../support/postgres-server.ts';
import { makeCertificate } from '../support/deployed-proxy.ts';
import { runLatchkey, runServer, startServer } from '../support/server-process.ts';

/** A PostgreSQL with a certificate of its own making, which takes all but its superuser over TLS alone: as Heroku's does. */
async function startWithTls(): Promise<{ url: string; certificate: string }> {
  const [certificate, key] = makeCertificate(scratchFolder());
  const plain = await startPostgres();
  onTestFinished(() => plain.stop());
  await plain.halt('SIGINT');
  const server = await plain.copy((data) => {
    writeFileSync(join(data, 'server.crt'), readFileSync(certificate));
    writeFileSync(join(data, 'server.key'), readFileSync(key));
    chmodSync(join(data, 'server.key'), 0o600);
    appendFileSync(join(data, 'postgresql.conf'), '\nssl = on\n');
    writeFileSync(
      join(data, 'pg_hba.conf'),
      'hostnossl all postgres all trust\nhostssl all latchkey all trust\n',
    );
  });
  onTestFinished(() => server.stop());
  await server.start();
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query('create role latchkey login');
  await admin.query('create database latchkey owner latchkey');
  await admin.end();
  const url = new URL(server.url);
  url.username = 'latchkey';
  url.hostname = 'localhost';
  url.pathname = '/latchkey';
  return { url: url.href, certificate };
}

test('a database that wants TLS gets it: verified, or with any certificate where the operator says so', async () => {
  const { url, certificate } = await startWithTls();
  const environment = { DATABASE_URL: url, SECRET_KEY: secretKey };

  expectRefusal(await runServer(environment), 'wants TLS. Set DATABASE_SSLMODE to verify-full.');
  const unverified = [
    { DATABASE_SSLMODE: 'verify-full' },
    { DATABASE_URL: `${url}?sslmode=require` },
    { DATABASE_URL: `${url}?sslmode=no-verify`, DATABASE_SSLMODE: 'verify-full' },
  ];
  for (const wrong of unverified) {
    const exit = await runServer({ ...environment, ...wrong });
    expectRefusal(exit, 'cannot be verified: self', 'set DATABASE_SSLMODE to no-verify where nobody');
  }
  const doctor = await runLatchkey({ ...environment, DATABASE_SSLMODE: 'verify-full' }, ['doctor']);
  expect(doctor.stdout).toContain('cannot be verified');
  expect(doctor.code).toBe(1);

  // The name in the certificate counts too.
  const named = `${url.replace('localhost', '127.0.0.1')}?sslrootcert=${certificate}`;
  const otherName = await runServer({ ...environment, DATABASE_URL: named, DATABASE_SSLMODE: 'verify-full' });
  expectRefusal(otherName, 'cannot be verified', '127.0.0.1');

  const usable = [
    { DATABASE_SSLMODE: 'no-verify' },
    { DATABASE_URL: `${url}?sslmode=require&sslrootcert=${certificate}` },
    { DATABASE_SSLMODE: 'verify-full', NODE_EXTRA_CA_CERTS: certificate },
  ];
  for (const [i, right] of usable.entries()) {
    const server = await startServer({ ...environment, ...right });
    const email = `user${i}@example.com`;
    await server.register(email);
    expect((await server.get('/health/ready')).status).toBe(200);
    const { code, stderr } = await server.stop();
    expect({ code, warned: /warning/i.test(stderr) }).toEqual({ code: 0, warned: false });
  }
});

import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { expectRefusal } from '../support/expect-refusal.ts';
import type { Environment } from '../../src/config.ts';
import { databaseUrl } from '../support/postgres-admin.ts';
import { freePort } from '../support/postgres-server.ts';
import { newInstallation, runServer, startServer } from '../support/server-process.ts';

test('a taken port is one clear line that offers another one', async () => {
  const server = await startServer(await newInstallation('SQLite'));
  const PORT = String(server.port);
  const exit = await runServer({ ...(await newInstallation('SQLite')), PORT });
  expectRefusal(exit, `Port ${PORT} on 127.0.0.1 is taken.`, `PORT=${server.port + 1}`);
});

test('a port that only another address of localhost holds is taken too', async () => {
  const port = await freePort();
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void holder.close());
  const exit = await runServer({
    ...(await newInstallation('SQLite')),
    HOST: 'localhost',
    PORT: String(port),
  });
  expectRefusal(exit, `Port ${port} on localhost is taken.`);
});

test('a HOST that is not of this machine is named', async () => {
  const installation = await newInstallation('PostgreSQL');
  await Promise.all([
    expectToRefuse(
      { ...installation, HOST: '192.0.2.7' },
      'HOST=192.0.2.7 is not an address of this machine',
    ),
    expectToRefuse(
      { ...installation, HOST: 'no.invalid' },
      'HOST=no.invalid is not an address of this machine',
    ),
  ]);
});

test('a data folder that cannot be made, or written, is one clear line', async () => {
  const { DATA_DIR = '' } = await newInstallation('SQLite');
  const file = join(DATA_DIR, 'file');
  await writeFile(file, '');
  const closed = join(DATA_DIR, 'closed');
  await mkdir(closed, { mode: 0o500 });
  await Promise.all(
    [file, `${file}/data`, closed].map((folder) =>
      expectToRefuse({ DATA_DIR: folder }, folder, 'cannot be used', 'DATA_DIR'),
    ),
  );
});

test('a database file that is a folder, or is no database, is one clear line', async () => {
  const { DATA_DIR = '' } = await newInstallation('SQLite');
  const file = join(DATA_DIR, 'letter.txt');
  await writeFile(file, 'This is no database. '.repeat(500));
  await Promise.all([
    expectToRefuse({ DATABASE_URL: `sqlite:${file}`, DATA_DIR }, `${file} is not a database of Latchkey`),
    expectToRefuse({ DATABASE_URL: `sqlite:${DATA_DIR}`, DATA_DIR }, `${DATA_DIR} cannot be used`),
  ]);
});

test('a DATABASE_URL that cannot be used is one clear line that says why, without the password', async () => {
  const server = inject('postgresUrl');
  const cases: [url: string, reason: string][] = [
    [databaseUrl(server, 'no_such'), 'there is no such database'],
    [server.replace('postgres@', 'nobody_known@'), 'the user may not connect'],
    ['postgres://u@127.0.0.1:1/db', 'no PostgreSQL listens there'],
    ['postgres://u@localhost:1/db', 'no PostgreSQL listens there'],
    ['postgres://u@nowhere.invalid/db', 'there is no such host'],
    [`${server}?sslmode=verify-full`, 'does not support SSL'],
    [`${server}?sslrootcert=/no/file`, '/no/file'],
  ];
  const installation = await newInstallation('PostgreSQL');
  await Promise.all(
    cases.map(async ([text, reason]) => {
      const url = new URL(text);
      url.password = 'hunter2-of-the-database';
      const exit = await runServer({ ...installation, DATABASE_URL: url.href });
      expectRefusal(exit, `The database at ${url.host}`, reason, 'Check DATABASE_URL.');
      expect(exit.stderr).not.toContain(url.password);
    }),
  );
});

async function expectToRefuse(environment: Environment, ...parts: string[]): Promise<void> {
  expectRefusal(await runServer(environment, { heedsModes: true }), ...parts);
}

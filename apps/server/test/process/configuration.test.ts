import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectNoStack } from '../support/expect-refusal.ts';
import { newInstallation, runLatchkey, runServer, startServer } from '../support/server-process.ts';

const broken = {
  PORT: '99999',
  PUBLIC_URL: 'ftp://user:hidden-1@host',
  DATABASE_URL: 'mysql://user:hidden-2@host/db',
  SECRET_KEY: 'hidden-3',
  SECRET_KEY_FALLBACKS: 'hidden-4,hidden-5',
  JWT_ALGORITHM: 'none',
  JWT_SIGNING_KEY: 'hidden-6',
  ADMIN_PASSWORD: 'hidden-7',
  TRUST_PROXY: 'true',
  LOG_LEVEL: 'loud',
  ACCESS_TOKEN_LIFETIME: 'soon',
};

test('all problems of the configuration are reported together, by name, without repeating a secret', async () => {
  const [exit, ofCommand] = await Promise.all([runServer(broken), runLatchkey(broken, ['migrate'])]);
  expect(exit).toMatchObject({ code: 1, stdout: '' });
  const named = Object.keys(broken).filter((name) => name !== 'ADMIN_PASSWORD');
  for (const name of [...named, 'ADMIN_EMAIL']) {
    expect(exit.stderr.match(new RegExp(`^ {2}${name}\\b`, 'gm'))).toHaveLength(1);
  }
  expect(exit.stderr).not.toContain('hidden');
  expectNoStack(exit.stderr);
  // The command line reads the same.
  expect(ofCommand).toEqual(exit);
});

test('a malformed DATABASE_URL is reported, not repeated', async () => {
  const installation = await newInstallation('PostgreSQL');
  const malformed = ['postgres://user:hidden@host:port/db', 'postgres:/user:hidden@host/db'];
  const exits = await Promise.all(
    malformed.map((DATABASE_URL) => runServer({ ...installation, DATABASE_URL })),
  );
  for (const { code, stderr } of exits) {
    expect(stderr).toMatch(/^ {2}DATABASE_URL must be/m);
    expect(stderr).not.toContain('hidden');
    expect(code).toBe(1);
  }
});

test('PostgreSQL without SECRET_KEY is refused, with the command that makes one', async () => {
  const { code, stderr } = await runServer({ ...(await newInstallation('PostgreSQL')), SECRET_KEY: '' });
  expect(stderr).toMatch(/SECRET_KEY is required.*openssl rand/);
  expect(code).toBe(1);
});

test('secrets are read from files, and a file that cannot be used is named, without what it holds', async () => {
  const { DATABASE_URL = '', SECRET_KEY = '', DATA_DIR = '' } = await newInstallation('PostgreSQL');
  const write = async (name: string, content: string): Promise<string> => {
    const file = join(DATA_DIR, name);
    await writeFile(file, content);
    return file;
  };
  const environment = {
    DATA_DIR,
    DATABASE_URL_FILE: await write('url', `${DATABASE_URL}\n`),
    SECRET_KEY_FILE: await write('key', `${SECRET_KEY}\r\n`),
  };
  const server = await startServer(environment);
  await server.stop();
  // The same key, without its line end.
  const again = await startServer({ DATA_DIR, DATABASE_URL, SECRET_KEY });
  await again.stop();

  const exit = await runServer({
    ...environment,
    SECRET_KEY: 'hidden-1 and long enough',
    JWT_SIGNING_KEY_FILE: await write('empty', '\n'),
    SMTP_URL_FILE: join(DATA_DIR, 'missing'),
    SECRET_KEY_FALLBACKS_FILE: await write('short', 'hidden-2'),
    ADMIN_PASSWORD_FILE: DATA_DIR,
  });
  expect(exit).toMatchObject({ code: 1, stdout: '' });
  for (const line of [
    'SECRET_KEY and SECRET_KEY_FILE are both set',
    `JWT_SIGNING_KEY_FILE: ${join(DATA_DIR, 'empty')} is empty.`,
    `SMTP_URL_FILE: ${join(DATA_DIR, 'missing')} cannot be read (ENOENT).`,
    `ADMIN_PASSWORD_FILE: ${DATA_DIR} cannot be read (EISDIR).`,
    'SECRET_KEY_FALLBACKS: each key must have',
  ]) {
    expect(exit.stderr).toContain(line);
  }
  expect(exit.stderr).not.toContain('hidden');
});

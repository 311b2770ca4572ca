import { expect, test } from 'vitest';
import { expectNoStack } from '../support/expect-refusal.ts';
import { newInstallation, runLatchkey, runServer } from '../support/server-process.ts';

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

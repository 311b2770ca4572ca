import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, test } from 'vitest';
import { readFormerKey } from '../../src/features/former-tokens/index.ts';
import { createDatabase, onEveryDatabase, type DatabaseKind } from '../support/databases.ts';
import { fixtureFile, type DjangoDatabase } from '../support/django/django.ts';
import { followMove } from '../support/django/follow-move.ts';
import { runPython } from './python.ts';

/** A database that real Django has made, and what its clients hold. */
async function makeDjango(
  kind: DatabaseKind,
  more: object = {},
): Promise<{ url: string; django: DjangoDatabase }> {
  const database = await createDatabase(kind, { empty: true });
  onTestFinished(() => database.remove());
  const file = join(database.dataDir, 'db.sqlite3');
  const { hostname, port, username, password, pathname } = new URL(database.url);
  const entry =
    kind === 'SQLite'
      ? { ENGINE: 'django.db.backends.sqlite3', NAME: file }
      : {
          ENGINE: 'django.db.backends.postgresql',
          NAME: pathname.slice(1),
          HOST: hostname,
          PORT: port,
          USER: decodeURIComponent(username),
          PASSWORD: decodeURIComponent(password),
        };
  const input = { database: entry, ...more };
  const django = (await runPython('../support/django/make_database.py', input)) as DjangoDatabase;
  return { url: kind === 'SQLite' ? `sqlite:${file}` : database.url, django };
}

onEveryDatabase('a service on real Django and SimpleJWT', (kind) => {
  test('is moved in from: its users stay signed in, and nobody else gets in', async () => {
    const made = await makeDjango(kind);
    await followMove(kind, made);
    if (!process.env['WRITE_DOCUMENTS']) return;
    await mkdir(new URL('.', fixtureFile(kind)), { recursive: true });
    await writeFile(fixtureFile(kind), `${JSON.stringify(made.django, undefined, 2)}\n`);
  });
});

test.each([
  ['RS256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['ES256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
] as const)(
  'tokens that SimpleJWT signs with %s are verified by the public key',
  async (algorithm, generate) => {
    const { privateKey, publicKey } = generate();
    const SIGNING_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const VERIFYING_KEY = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const claims = { USER_ID_CLAIM: 'uid', ISSUER: 'https://old.example.com', AUDIENCE: 'scores' };
    const simple_jwt = { ALGORITHM: algorithm, SIGNING_KEY, VERIFYING_KEY, ...claims };
    const made = await makeDjango('SQLite', { simple_jwt });
    const form = { algorithm, userIdClaim: 'uid', issuer: claims.ISSUER, audience: claims.AUDIENCE };
    for (const key of [SIGNING_KEY, VERIFYING_KEY])
      await followMove('SQLite', made, { form, key: readFormerKey(key, algorithm) });
  },
);
